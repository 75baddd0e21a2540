//! Choices several of the team's forms offer: a language, a role, properties.

use leptos::prelude::*;

use super::use_organization;
use crate::api::{ApiLanguage, Role};
use crate::components::{Choice, Problems, Select, problem_view};
use crate::i18n::{Text, use_language};

/// A choice of one of two, as cards. `id` is the first one's, so that a summary of problems leads there.
pub fn radio<Value>(
    id: Option<&'static str>,
    name: &'static str,
    value: RwSignal<Value>,
    mine: Value,
    words: Text,
    hint: Option<Text>,
) -> AnyView
where
    Value: Copy + PartialEq + Send + Sync + 'static,
{
    let checked: Signal<bool> = Signal::derive(move || value.get() == mine);
    choice_card(id, name, checked, Callback::new(move |()| value.set(mine)), words, hint)
}

fn choice_card(
    id: Option<&'static str>,
    name: &'static str,
    checked: Signal<bool>,
    choose: Callback<()>,
    words: Text,
    hint: Option<Text>,
) -> AnyView {
    let hint = hint.map(|hint| view! { <span class="choice-hint">{hint}</span> });
    view! {
        <label class="choice">
            <input type="radio" id=id name=name prop:checked=checked on:change=move |_| choose.run(())/>
            <span class="choice-words">
                <span class="choice-name">{words}</span>
                {hint}
            </span>
        </label>
    }
    .into_any()
}

/// A list of the two languages.
#[component]
pub fn LanguageField(
    id: &'static str,
    label: Text,
    value: RwSignal<String>,
    problems: Problems,
    #[prop(optional)] hint: Option<Text>,
) -> impl IntoView {
    let choices = vec![
        Choice { value: "en".to_owned(), words: t!(common_language_english) },
        Choice { value: "fr".to_owned(), words: t!(common_language_french) },
    ];
    let choices = Signal::stored(choices);
    match hint {
        Some(hint) => {
            view! { <Select id=id label=label value=value choices=choices problems=problems hint=hint/> }
                .into_any()
        }
        None => {
            view! { <Select id=id label=label value=value choices=choices problems=problems/> }.into_any()
        }
    }
}

/// The value of [`LanguageField`] a form begins with: the page's language.
pub fn first_language() -> RwSignal<String> {
    RwSignal::new(use_language().get_untracked().code().to_owned())
}

/// The language chosen in [`LanguageField`].
pub fn language_of(value: RwSignal<String>) -> ApiLanguage {
    if value.with_untracked(|value| value == "fr") { ApiLanguage::Fr } else { ApiLanguage::En }
}

/// What a member is: a role, and for a property manager the properties.
#[component]
pub fn RoleFields(
    role: RwSignal<Role>,
    properties: RwSignal<Vec<String>>,
    problems: Problems,
) -> impl IntoView {
    let some = move || role.get() != Role::PropertyManager;
    view! {
        <fieldset class="fieldset">
            <legend>{t!(team_role)}</legend>
            {problem_view("role", problems)}
            <div class="choices">
                {radio(Some("role"), "memberRole", role, Role::OrganizationManager,
                    t!(team_role_organization), Some(t!(team_role_organization_text)))}
                {radio(None, "memberRole", role, Role::PropertyManager,
                    t!(team_role_property), Some(t!(team_role_property_text)))}
            </div>
        </fieldset>
        <div class:hidden=some>
            <PropertyTicks id="propertyIds" legend=t!(team_properties) ticked=properties problems=problems/>
        </div>
    }
    .into_any()
}

/// The organization's properties to tick; `ticked` holds the ids of those that are.
#[component]
pub fn PropertyTicks(
    id: &'static str,
    legend: Text,
    ticked: RwSignal<Vec<String>>,
    problems: Problems,
) -> impl IntoView {
    let properties = use_organization().membership().map(|mine| mine.properties).unwrap_or_default();
    let none = properties.is_empty().then(|| view! { <p class="muted">{t!(team_properties_none)}</p> });
    let tick = move |(place, property): (usize, crate::api::session::MemberProperty)| {
        let key = property.id.into_inner();
        let checked = {
            let key = key.clone();
            move || ticked.with(|ticked| ticked.contains(&key))
        };
        let change = move |event| {
            let checked = event_target_checked(&event);
            ticked.update(|ticked| {
                ticked.retain(|one| *one != key);
                if checked {
                    ticked.push(key.clone());
                }
            });
        };
        view! {
            <label class="tick">
                <input id=(place == 0).then_some(id) type="checkbox" prop:checked=checked on:change=change/>
                <span>{property.name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="fieldset" class:field-wrong=move || problems.at(id).is_some()>
            <legend>{legend}</legend>
            {problem_view(id, problems)}
            {none}
            <div class="ticks">{properties.into_iter().enumerate().map(tick).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}
