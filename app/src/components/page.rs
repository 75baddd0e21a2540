//! The frame of a page: its heading, which takes the focus after a navigation, and the window's title.

use leptos::html;
use leptos::prelude::*;

use super::{Toaster, provide_toasts};
use crate::i18n::Text;

/// Whether a page was shown before: on the very first one the focus stays where the browser put it.
#[derive(Clone, Copy)]
struct Navigated(StoredValue<bool>);

/// What all pages of an entry point stand in: the toasts and the memory of navigations.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    provide_toasts();
    provide_context(Navigated(StoredValue::new(false)));
    view! {
        {children()}
        <Toaster/>
    }
}

/// The page's `h1`; also names the window.
#[component]
pub fn PageHeading(
    title: Text,
    /// Only for screen readers, where the page shows something larger in its place.
    #[prop(optional)]
    hidden: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let node = NodeRef::<html::H1>::new();
    let navigated = use_context::<Navigated>();
    crate::effect::follow(move || document().set_title(&format!("{} · Propty", title.get())));
    let mut done = false;
    crate::effect::follow(move || {
        let Some(heading) = node.get().filter(|_| !done) else { return };
        done = true;
        if let Some(Navigated(before)) = navigated {
            if before.get_value() {
                crate::browser::focus_soon(heading.into());
            }
            before.set_value(true);
        }
    });
    view! {
        <div class="page-heading" class:visually-hidden=hidden>
            <h1 tabindex="-1" node_ref=node>{title}</h1>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
