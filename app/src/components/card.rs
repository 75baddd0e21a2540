//! A card about one thing, with its name on top.

use leptos::prelude::*;

use crate::i18n::Text;

/// A card.
pub fn card(title: Text, body: AnyView) -> AnyView {
    view! {
        <section class="card stack">
            <h2>{title}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// A sentence or two.
pub fn paragraph(words: Text) -> AnyView {
    view! { <p>{words}</p> }.into_any()
}
