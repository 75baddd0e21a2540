//! Filters as links: each is an address of its own.

use crate::router::{use_location, use_query_map};
use leptos::prelude::*;

use crate::i18n::Text;

/// One filter: its value in the address (`None` for no filter) and its words.
#[derive(Clone, Copy)]
pub struct Tab {
    pub value: Option<&'static str>,
    pub words: Text,
}

/// Links that set one parameter of the address and start its list over. `label` names the group.
#[component]
pub fn Tabs(label: Text, parameter: &'static str, tabs: Vec<Tab>) -> impl IntoView {
    let path = use_location().pathname;
    let query = use_query_map();
    let link = move |tab: Tab| {
        let href = move || {
            let mut query = query.get();
            query.remove("after");
            query.remove("before");
            query.remove(parameter);
            if let Some(value) = tab.value {
                query.insert(parameter.to_owned(), value.to_owned());
            }
            format!("{}{}", path.get(), query.to_query_string())
        };
        let current =
            move || (query.with(|query| query.get(parameter)).as_deref() == tab.value).then_some("true");
        view! { <li><a class="tab" href=href aria-current=current>{tab.words}</a></li> }
    };
    view! {
        <nav class="tabs" aria-label=label>
            <ul>{tabs.into_iter().map(link).collect_view()}</ul>
        </nav>
    }
    .into_any()
}
