//! The audit: what was done in the organization, newest first. Filters and pages are in the address.

mod changes;
mod row;
mod words;

use leptos::prelude::*;

use super::address::{parameter, use_change};
use super::filters::Search;
use super::managers::for_managers;
use super::use_organization;
use crate::api::admin::{AuditCategory, AuditEventFilter, AuditPage as Events, audit_events};
use crate::components::{
    ActionLink, Empty, ListSkeleton, Load, PageHeading, Pagination, Tab, Table, Tabs, column, fetched,
    slice_of,
};
use crate::i18n::Text;

const ROWS: i32 = 50;

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    for_managers(t!(team_audit_title), page)
}

fn page() -> AnyView {
    let organization = use_organization();
    let slice = slice_of(ROWS);
    let (category, search) = (parameter("category"), parameter("search"));
    let (from, to) = (parameter("from"), parameter("to"));
    let category = Memo::new(move |_| category.get().as_deref().and_then(AuditCategory::from_slug));
    let resource = fetched(move || {
        let filter = AuditEventFilter {
            category: category.get(),
            search: search.get(),
            from: from.get(),
            to: to.get(),
        };
        audit_events(organization.id(), filter, slice())
    });
    let narrowed = move || {
        category.with_untracked(Option::is_some)
            || [search, from, to].iter().any(|one| one.with_untracked(Option::is_some))
    };
    let content = move |page: Events| {
        if page.nodes.is_empty() {
            return nothing(narrowed());
        }
        let columns = vec![
            column(t!(team_audit_what)),
            column(t!(team_audit_who)),
            column(t!(team_audit_subject)),
            column(t!(team_audit_when)),
            column(t!(team_audit_network)),
        ];
        let rows = page.nodes.into_iter().map(row::row).collect_view();
        view! {
            <Table caption=t!(team_audit_title) columns=columns>{rows}</Table>
            <div class="list-foot"><Pagination page=page.page_info/></div>
        }
        .into_any()
    };
    view! {
        <PageHeading title=t!(team_audit_title)/>
        <p class="lead">{t!(team_audit_intro)}</p>
        <div class="card card-flush">
            <div class="list-head">
                <Tabs label=t!(team_audit_filter) parameter="category" tabs=tabs()/>
                <div class="list-tools audit-tools">
                    {day("from", t!(team_audit_from), from)}
                    {day("to", t!(team_audit_to), to)}
                    <Search label=t!(team_audit_search)/>
                </div>
            </div>
            <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
    }
    .into_any()
}

fn tabs() -> Vec<Tab> {
    let tab = |category: AuditCategory| {
        let words = match category {
            AuditCategory::Access => t!(team_category_access),
            AuditCategory::Team => t!(team_category_team),
            AuditCategory::Money => t!(team_category_money),
            AuditCategory::Keys => t!(team_category_keys),
            AuditCategory::Settings => t!(team_category_settings),
        };
        Tab { value: Some(category.slug()), words }
    };
    std::iter::once(Tab { value: None, words: t!(team_category_all) })
        .chain(AuditCategory::ALL.into_iter().map(tab))
        .collect()
}

/// A day that narrows the list.
fn day(name: &'static str, label: Text, given: Memo<Option<String>>) -> AnyView {
    let change = use_change();
    view! {
        <label class="day-filter">
            <span>{label}</span>
            <input
                type="date"
                class="filter"
                prop:value=move || given.get().unwrap_or_default()
                on:change=move |event| change(name, Some(event_target_value(&event)))
            />
        </label>
    }
    .into_any()
}

fn nothing(narrowed: bool) -> AnyView {
    if narrowed {
        view! {
            <Empty title=t!(admin_nothing_matches) text=t!(admin_nothing_matches_text)>
                <ActionLink words=t!(admin_clear_filters) href="/admin/audit"/>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty title=t!(team_audit_none) text=t!(team_audit_none_text)/> }.into_any()
    }
}
