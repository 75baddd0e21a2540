//! Keys of the list: `/` goes to the search, `c` creates. Not while someone types, nor with a modifier.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

/// Listens while the page is there.
pub(super) fn listen(search: NodeRef<html::Input>) {
    let navigate = use_navigate();
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() || busy() {
            return;
        }
        match event.key().as_str() {
            "/" => {
                if let Some(field) = search.get_untracked() {
                    event.prevent_default();
                    let _ = field.focus();
                }
            }
            "c" | "C" => {
                event.prevent_default();
                navigate("/admin/invoices/new", NavigateOptions::default());
            }
            _ => {}
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether the keys belong to something else: a field, or an open dialog.
fn busy() -> bool {
    let Some(focused) = document().active_element() else { return false };
    let typing = matches!(focused.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA");
    let editing =
        focused.dyn_ref::<web_sys::HtmlElement>().is_some_and(web_sys::HtmlElement::is_content_editable);
    let dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
    typing || editing || dialog
}
