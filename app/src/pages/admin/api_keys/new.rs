//! Making a key: what it is for, what it may do, which properties it reaches and until when.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::choices::{PropertyTicks, radio};
use super::super::controls::DateField;
use super::super::dialogs::{Fields, field_of};
use super::super::managers::for_managers;
use super::super::use_organization;
use super::secret::Secret;
use super::words::{scope_name, scope_text};
use crate::api::admin::{ApiScope, NewApiKey, create_api_key};
use crate::components::{
    Action, ActionLink, ErrorSummary, Field, Kind, PageHeading, Problem, Problems, problem_view,
};
use crate::i18n::Text;

const FIELDS: Fields =
    &[("name", "name"), ("scopes", "scopes"), ("propertyIds", "propertyIds"), ("expiresOn", "expiresOn")];

/// The page.
#[component]
pub fn NewApiKeyPage() -> impl IntoView {
    for_managers(t!(team_key_new), || {
        // The key's name and its secret, once it is made.
        let made = RwSignal::new(None::<(String, String)>);
        view! {
            <nav class="crumbs" aria-label=t!(admin_crumbs)>
                <a href="/admin/settings/api-keys">{t!(team_keys_title)}</a>
                " / "
                {t!(team_key_new_crumb)}
            </nav>
            <PageHeading title=t!(team_key_new)/>
            {move || match made.get() {
                Some((name, secret)) => view! { <Secret name=name secret=secret/> }.into_any(),
                None => view! { <KeyForm made=made/> }.into_any(),
            }}
        }
        .into_any()
    })
}

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    scopes: RwSignal<Vec<ApiScope>>,
    all: RwSignal<bool>,
    properties: RwSignal<Vec<String>>,
    expires_on: RwSignal<String>,
}

/// What is said about mistakes.
#[derive(Clone, Copy)]
struct Words {
    name: Text,
    scopes: Text,
    properties: Text,
}

impl Typed {
    /// The key, or what is wrong with it.
    fn read(self, words: Words) -> Result<NewApiKey, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, words| problems.push(Problem { field: Some(field.to_owned()), words });
        let name = self.name.get_untracked().trim().to_owned();
        let scopes = self.scopes.get_untracked();
        let properties = (!self.all.get_untracked()).then(|| self.properties.get_untracked());
        if name.is_empty() {
            wrong("name", words.name);
        }
        if scopes.is_empty() {
            wrong("scopes", words.scopes);
        }
        if properties.as_ref().is_some_and(Vec::is_empty) {
            wrong("propertyIds", words.properties);
        }
        let expires_on = Some(self.expires_on.get_untracked()).filter(|day| !day.is_empty());
        if problems.is_empty() {
            Ok(NewApiKey { name, scopes, properties, expires_on })
        } else {
            Err(problems)
        }
    }
}

#[component]
fn KeyForm(made: RwSignal<Option<(String, String)>>) -> impl IntoView {
    let organization = use_organization();
    let typed = Typed {
        name: RwSignal::new(String::new()),
        scopes: RwSignal::new(Vec::new()),
        all: RwSignal::new(true),
        properties: RwSignal::new(Vec::new()),
        expires_on: RwSignal::new(String::new()),
    };
    let (busy, problems) = (RwSignal::new(false), Problems::new());
    let words = Words {
        name: t!(team_key_name_required),
        scopes: t!(team_scopes_required),
        properties: t!(team_properties_required),
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let key = match typed.read(words) {
            Ok(key) => key,
            Err(wrong) => {
                problems.show(wrong);
                return;
            }
        };
        problems.clear();
        busy.set(true);
        let organization = untrack(|| organization.id());
        spawn_local(async move {
            let name = key.name.clone();
            match create_api_key(organization, key).await {
                Ok(secret) => {
                    let _ = made.try_set(Some((name, secret)));
                }
                Err(error) => {
                    if busy.try_set(false).is_none() {
                        problems.show_error(error, field_of(FIELDS));
                    }
                }
            }
        });
    };
    view! {
        <form class="card settings-form" novalidate on:submit=save>
            <ErrorSummary problems=problems/>
            <Field id="name" label=t!(common_name) value=typed.name problems=problems hint=t!(team_key_name_hint) autocomplete="off"/>
            <fieldset class="fieldset" class:field-wrong=move || problems.at("scopes").is_some()>
                <legend>{t!(team_key_may)}</legend>
                {problem_view("scopes", problems)}
                {ApiScope::ALL.into_iter().enumerate().map(|(place, scope)| tick(typed.scopes, place, scope)).collect_view()}
            </fieldset>
            <fieldset class="fieldset">
                <legend>{t!(team_properties)}</legend>
                <div class="choices">
                    {radio(None, "reach", typed.all, true, t!(admin_all_properties), Some(t!(team_key_all_text)))}
                    {radio(None, "reach", typed.all, false, t!(team_key_some), None)}
                </div>
            </fieldset>
            <div class:hidden=move || typed.all.get()>
                <PropertyTicks id="propertyIds" legend=t!(team_key_some) ticked=typed.properties problems=problems/>
            </div>
            <div class="narrow">
                <DateField id="expiresOn" label=t!(team_key_last_day) value=typed.expires_on problems=problems
                    min=Signal::stored(tomorrow()) hint=t!(team_key_last_day_hint) optional=true/>
            </div>
            <div class="form-actions">
                <ActionLink words=t!(common_cancel) href="/admin/settings/api-keys"/>
                <Action words=t!(team_key_make) kind=Kind::Primary busy=busy/>
            </div>
        </form>
    }
}

/// A scope to tick. The first one has the id a summary of problems leads to.
fn tick(scopes: RwSignal<Vec<ApiScope>>, place: usize, scope: ApiScope) -> AnyView {
    let id = if place == 0 { "scopes".to_owned() } else { format!("scope-{place}") };
    let hint = format!("{id}-hint");
    let change = move |event| {
        let checked = event_target_checked(&event);
        scopes.update(|scopes| {
            scopes.retain(|one| *one != scope);
            if checked {
                scopes.push(scope);
            }
        });
    };
    view! {
        <div class="check">
            <input
                id=id.clone()
                type="checkbox"
                aria-describedby=hint.clone()
                prop:checked=move || scopes.with(|scopes| scopes.contains(&scope))
                on:change=change
            />
            <div class="choice-words">
                <label for=id>{scope_name(scope)}</label>
                <span class="choice-hint" id=hint>{scope_text(scope)}</span>
            </div>
        </div>
    }
    .into_any()
}

/// Tomorrow in UTC, as date fields write it.
fn tomorrow() -> String {
    const DAY: f64 = 86_400_000.0;
    let at = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(js_sys::Date::now() + DAY));
    String::from(at.to_iso_string()).get(..10).unwrap_or_default().to_owned()
}
