//! Adding a resident to a unit, and inviting them at once if wanted.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::address::parameter;
use super::super::choices::{LanguageField, radio};
use super::super::controls::{Checkbox, DateField};
use super::super::dialogs::{Fields, field_of};
use super::super::use_organization;
use super::typed::{Typed, Words};
use crate::api::admin::{BillingUnit, create_resident, invite_resident, units_of};
use crate::api::{ResidencyKind, error_text};
use crate::browser;
use crate::components::{
    Action, ActionLink, Choice, Empty, ErrorSummary, Field, Kind, Load, PageHeading, PageSkeleton, Problems,
    Select, fetched, problem_view, use_toasts,
};
use crate::i18n::{Text, plain, text, use_language};
use crate::router::{NavigateOptions, use_navigate};

const FIELDS: Fields = &[
    ("unitId", "unitId"),
    ("name", "name"),
    ("email", "email"),
    ("language", "language"),
    ("kind", "kind"),
    ("isPrimary", "isPrimary"),
    ("startsOn", "startsOn"),
];

/// The page.
#[component]
pub fn NewResidentPage() -> impl IntoView {
    let properties = use_organization().membership().map(|mine| mine.properties).unwrap_or_default();
    let known = |id: &String| properties.iter().any(|property| property.id.inner() == id);
    let first = properties.first().map(|property| property.id.inner().to_owned()).unwrap_or_default();
    let property = RwSignal::new(parameter("property").get_untracked().filter(known).unwrap_or(first));
    let wanted = parameter("unit").get_untracked();
    let resource = fetched(move || units_of(property.get()));
    let content = move |units: Vec<BillingUnit>| {
        if units.is_empty() {
            let href = format!("/admin/units?property={}", property.get_untracked());
            return view! {
                <div class="card">
                    <Empty title=t!(admin_new_no_units) text=t!(team_units_none_text)>
                        <ActionLink words=t!(team_units_add) href=href kind=Kind::Primary/>
                    </Empty>
                </div>
            }
            .into_any();
        }
        view! { <ResidentForm units=units wanted=wanted.clone()/> }.into_any()
    };
    let several = (properties.len() > 1).then(|| {
        let choices: Vec<Choice> = properties
            .iter()
            .map(|one| Choice { value: one.id.inner().to_owned(), words: plain(one.name.clone()) })
            .collect();
        view! {
            <div class="narrow">
                <Select id="propertyId" label=t!(common_property) value=property choices=Signal::stored(choices)
                    problems=Problems::new()/>
            </div>
        }
    });
    view! {
        <nav class="crumbs" aria-label=t!(admin_crumbs)>
            <a href="/admin/residents">{t!(admin_residents_title)}</a>
            " / "
            {t!(team_resident_new)}
        </nav>
        <PageHeading title=t!(team_resident_add)/>
        {several}
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
    }
}

#[component]
fn ResidentForm(units: Vec<BillingUnit>, wanted: Option<String>) -> impl IntoView {
    let (language, toasts, navigate) = (use_language(), use_toasts(), use_navigate());
    let wanted = wanted.filter(|wanted| units.iter().any(|unit| unit.id.inner() == wanted));
    let typed = Typed::new(wanted.unwrap_or_default());
    let (busy, problems) = (RwSignal::new(false), Problems::new());
    let key = browser::new_key();
    let words = Words {
        unit: t!(team_resident_unit_required),
        name: t!(team_name_required),
        email: t!(error_invalid_email),
        needed: t!(team_resident_email_needed),
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let resident = match typed.read(words) {
            Ok(resident) => resident,
            Err(wrong) => {
                problems.show(wrong);
                return;
            }
        };
        problems.clear();
        busy.set(true);
        let (key, navigate, invite) = (key.clone(), navigate.clone(), typed.invite.get_untracked());
        spawn_local(async move {
            let name = resident.name.clone();
            let id = match create_resident(resident, key).await {
                Ok(id) => id,
                Err(error) => {
                    if busy.try_set(false).is_none() {
                        problems.show_error(error, field_of(FIELDS));
                    }
                    return;
                }
            };
            let invited = if invite { Some(invite_resident(id).await) } else { None };
            let language = language.get_untracked();
            toasts.show(match invited {
                None => locales::team_resident_added(language, &name),
                Some(Ok(())) => locales::team_resident_added_invited(language, &name),
                // They are there all the same; the list offers to invite them again.
                Some(Err(error)) => {
                    let added = locales::team_resident_added(language, &name);
                    format!("{added} {}", error_text(language, &error))
                }
            });
            navigate("/admin/residents", NavigateOptions::default());
        });
    };
    let (primaries, choices) = offered(units);
    let takes_over: Text = text(move || {
        let unit = typed.unit.get();
        let language = language.get();
        match primaries.iter().find(|(id, _)| *id == unit) {
            Some((_, name)) => locales::team_resident_takes_over(language, name).into(),
            None => locales::team_resident_primary_hint(language).into(),
        }
    });
    view! {
        <form class="card settings-form" novalidate on:submit=save>
            <ErrorSummary problems=problems/>
            <Select id="unitId" label=t!(common_unit) value=typed.unit choices=Signal::stored(choices) problems=problems/>
            <Field id="name" label=t!(team_full_name) value=typed.name problems=problems autocomplete="off"/>
            <Field id="email" label=t!(common_email) value=typed.email problems=problems kind="email"
                hint=t!(team_resident_email_hint) optional=true autocomplete="off"/>
            <LanguageField id="language" label=t!(common_language) value=typed.language problems=problems
                hint=t!(team_resident_language_hint)/>
            <fieldset class="fieldset">
                <legend>{t!(team_resident_kind)}</legend>
                {problem_view("kind", problems)}
                <div class="choices choices-row">
                    {radio(Some("kind"), "residencyKind", typed.kind, ResidencyKind::Owner, t!(admin_owner), None)}
                    {radio(None, "residencyKind", typed.kind, ResidencyKind::Tenant, t!(admin_tenant), None)}
                </div>
            </fieldset>
            <Checkbox id="isPrimary" label=t!(team_resident_primary) checked=typed.primary hint=takes_over/>
            <div class="narrow">
                <DateField id="startsOn" label=t!(team_resident_starts) value=typed.starts_on problems=problems
                    hint=t!(team_resident_starts_hint) optional=true/>
            </div>
            <Checkbox id="inviteNow" label=t!(team_resident_invite_now) checked=typed.invite hint=t!(team_resident_invite_hint)/>
            <div class="form-actions">
                <ActionLink words=t!(common_cancel) href="/admin/residents"/>
                <Action words=t!(team_resident_add) kind=Kind::Primary busy=busy/>
            </div>
        </form>
    }
}

/// Whom invoices of each unit are addressed to, where there is somebody, and the units to choose from.
fn offered(units: Vec<BillingUnit>) -> (Vec<(String, String)>, Vec<Choice>) {
    let primaries = units
        .iter()
        .filter_map(|unit| {
            let resident = unit.primary_resident.as_ref()?;
            Some((unit.id.inner().to_owned(), resident.name.clone()))
        })
        .collect();
    let unit = |unit: BillingUnit| Choice { value: unit.id.into_inner(), words: plain(unit.label) };
    let none = Choice { value: String::new(), words: t!(team_resident_unit_choose) };
    (primaries, std::iter::once(none).chain(units.into_iter().map(unit)).collect())
}
