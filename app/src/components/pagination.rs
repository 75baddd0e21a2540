//! Pages of a list by cursor. The place in the list is in the address: `?after=…` or `?before=…`.

use crate::router::{use_location, use_query_map};
use leptos::prelude::*;

use crate::api::{PageInfo, Slice};

/// The slice an address asks for, with this many rows a page. Reads the address reactively.
pub fn slice_of(rows: i32) -> impl Fn() -> Slice + Clone {
    let query = use_query_map();
    move || {
        let query = query.get();
        match (query.get("after"), query.get("before")) {
            (_, Some(before)) => Slice { last: Some(rows), before: Some(before), ..Slice::default() },
            (after, None) => Slice { first: Some(rows), after, ..Slice::default() },
        }
    }
}

/// Links to the pages before and after; nothing when there is one page only.
#[component]
pub fn Pagination(page: PageInfo) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let query = use_query_map().get_untracked();
    let link = |name: &str, cursor: Option<String>| {
        let mut query = query.clone();
        query.remove("after");
        query.remove("before");
        cursor.map(|cursor| {
            query.insert(name.to_owned(), cursor);
            format!("{path}{}", query.to_query_string())
        })
    };
    let previous = link("before", page.start_cursor.filter(|_| page.has_previous_page));
    let next = link("after", page.end_cursor.filter(|_| page.has_next_page));
    if previous.is_none() && next.is_none() {
        return ().into_any();
    }
    view! {
        <nav class="pagination" aria-label=t!(common_pages)>
            {previous.map(|href| view! { <a class="button" rel="prev" href=href>{t!(common_page_previous)}</a> })}
            {next.map(|href| view! { <a class="button" rel="next" href=href>{t!(common_page_next)}</a> })}
        </nav>
    }
    .into_any()
}
