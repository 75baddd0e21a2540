//! The state of a list in its address: filters, search, order. Changing one starts the list over.

use crate::router::NavigateOptions;
use crate::router::ParamsMap;
use crate::router::{use_location, use_navigate, use_query_map};
use leptos::prelude::*;

/// A parameter of the address; `None` when it is missing or empty.
pub fn parameter(name: &'static str) -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(name)).filter(|value| !value.is_empty()))
}

fn changed(mut query: ParamsMap, name: &'static str, value: Option<String>) -> String {
    for gone in ["after", "before", name] {
        query.remove(gone);
    }
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        query.insert(name, value);
    }
    query.to_query_string()
}

/// The address with one parameter set, or taken out. Follows the address.
pub fn link(name: &'static str, value: Option<&'static str>) -> impl Fn() -> String + Clone {
    let path = use_location().pathname;
    let query = use_query_map();
    move || format!("{}{}", path.get(), changed(query.get(), name, value.map(str::to_owned)))
}

/// What sets one parameter of the address, or takes it out, without an entry in the history and without
/// scrolling.
pub fn use_change() -> impl Fn(&'static str, Option<String>) + Clone {
    let path = use_location().pathname;
    let query = use_query_map();
    let navigate = use_navigate();
    move |name, value| {
        let search = changed(query.get_untracked(), name, value);
        let options = NavigateOptions { replace: true, scroll: false };
        navigate(&format!("{}{search}", path.get_untracked()), options);
    }
}
