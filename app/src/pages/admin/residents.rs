//! The organization's residents: where they live, and whether mail reaches them.

use leptos::prelude::*;

use super::address::parameter;
use super::filters::{PropertyFilter, Search};
use super::parts::{language_name, list_foot, unit};
use super::use_organization;
use crate::api::ResidencyKind;
use crate::api::admin::{self, ResidentPage, ResidentRow, ResidentStatus};
use crate::components::{
    ActionLink, Cell, Empty, ListSkeleton, Load, PageHeading, Table, Tone, badge, column, fetched, slice_of,
};

const ROWS: i32 = 50;

/// The list of residents.
#[component]
pub fn ResidentsPage() -> impl IntoView {
    let organization = use_organization();
    let slice = slice_of(ROWS);
    let (property, search) = (parameter("property"), parameter("search"));
    let resource =
        fetched(move || admin::residents(organization.id(), property.get(), search.get(), slice()));
    let narrowed = move || property.with_untracked(Option::is_some) || search.with_untracked(Option::is_some);
    let content = move |page: ResidentPage| {
        if page.nodes.is_empty() {
            return nothing(narrowed());
        }
        table(page)
    };
    view! {
        <PageHeading title=t!(admin_residents_title)/>
        <div class="card card-flush">
            <div class="list-head">
                <div class="list-tools">
                    <PropertyFilter/>
                    <Search label=t!(admin_residents_search)/>
                </div>
            </div>
            <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
    }
}

fn table(page: ResidentPage) -> AnyView {
    let shown = page.nodes.len();
    let columns = vec![
        column(t!(common_name)),
        column(t!(admin_homes)),
        column(t!(common_email)),
        column(t!(common_language)),
        column(t!(common_status)),
    ];
    view! {
        <Table caption=t!(admin_residents_title) columns=columns>
            {page.nodes.into_iter().map(row).collect_view()}
        </Table>
        {list_foot(page.page_info, shown, page.total_count)}
    }
    .into_any()
}

fn row(row: ResidentRow) -> AnyView {
    let homes = row.residencies.into_iter().map(|residency| {
        let kind = match residency.kind {
            ResidencyKind::Owner => t!(admin_owner),
            ResidencyKind::Tenant => t!(admin_tenant),
        };
        let primary = residency.is_primary.then(|| view! { <span class="fact">{t!(admin_primary)}</span> });
        view! {
            <div>
                {unit(&residency.unit.label)}
                " "
                <span class="facts small"><span class="fact">{kind}</span>{primary}</span>
            </div>
        }
    });
    let email = match row.email {
        Some(email) => view! { <div>{email}</div> }.into_any(),
        None => view! { <div class="warn-text">{t!(admin_no_address)}</div> }.into_any(),
    };
    view! {
        <tr>
            <Cell label=t!(common_name)><div>{row.name}</div></Cell>
            <Cell label=t!(admin_homes)>{homes.collect_view()}</Cell>
            <Cell label=t!(common_email)>{email}</Cell>
            <Cell label=t!(common_language)><div>{language_name(row.language)}</div></Cell>
            <Cell label=t!(common_status)>{status(row.status)}</Cell>
        </tr>
    }
    .into_any()
}

fn status(status: ResidentStatus) -> AnyView {
    match status {
        ResidentStatus::Pending => badge(Tone::Warn, t!(admin_resident_pending)),
        ResidentStatus::Invited => badge(Tone::Info, t!(admin_resident_invited)),
        ResidentStatus::Active => badge(Tone::Ok, t!(admin_resident_active)),
        ResidentStatus::Inactive => badge(Tone::Quiet, t!(admin_resident_inactive)),
    }
}

fn nothing(narrowed: bool) -> AnyView {
    if narrowed {
        view! {
            <Empty title=t!(admin_nothing_matches) text=t!(admin_nothing_matches_text)>
                <ActionLink words=t!(admin_clear_filters) href="/admin/residents"/>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty title=t!(admin_residents_none) text=t!(admin_residents_none_text)/> }.into_any()
    }
}
