//! The card with the organization's properties.

use leptos::prelude::*;

use super::super::parts::{cell, line, small_line, table_row};
use super::zones::cities;
use crate::api::admin::PropertyRow;
use crate::components::{ActionLink, Empty, Kind, Table, column};
use crate::i18n::plain;

#[component]
pub(super) fn Properties(properties: Vec<PropertyRow>) -> impl IntoView {
    let none = properties.is_empty();
    let kind = if none { Kind::Primary } else { Kind::Secondary };
    let columns = vec![
        column(t!(common_name)),
        column(t!(team_address)),
        column(t!(team_time_zone)),
        column(t!(team_currency)),
    ];
    let row = |property: PropertyRow| {
        let units = format!("/admin/units?property={}", property.id.inner());
        let name = view! { <div><a class="row-link" href=units>{property.name}</a></div> }.into_any();
        table_row(vec![
            cell(t!(common_name), vec![name]),
            cell(t!(team_address), vec![line(plain(property.address)), small_line(plain(property.city))]),
            cell(t!(team_time_zone), vec![line(plain(cities(&property.time_zone)))]),
            cell(t!(team_currency), vec![line(plain(property.currency.code()))]),
        ])
    };
    let content = if none {
        view! { <Empty title=t!(admin_no_properties) text=t!(team_first_text)/> }.into_any()
    } else {
        let rows = properties.into_iter().map(row).collect_view();
        view! { <Table caption=t!(team_properties) columns=columns>{rows}</Table> }.into_any()
    };
    view! {
        <section class="card card-flush settings-list" aria-labelledby="properties-title">
            <div class="card-title">
                <h2 id="properties-title">{t!(team_properties)}</h2>
                <ActionLink words=t!(team_property_add) href="/admin/settings/organization/properties/new" kind=kind/>
            </div>
            {content}
        </section>
    }
    .into_any()
}
