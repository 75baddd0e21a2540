//! The organization's payments, by status and page; both are in the address.

use leptos::prelude::*;

use super::address::parameter;
use super::books::money_tabs;
use super::filters::PropertyFilter;
use super::parts::unit;
use super::use_organization;
use crate::api::PaymentStatus;
use crate::api::admin::{PaymentPage, PaymentRow, payments};
use crate::components::{
    ActionLink, Cell, Empty, ListSkeleton, Load, PageHeading, Pagination, PaymentBadge, Tab, Table, Tabs,
    amount, column, day_short, fetched, figures, method_name, moment, payment_failure, slice_of,
};
use crate::i18n::message;

const ROWS: i32 = 50;

/// The list of payments.
#[component]
pub fn PaymentsPage() -> impl IntoView {
    let organization = use_organization();
    let slice = slice_of(ROWS);
    let (status, property) = (parameter("status"), parameter("property"));
    let status = Memo::new(move |_| status.get().as_deref().and_then(PaymentStatus::from_slug));
    let resource = fetched(move || payments(organization.id(), property.get(), status.get(), slice()));
    let tab = |status: PaymentStatus, words| Tab { value: Some(status.slug()), words };
    let tabs = vec![
        Tab { value: None, words: t!(admin_payments_all) },
        tab(PaymentStatus::Processing, t!(payment_status_processing)),
        tab(PaymentStatus::Succeeded, t!(payment_status_succeeded)),
        tab(PaymentStatus::Failed, t!(payment_status_failed)),
        tab(PaymentStatus::Refunded, t!(payment_status_refunded)),
        tab(PaymentStatus::Disputed, t!(payment_status_disputed)),
        tab(PaymentStatus::Returned, t!(payment_status_returned)),
        tab(PaymentStatus::Reversed, t!(payment_status_reversed)),
    ];
    let content = move |page: PaymentPage| {
        if page.nodes.is_empty() {
            return nothing(status.get_untracked().is_some() || property.get_untracked().is_some());
        }
        view! {
            {table(page.nodes)}
            <div class="list-foot"><Pagination page=page.page_info/></div>
        }
        .into_any()
    };
    view! {
        <PageHeading title=t!(admin_payments_title)/>
        {money_tabs()}
        <div class="card card-flush">
            <div class="list-head">
                <Tabs label=t!(admin_payments_filter) parameter="status" tabs=tabs/>
                <div class="list-tools"><PropertyFilter/></div>
            </div>
            <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
    }
}

fn table(rows: Vec<PaymentRow>) -> AnyView {
    let columns = vec![
        column(t!(common_date)),
        column(t!(admin_payments_for)),
        column(t!(common_resident)),
        column(t!(common_method)),
        column(t!(common_status)),
        figures(t!(common_fee)),
        figures(t!(common_amount)),
    ];
    view! {
        <Table caption=t!(admin_payments_title) columns=columns>{rows.into_iter().map(row).collect_view()}</Table>
    }
    .into_any()
}

fn row(payment: PaymentRow) -> AnyView {
    let date = match &payment.received_on {
        Some(received_on) => day_short(&received_on.0),
        None => moment(&payment.created_at.0),
    };
    let invoices = payment.allocations.into_iter().map(|allocation| {
        let invoice = allocation.invoice;
        let href = format!("/admin/invoices/{}", invoice.id.inner());
        let name = invoice.number.unwrap_or_else(|| invoice.title.clone());
        view! {
            <div><a class="row-link" href=href>{name}</a></div>
            <div class="muted small">{invoice.title} " · " {unit(&invoice.unit.label)}</div>
        }
    });
    let resident = payment.resident.map(|resident| resident.name);
    let why = payment.failure_reason.map(payment_failure).map(message);
    let why = why.map(|why| view! { <div class="muted small">{why}</div> });
    view! {
        <tr>
            <Cell label=t!(common_date)>{date}</Cell>
            <Cell label=t!(admin_payments_for)>{invoices.collect_view()}</Cell>
            <Cell label=t!(common_resident)>{resident}</Cell>
            <Cell label=t!(common_method)>{method_name(payment.method)}</Cell>
            <Cell label=t!(common_status)><PaymentBadge status=payment.status/> {why}</Cell>
            <Cell label=t!(common_fee) figures=true>{amount(&payment.fee)}</Cell>
            <Cell label=t!(common_amount) figures=true>{amount(&payment.amount)}</Cell>
        </tr>
    }
    .into_any()
}

fn nothing(filtered: bool) -> AnyView {
    let show_all =
        filtered.then(|| view! { <ActionLink words=t!(admin_payments_show_all) href="/admin/payments"/> });
    view! {
        <Empty title=t!(admin_payments_none) text=t!(admin_payments_none_text)>{show_all}</Empty>
    }
    .into_any()
}
