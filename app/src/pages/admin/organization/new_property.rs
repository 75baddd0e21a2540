//! Adding a property.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::dialogs::{Fields, field_of};
use super::super::managers::for_managers;
use super::super::use_organization;
use super::provinces::provinces;
use super::zones::zones;
use crate::api::admin::{Country, NewProperty, OrganizationSettings, create_property, organization_settings};
use crate::browser;
use crate::components::{
    Action, ActionLink, Choice, ErrorSummary, Field, Kind, Load, PageHeading, PageSkeleton, Problem,
    Problems, Select, fetched, use_toasts,
};
use crate::i18n::{Text, plain, use_language};
use crate::router::{NavigateOptions, use_navigate};
use crate::session::use_session;

const FIELDS: Fields = &[
    ("name", "name"),
    ("address", "address"),
    ("city", "city"),
    ("country", "country"),
    ("region", "region"),
    ("timeZone", "timeZone"),
    ("replyTo", "replyTo"),
];

/// The page.
#[component]
pub fn NewPropertyPage() -> impl IntoView {
    for_managers(t!(team_property_add), || {
        view! {
            <nav class="crumbs" aria-label=t!(admin_crumbs)>
                <a href="/admin/settings/organization">{t!(team_organization_title)}</a>
                " / "
                {t!(team_property_new)}
            </nav>
            <PageHeading title=t!(team_property_add)/>
            {form()}
        }
        .into_any()
    })
}

/// The form, once it is known where the organization is: most of its properties are there too.
fn form() -> AnyView {
    let organization = use_organization();
    let id = Memo::new(move |_| organization.id());
    let resource = fetched(move || organization_settings(id.get()));
    let content =
        |settings: OrganizationSettings| view! { <PropertyForm country=settings.country/> }.into_any();
    view! { <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/> }.into_any()
}

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    address: RwSignal<String>,
    city: RwSignal<String>,
    country: RwSignal<String>,
    region: RwSignal<String>,
    time_zone: RwSignal<String>,
    reply_to: RwSignal<String>,
}

/// What is said about mistakes.
#[derive(Clone, Copy)]
struct Words {
    name: Text,
    street: Text,
    city: Text,
    region: Text,
    zone: Text,
    email: Text,
}

impl Typed {
    fn new(country: Country) -> Self {
        let empty = || RwSignal::new(String::new());
        let code = match country {
            Country::Us => "us",
            Country::Ca => "ca",
        };
        let country = RwSignal::new(code.to_owned());
        Self {
            name: empty(),
            address: empty(),
            city: empty(),
            country,
            region: empty(),
            time_zone: empty(),
            reply_to: empty(),
        }
    }

    fn country(self) -> Country {
        if self.country.get() == "ca" { Country::Ca } else { Country::Us }
    }

    /// The property, or what is wrong with it.
    fn read(self, words: Words) -> Result<NewProperty, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, words| problems.push(Problem { field: Some(field.to_owned()), words });
        let text = |typed: RwSignal<String>| typed.get_untracked().trim().to_owned();
        let country = untrack(|| self.country());
        let property = NewProperty {
            name: text(self.name),
            address: text(self.address),
            city: text(self.city),
            country,
            region: (country == Country::Ca).then(|| text(self.region)),
            time_zone: text(self.time_zone),
            reply_to: Some(text(self.reply_to)).filter(|reply_to| !reply_to.is_empty()),
        };
        let needed = [
            ("name", &property.name, words.name),
            ("address", &property.address, words.street),
            ("city", &property.city, words.city),
            ("timeZone", &property.time_zone, words.zone),
        ];
        for (field, value, missing) in needed {
            if value.is_empty() {
                wrong(field, missing);
            }
        }
        if property.region.as_deref() == Some("") {
            wrong("region", words.region);
        }
        if property.reply_to.as_ref().is_some_and(|reply_to| !reply_to.contains('@')) {
            wrong("replyTo", words.email);
        }
        if problems.is_empty() { Ok(property) } else { Err(problems) }
    }
}

