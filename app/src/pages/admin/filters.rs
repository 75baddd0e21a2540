//! What narrows a list down: a search that follows the typing, and the property.

use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;

use super::address::{parameter, use_change};
use super::use_organization;
use crate::i18n::Text;

/// How long typing rests before the list follows.
const REST: Duration = Duration::from_millis(250);

/// A search field; what is typed goes into the address as `?search=`.
#[component]
pub fn Search(label: Text, #[prop(optional)] node: NodeRef<html::Input>) -> impl IntoView {
    let change = use_change();
    let given = parameter("search");
    let typed = RwSignal::new(given.get_untracked().unwrap_or_default());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    // Going back, or clearing the filters, changes the address from elsewhere.
    Effect::new(move |_| {
        let given = given.get().unwrap_or_default();
        if typed.with_untracked(|typed| typed.trim() != given) {
            typed.set(given);
        }
    });
    let stop = move || {
        if let Some(Some(handle)) = timer.try_get_value() {
            handle.clear();
        }
    };
    on_cleanup(stop);
    let follow = move |text: String| {
        stop();
        typed.set(text.clone());
        let change = change.clone();
        let apply = move || change("search", Some(text.trim().to_owned()));
        timer.set_value(set_timeout_with_handle(apply, REST).ok());
    };
    view! {
        <input
            type="search"
            class="search"
            aria-label=label
            placeholder=label
            autocomplete="off"
            node_ref=node
            prop:value=typed
            on:input=move |event| follow(event_target_value(&event))
        />
    }
    .into_any()
}

/// A choice of one property or all; nothing when there is only one. Goes into the address as `?property=`.
#[component]
pub fn PropertyFilter() -> impl IntoView {
    let organization = use_organization();
    let chosen = parameter("property");
    let change = use_change();
    move || {
        let properties =
            organization.membership().map(|membership| membership.properties).unwrap_or_default();
        if properties.len() < 2 {
            return ().into_any();
        }
        let option = |property: crate::api::session::MemberProperty| {
            let id = property.id.into_inner();
            let selected = {
                let id = id.clone();
                move || chosen.with(|chosen| chosen.as_deref() == Some(id.as_str()))
            };
            view! { <option value=id selected=selected>{property.name}</option> }
        };
        let change = change.clone();
        view! {
            <select
                class="filter property-filter"
                aria-label=t!(common_property)
                on:change=move |event| change("property", Some(event_target_value(&event)))
            >
                <option value="" selected=move || chosen.with(Option::is_none)>{t!(admin_all_properties)}</option>
                {properties.into_iter().map(option).collect_view()}
            </select>
        }
        .into_any()
    }
}
