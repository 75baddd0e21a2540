//! Which units are billed: all of the property's, or those that are ticked.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::super::parts::unit as unit_words;
use super::count;
use super::form::Form;
use crate::api::admin::BillingUnit;
use crate::components::{Fetched, ListSkeleton, Load, problem_view};
use crate::i18n::{self, text, use_language};

/// Puts the focus on the element with this id.
pub(super) fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The choice of units.
#[component]
pub(super) fn UnitsField(
    form: Form,
    units: Fetched<Vec<BillingUnit>>,
    known: RwSignal<Vec<BillingUnit>>,
) -> impl IntoView {
    let language = use_language();
    let search = RwSignal::new(String::new());
    let problems = form.problems;
    let all_words = text(move || {
        let language = language.get();
        let all = known.with(Vec::len);
        locales::admin_new_all_units(language, &i18n::number(language, count(all))).into()
    });
    let ticked_words = text(move || {
        locales::admin_new_ticked(language.get(), form.units.with(|units| count(units.len()))).into()
    });
    let list = move |units: Vec<BillingUnit>| {
        if units.is_empty() {
            let href = format!("/admin/units?property={}", form.property.get_untracked());
            return view! {
                <p class="muted">{t!(admin_new_no_units)} " " <a href=href>{t!(team_units_add)}</a></p>
            }
            .into_any();
        }
        let found = units.clone();
        let nothing = move || {
            let search = wanted(search);
            (!found.iter().any(|unit| matches(unit, &search)))
                .then(|| view! { <p class="muted">{t!(admin_nothing_matches)}</p> })
        };
        view! {
            <div class="unit-list">
                {units.into_iter().map(|unit| tick(form, unit, search)).collect_view()}
                {nothing}
            </div>
        }
        .into_any()
    };
    let choose = move |all: bool| {
        move |_| {
            form.all_units.set(all);
        }
    };
    view! {
        <fieldset class="fieldset" class:field-wrong=move || problems.at("units").is_some()>
            <legend>{t!(admin_nav_units)}</legend>
            {problem_view("units", problems)}
            <div class="inline-choices">
                <label class="inline-choice">
                    <input
                        type="radio"
                        name="whichUnits"
                        id="units"
                        prop:checked=move || !form.all_units.get()
                        on:change=choose(false)
                    />
                    {t!(admin_new_some_units)}
                </label>
                <label class="inline-choice">
                    <input
                        type="radio"
                        name="whichUnits"
                        prop:checked=move || form.all_units.get()
                        on:change=choose(true)
                    />
                    {all_words}
                </label>
            </div>
            <div class:hidden=move || form.all_units.get()>
                <div class="unit-search">
                    <input
                        type="search"
                        class="search"
                        autocomplete="off"
                        aria-label=t!(admin_units_search)
                        placeholder=t!(admin_units_search)
                        prop:value=search
                        on:input=move |event| search.set(event_target_value(&event))
                        on:keydown=|event| if event.key() == "Enter" { event.prevent_default() }
                    />
                    <p class="muted small" role="status">{ticked_words}</p>
                </div>
                <Load resource=units waiting=|| view! { <ListSkeleton/> } view=list/>
            </div>
        </fieldset>
    }
    .into_any()
}

fn wanted(search: RwSignal<String>) -> String {
    search.with(|search| search.trim().to_lowercase())
}

fn matches(unit: &BillingUnit, search: &str) -> bool {
    let resident = unit.primary_resident.as_ref();
    unit.label.to_lowercase().contains(search)
        || resident.is_some_and(|resident| resident.name.to_lowercase().contains(search))
}

/// A unit to tick; hidden while it is not what is searched for, so that it stays ticked.
fn tick(form: Form, unit: BillingUnit, search: RwSignal<String>) -> AnyView {
    let id = unit.id.inner().to_owned();
    let box_id = format!("unit-{id}");
    let wrong = {
        let box_id = box_id.clone();
        move || form.problems.at(&box_id).is_some()
    };
    // What is wrong is in sight, whatever is searched for: the summary leads there.
    let hidden = {
        let (unit, wrong) = (unit.clone(), wrong.clone());
        move || !matches(&unit, &wanted(search)) && !wrong()
    };
    let checked = {
        let id = id.clone();
        move || form.units.with(|units| units.contains(&id))
    };
    let change = move |event| {
        let checked = event_target_checked(&event);
        form.units.update(|units| {
            units.retain(|unit| *unit != id);
            if checked {
                units.push(id.clone());
            }
        });
    };
    let resident = match unit.primary_resident {
        Some(resident) => view! { <span class="muted">{resident.name}</span> }.into_any(),
        None => view! { <span class="warn-text">{t!(admin_no_resident)}</span> }.into_any(),
    };
    view! {
        <label class="unit-tick" class:hidden=hidden class:field-wrong=wrong>
            <input id=box_id.clone() type="checkbox" prop:checked=checked on:change=change/>
            <span>{unit_words(&unit.label)}</span>
            {resident}
            {problem_view(&box_id, form.problems)}
        </label>
    }
    .into_any()
}
