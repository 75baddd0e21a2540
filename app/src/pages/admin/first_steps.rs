//! An organization that has no property yet: the pages that need one say what comes first, and lead there.

use leptos::prelude::*;

use super::use_organization;
use crate::components::{ActionLink, Empty, Kind, PageHeading};
use crate::i18n::Text;

/// The page, once there is a property to show something of.
pub fn with_properties(title: Text, page: fn() -> AnyView) -> AnyView {
    let organization = use_organization();
    let none = Memo::new(move |_| {
        organization.membership().is_some_and(|membership| membership.properties.is_empty())
    });
    let manager = Memo::new(move |_| organization.is_manager());
    (move || {
        if !none.get() {
            return untrack(page);
        }
        view! {
            <PageHeading title=title/>
            <div class="card">{if manager.get() { steps() } else { assigned_none() }}</div>
        }
        .into_any()
    })
    .into_any()
}

fn steps() -> AnyView {
    view! {
        <Empty title=t!(team_first_title) text=t!(team_first_text)>
            <ol class="first-steps">
                <li>{t!(team_first_property)}</li>
                <li>{t!(team_first_units)}</li>
                <li>{t!(team_first_residents)}</li>
                <li>{t!(team_first_payments)}</li>
            </ol>
            <ActionLink words=t!(team_property_add) href="/admin/settings/organization/properties/new" kind=Kind::Primary/>
        </Empty>
    }
    .into_any()
}

fn assigned_none() -> AnyView {
    view! { <Empty title=t!(team_none_assigned) text=t!(team_none_assigned_text)/> }.into_any()
}
