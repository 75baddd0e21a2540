//! How far something long has come.

use leptos::prelude::*;

use crate::i18n::Text;

/// A bar with the count in words above it. Without a `total` it only says that something is going on.
#[component]
pub fn Progress(
    words: Text,
    #[prop(into)] done: Signal<u32>,
    #[prop(into)] total: Signal<Option<u32>>,
) -> impl IntoView {
    view! {
        <div class="progress" role="status">
            <p>{words}</p>
            <progress
                max=move || total.get().map(|total| total.max(1).to_string())
                value=move || total.get().map(|_| done.get().to_string())
            ></progress>
        </div>
    }
    .into_any()
}
