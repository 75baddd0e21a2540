//! The organization's settings: its name, the second factor, its properties. One card a concern, each
//! saved by itself.

mod name;
mod new_property;
mod properties;
mod provinces;
mod second_factor;
mod zones;

use leptos::prelude::*;

use super::managers::for_managers;
use super::use_organization;
use crate::api::admin::{OrganizationSettings, organization_settings};
use crate::components::{Load, PageHeading, PageSkeleton, fetched};

pub use new_property::NewPropertyPage;

/// The page.
#[component]
pub fn OrganizationPage() -> impl IntoView {
    for_managers(t!(team_organization_title), page)
}

fn page() -> AnyView {
    let organization = use_organization();
    // Not the membership as a whole: a name that is saved changes it, and must not load the cards anew.
    let id = Memo::new(move |_| organization.id());
    let resource = fetched(move || organization_settings(id.get()));
    let content = |settings: OrganizationSettings| {
        view! {
            <name::Name id=settings.id.clone() name=settings.name/>
            <second_factor::SecondFactor id=settings.id required=settings.second_factor_required/>
            <properties::Properties properties=settings.properties.nodes/>
        }
        .into_any()
    };
    view! {
        <PageHeading title=t!(team_organization_title)/>
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
    }
    .into_any()
}
