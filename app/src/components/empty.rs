//! What a list says when there is nothing in it: why, and what to do.

use leptos::prelude::*;

use crate::i18n::Text;

/// An empty list's words, with an action below.
#[component]
pub fn Empty(
    title: Text,
    #[prop(optional)] text: Option<Text>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-title">{title}</p>
            {text.map(|text| view! { <p>{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
