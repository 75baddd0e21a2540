//! The organization's units: who is written to, and what is owed; adding more.

mod add;

use leptos::prelude::*;

use super::address::parameter;
use super::dialogs::dialog_for;
use super::filters::{PropertyFilter, Search};
use super::parts::{list_foot, resident_cell, unit};
use super::use_organization;
use crate::api::admin::{self, UnitPage, UnitRow};
use crate::components::{
    Action, ActionLink, Cell, Empty, Kind, ListSkeleton, Load, PageHeading, Table, amount, column, fetched,
    figures, slice_of,
};

const ROWS: i32 = 50;

/// The units are to be fetched again when this is raised.
#[derive(Clone, Copy)]
struct Changed(RwSignal<u32>);

impl Changed {
    fn raise(self) {
        let _ = self.0.try_update(|count| *count = count.wrapping_add(1));
    }
}

/// The list of units.
#[component]
pub fn UnitsPage() -> impl IntoView {
    let organization = use_organization();
    let slice = slice_of(ROWS);
    let (property, search) = (parameter("property"), parameter("search"));
    let changed = Changed(RwSignal::new(0));
    provide_context(changed);
    let resource = fetched(move || {
        changed.0.track();
        admin::units(organization.id(), property.get(), search.get(), slice())
    });
    let dialog = RwSignal::new(None::<()>);
    let add = Callback::new(move |()| dialog.set(Some(())));
    let content = move |page: UnitPage| {
        if page.nodes.is_empty() {
            return nothing(search.with_untracked(Option::is_some), add);
        }
        table(page)
    };
    view! {
        <PageHeading title=t!(admin_units_title)>
            <Action words=t!(team_units_add) kind=Kind::Primary on_press=add/>
        </PageHeading>
        <div class="card card-flush">
            <div class="list-head">
                <div class="list-tools">
                    <PropertyFilter/>
                    <Search label=t!(admin_units_search)/>
                </div>
            </div>
            <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
        {dialog_for(dialog, |(), asking| view! { <add::AddUnits asking=asking/> }.into_any())}
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
    // A unit nobody is written to for is one click away from having somebody.
    let resident = row.primary_resident.is_none().then(|| {
        let href =
            format!("/admin/residents/new?property={}&unit={}", row.property.id.inner(), row.id.inner());
        view! { <div><a class="small" href=href>{t!(team_resident_add)}</a></div> }
    });
    view! {
        <tr>
            <Cell label=t!(common_unit)><div>{unit(&row.label)}</div></Cell>
            <Cell label=t!(common_property)><div>{row.property.name}</div></Cell>
            <Cell label=t!(admin_primary_resident)>{resident_cell(row.primary_resident)} {resident}</Cell>
            <Cell label=t!(common_balance) figures=true>{amount(&row.balance)}</Cell>
        </tr>
    }
    .into_any()
}

fn nothing(searched: bool, add: Callback<()>) -> AnyView {
    if searched {
        view! {
            <Empty title=t!(admin_nothing_matches) text=t!(admin_nothing_matches_text)>
                <ActionLink words=t!(admin_clear_filters) href="/admin/units"/>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty title=t!(admin_units_none) text=t!(team_units_none_text)>
                <Action words=t!(team_units_add) kind=Kind::Primary on_press=add/>
            </Empty>
        }
        .into_any()
    }
}
