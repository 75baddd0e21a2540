//! The few things of the browser beyond the page's own elements: storage, title, keys, leaving the page.
//!
//! All of them do nothing, or answer `None`, where the browser refuses: a private window without storage
//! must not take the page down.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use web_sys::{Storage, Window};

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What this browser remembers under the key.
pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Remembers a value on this browser.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage costs the convenience only.
        let _ = storage.set_item(key, value);
    }
}

/// Forgets what is remembered under the key.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The browser's first language, as a BCP 47 tag.
pub fn preferred_language() -> Option<String> {
    window().navigator().language()
}

/// The part of the address after `#`, without it.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Takes the fragment out of the address and of the history, so that a secret in it is not left there.
pub fn clear_fragment() {
    let window = window();
    let location = window.location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    }
}

/// What the present entry of the history keeps: it is there again when one comes back to it.
pub fn kept_with_entry() -> Option<String> {
    window().history().ok()?.state().ok()?.as_string()
}

/// Keeps a value with the present entry of the history.
pub fn keep_with_entry(value: &str) {
    if let Ok(history) = window().history() {
        // A browser that refuses costs the convenience only.
        let _ = history.replace_state(&value.into(), "");
    }
}

/// Leaves Propty for another site's page, such as Stripe's.
pub fn leave_for(address: &str) {
    let _ = window().location().set_href(address);
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// A new idempotency key: 128 random bits in hexadecimal.
pub fn new_key() -> String {
    let mut bytes = [0_u8; 16];
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if filled.is_err() {
        // Without a random source the time still tells attempts of one person apart.
        let now = js_sys::Date::now().to_bits().to_le_bytes();
        for (byte, part) in bytes.iter_mut().zip(now.into_iter().cycle()) {
            *byte = part;
        }
    }
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Prints the page.
pub fn print() {
    let _: Result<(), _> = Window::print(&window());
}

/// Waits this many milliseconds. The one place that knows the timers of the browser.
pub async fn pause(milliseconds: u32) {
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}

/// Puts the focus on an element once the page has been laid out with it: one that is being made cannot
/// take it yet.
pub fn focus_soon(element: web_sys::HtmlElement) {
    leptos::prelude::request_animation_frame(move || {
        let _ = element.focus();
    });
}

/// Gives the focus to the page's content where it would be nowhere: what had it may have gone from the page.
pub fn keep_focus() {
    leptos::prelude::request_animation_frame(|| {
        let document = leptos::prelude::document();
        let lost = document.active_element().is_none_or(|element| element.tag_name() == "BODY");
        let content = document.get_element_by_id("content").filter(|_| lost);
        if let Some(content) = content.and_then(|content| content.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = content.focus();
        }
    });
}

/// Puts a text on the clipboard; false where the browser does not let it.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    // Pages that did not come over HTTPS have no clipboard.
    let there = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
    there && wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// The address of a file made of this text, for a link that downloads it.
pub fn text_file(text: &str) -> String {
    format!("data:text/plain;charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)))
}
