//! Everything a resident paid or tried to pay, by page; the page is in the address.

use leptos::prelude::*;

use super::words::payment_list;
use crate::api::payments::{PaymentDetail, PaymentPage as Page, list};
use crate::components::{Empty, ListSkeleton, Load, PageHeading, Pagination, fetched, slice_of};

const ROWS: i32 = 20;

/// The list of payments.
#[component]
pub fn PaymentsPage() -> impl IntoView {
    let slice = slice_of(ROWS);
    let resource = fetched(move || list(slice()));
    view! {
        <PageHeading title=t!(portal_payments_title)/>
        <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
    }
}

fn content(page: Page) -> AnyView {
    if page.nodes.is_empty() {
        return view! {
            <div class="card">
                <Empty title=t!(portal_payments_none) text=t!(portal_payments_none_text)/>
            </div>
        }
        .into_any();
    }
    view! {
        {payment_list(page.nodes.into_iter().map(row).collect())}
        <Pagination page=page.page_info/>
    }
    .into_any()
}

fn row(payment: PaymentDetail) -> (PaymentDetail, Option<String>) {
    let titles: Vec<&str> = payment.allocations.iter().map(|part| part.invoice.title.as_str()).collect();
    let titles = (!titles.is_empty()).then(|| titles.join(", "));
    (payment, titles)
}
