//! The organization's units: who is written to, and what is owed.

use leptos::prelude::*;

use super::address::parameter;
use super::filters::{PropertyFilter, Search};
use super::parts::{list_foot, resident_cell, unit};
use super::use_organization;
use crate::api::admin::{self, UnitPage, UnitRow};
use crate::components::{
    ActionLink, Cell, Empty, ListSkeleton, Load, PageHeading, Table, amount, column, fetched, figures,
    slice_of,
};

const ROWS: i32 = 50;

/// The list of units.
#[component]
pub fn UnitsPage() -> impl IntoView {
    let organization = use_organization();
    let slice = slice_of(ROWS);
    let (property, search) = (parameter("property"), parameter("search"));
    let resource = fetched(move || admin::units(organization.id(), property.get(), search.get(), slice()));
    let narrowed = move || property.with_untracked(Option::is_some) || search.with_untracked(Option::is_some);
    let content = move |page: UnitPage| {
        if page.nodes.is_empty() {
            return nothing(narrowed());
        }
        table(page)
    };
    view! {
        <PageHeading title=t!(admin_units_title)/>
        <div class="card card-flush">
            <div class="list-head">
                <div class="list-tools">
                    <PropertyFilter/>
                    <Search label=t!(admin_units_search)/>
                </div>
            </div>
            <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
    }
}

fn table(page: UnitPage) -> AnyView {
    let shown = page.nodes.len();
    let columns = vec![
        column(t!(common_unit)),
        column(t!(common_property)),
        column(t!(admin_primary_resident)),
        figures(t!(common_balance)),
    ];
    view! {
        <Table caption=t!(admin_units_title) columns=columns>{page.nodes.into_iter().map(row).collect_view()}</Table>
        {list_foot(page.page_info, shown, page.total_count)}
    }
    .into_any()
}

fn row(row: UnitRow) -> AnyView {
    view! {
        <tr>
            <Cell label=t!(common_unit)><div>{unit(&row.label)}</div></Cell>
            <Cell label=t!(common_property)><div>{row.property.name}</div></Cell>
            <Cell label=t!(admin_primary_resident)>{resident_cell(row.primary_resident)}</Cell>
            <Cell label=t!(common_balance) figures=true>{amount(&row.balance)}</Cell>
        </tr>
    }
    .into_any()
}

fn nothing(narrowed: bool) -> AnyView {
    if narrowed {
        view! {
            <Empty title=t!(admin_nothing_matches) text=t!(admin_nothing_matches_text)>
                <ActionLink words=t!(admin_clear_filters) href="/admin/units"/>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty title=t!(admin_units_none) text=t!(admin_units_none_text)/> }.into_any()
    }
}
