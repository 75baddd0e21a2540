//! The pages: the team's and the residents'.

mod access;
pub mod admin;
mod invitation;
pub mod portal;
mod sign_in;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::components::{ActionLink, Empty, Kind, PageHeading};

/// Puts an entry point in place of the static shell of its page.
fn mount(view: fn() -> AnyView) {
    let Some(root) = document().get_element_by_id("app") else { return };
    root.set_inner_html("");
    if let Ok(root) = root.dyn_into() {
        leptos::mount::mount_to(root, view).forget();
    }
}

/// What an address without a page shows.
#[component]
fn NotFound(home: &'static str) -> impl IntoView {
    view! {
        <PageHeading title=t!(common_not_found_title)/>
        <Empty title=t!(common_not_found_text)>
            <ActionLink words=t!(common_go_home) href=home kind=Kind::Primary/>
        </Empty>
    }
}
