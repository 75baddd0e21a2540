//! A modal dialog on the browser's own element, which keeps focus inside and closes on Escape.

use leptos::html;
use leptos::prelude::*;

use crate::i18n::Text;

/// A dialog that is open while the signal is true. Closing by Escape sets it to false.
#[component]
pub fn Dialog(open: RwSignal<bool>, title: Text, children: Children) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    crate::effect::follow(move || {
        let Some(dialog) = node.get() else { return };
        if !open.get() {
            dialog.close();
        } else if !dialog.open() {
            // Fails only for an element that is not in the page.
            let _ = dialog.show_modal();
        }
    });
    view! {
        <dialog class="dialog" node_ref=node aria-labelledby="dialog-title" on:close=move |_| open.set(false)>
            <h2 id="dialog-title">{title}</h2>
            {children()}
        </dialog>
    }
    .into_any()
}
