//! All of a resident's invoices, by status and page; both are in the address.

use crate::router::use_query_map;
use leptos::prelude::*;

use super::choose::choosable_list;
use super::together::can_be_paid;
use super::words::invoice_list;
use crate::api::InvoiceStatusFilter;
use crate::api::invoices::{InvoicePage, list};
use crate::components::{
    ActionLink, Empty, ListSkeleton, Load, PageHeading, Pagination, Tab, Tabs, fetched, slice_of,
};

/// As many as the server takes in one payment, so that all of a page can be chosen.
const ROWS: i32 = 20;

/// The list of invoices.
#[component]
pub fn InvoicesPage() -> impl IntoView {
    let query = use_query_map();
    let slice = slice_of(ROWS);
    let status = Memo::new(move |_| {
        query.with(|query| query.get("status")).as_deref().and_then(InvoiceStatusFilter::from_slug)
    });
    let resource = fetched(move || list(status.get(), slice()));
    let tab = |status: InvoiceStatusFilter, words| Tab { value: Some(status.slug()), words };
    let tabs = vec![
        Tab { value: None, words: t!(common_all) },
        tab(InvoiceStatusFilter::Open, t!(portal_filter_open)),
        tab(InvoiceStatusFilter::Overdue, t!(status_overdue)),
        tab(InvoiceStatusFilter::Processing, t!(portal_filter_processing)),
        tab(InvoiceStatusFilter::Paid, t!(portal_filter_paid)),
    ];
    let content = move |page: InvoicePage| {
        if page.nodes.is_empty() {
            return nothing(status.get_untracked().is_some());
        }
        // A single one is paid from its own page.
        let several = page.nodes.iter().filter(|row| can_be_paid(row)).count() > 1;
        let rows = if several { choosable_list(page.nodes) } else { invoice_list(page.nodes) };
        view! {
            {rows}
            <Pagination page=page.page_info/>
        }
        .into_any()
    };
    view! {
        <PageHeading title=t!(portal_invoices_title)/>
        <Tabs label=t!(portal_filter_label) parameter="status" tabs=tabs/>
        <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
    }
}

fn nothing(filtered: bool) -> AnyView {
    if filtered {
        view! {
            <div class="card">
                <Empty title=t!(portal_invoices_none_here)>
                    <ActionLink words=t!(portal_invoices_show_all) href="/portal/invoices"/>
                </Empty>
            </div>
        }
        .into_any()
    } else {
        view! {
            <div class="card">
                <Empty title=t!(portal_invoices_none) text=t!(portal_invoices_none_text)/>
            </div>
        }
        .into_any()
    }
}
