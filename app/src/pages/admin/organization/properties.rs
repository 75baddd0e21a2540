//! The card with the organization's properties.

use leptos::prelude::*;

use crate::api::admin::PropertyRow;
use crate::components::{ActionLink, Cell, Empty, Kind, Table, column};

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
        view! {
            <tr>
                <Cell label=t!(common_name)><div><a class="row-link" href=units>{property.name}</a></div></Cell>
                <Cell label=t!(team_address)>
                    <div>{property.address}</div>
                    <div class="muted small">{property.city}</div>
                </Cell>
                <Cell label=t!(team_time_zone)><div>{property.time_zone}</div></Cell>
                <Cell label=t!(team_currency)><div>{property.currency.code()}</div></Cell>
            </tr>
        }
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