#[component]
fn PropertyForm(country: Country) -> impl IntoView {
    let organization = use_organization();
    let (language, toasts, session, navigate) = (use_language(), use_toasts(), use_session(), use_navigate());
    let typed = Typed::new(country);
    let (busy, problems) = (RwSignal::new(false), Problems::new());
    let key = browser::new_key();
    let words = Words {
        name: t!(team_name_required),
        street: t!(team_street_required),
        city: t!(team_city_required),
        region: t!(fees_region_required),
        zone: t!(team_time_zone_required),
        email: t!(error_invalid_email),
    };
    // A zone of the other country is no choice any more.
    Effect::new(move |_| {
        let chosen = typed.time_zone.get_untracked();
        if !zones(typed.country()).iter().any(|(zone, _)| *zone == chosen) {
            typed.time_zone.set(String::new());
        }
    });
    // Its units come next, once the pages know of it.
    let made = RwSignal::new(None::<cynic::Id>);
    Effect::new(move |_| {
        let Some(id) = made.get() else { return };
        let known =
            organization.membership().is_some_and(|mine| mine.properties.iter().any(|one| one.id == id));
        if known {
            navigate(&format!("/admin/units?property={}", id.inner()), NavigateOptions::default());
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let property = match typed.read(words) {
            Ok(property) => property,
            Err(wrong) => {
                problems.show(wrong);
                return;
            }
        };
        problems.clear();
        busy.set(true);
        let key = key.clone();
        let organization = untrack(|| organization.id());
        spawn_local(async move {
            match create_property(organization, property, key).await {
                Ok(id) => {
                    toasts.show(locales::team_property_added(language.get_untracked()));
                    let _ = made.try_set(Some(id));
                    session.ask();
                }
                Err(error) => {
                    if busy.try_set(false).is_none() {
                        problems.show_error(error, field_of(FIELDS));
                    }
                }
            }
        });
    };
    let countries = vec![
        Choice { value: "us".to_owned(), words: t!(team_country_us) },
        Choice { value: "ca".to_owned(), words: t!(team_country_ca) },
    ];
    let region = move || (typed.country() == Country::Ca).then(|| provinces(typed.region, problems));
    let choose = t!(team_time_zone_choose);
    let zone_choices = Signal::derive(move || {
        let none = Choice { value: String::new(), words: choose };
        let zone =
            |(zone, cities): &(&str, &str)| Choice { value: (*zone).to_owned(), words: plain(*cities) };
        std::iter::once(none).chain(zones(typed.country()).iter().map(zone)).collect::<Vec<_>>()
    });
    view! {
        <form class="card settings-form" novalidate on:submit=save>
            <ErrorSummary problems=problems/>
            <Field id="name" label=t!(common_name) value=typed.name problems=problems hint=t!(team_property_name_hint) autocomplete="off"/>
            <Field id="address" label=t!(team_street) value=typed.address problems=problems autocomplete="off"/>
            <Field id="city" label=t!(team_city) value=typed.city problems=problems hint=t!(team_city_hint) autocomplete="off"/>
            <div class="field-pair">
                <Select id="country" label=t!(team_country) value=typed.country choices=Signal::stored(countries)
                    problems=problems hint=t!(team_country_hint)/>
                <Select id="timeZone" label=t!(team_time_zone) value=typed.time_zone choices=zone_choices
                    problems=problems hint=t!(team_time_zone_hint)/>
            </div>
            {region}
            <Field id="replyTo" label=t!(team_reply_to) value=typed.reply_to problems=problems kind="email"
                hint=t!(team_reply_to_hint) optional=true autocomplete="off"/>
            <div class="form-actions">
                <ActionLink words=t!(common_cancel) href="/admin/settings/organization"/>
                <Action words=t!(team_property_add) kind=Kind::Primary busy=busy/>
            </div>
        </form>
    }
}
