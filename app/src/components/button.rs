//! Buttons, and links that look like them.

use leptos::prelude::*;

use crate::i18n::Text;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// The one main action of a page or form.
    Primary,
    #[default]
    Secondary,
    /// The portal's main button: as wide as its card, and taller.
    Main,
    /// What takes something away.
    Danger,
    /// Looks like a link in a text.
    Plain,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Main => "button button-primary button-main",
            Self::Danger => "button button-danger",
            Self::Plain => "button-plain",
        }
    }
}

/// A button. Without `on_press` it submits its form. While `busy` it stays focusable, says so and does
/// nothing, so that a second press cannot act twice.
#[component]
pub fn Action(
    words: Text,
    #[prop(optional)] kind: Kind,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional)] on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |event: leptos::ev::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if on_press.is_some() { "button" } else { "submit" }
            class=kind.class()
            class:busy=busy
            aria-disabled=move || busy.get().then_some("true")
            on:click=press
        >
            {words}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn ActionLink(words: Text, #[prop(into)] href: String, #[prop(optional)] kind: Kind) -> impl IntoView {
    view! { <a class=kind.class() href=href>{words}</a> }.into_any()
}
