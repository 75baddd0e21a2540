//! The table of invoices, and sorting it.

use leptos::prelude::*;

use super::super::address::{link, use_change};
use super::super::parts::{count, list_foot, resident_cell, unit};
use crate::api::admin::{InvoiceOrder, InvoicePage, InvoiceRow, RowPayment};
use crate::api::{InvoiceStatus, PaymentMethod, PaymentStatus};
use crate::components::{Cell, InvoiceBadge, amount, day_short};
use crate::i18n::{self, Text, text, use_language};

/// A page of the table. `properties` says whether rows name their property.
pub(super) fn table(page: InvoicePage, order: InvoiceOrder, properties: bool) -> AnyView {
    let shown = page.nodes.len();
    let several = properties
        && page.nodes.windows(2).any(|pair| match pair {
            [one, other] => one.property.id != other.property.id,
            _ => false,
        });
    use InvoiceOrder::{
        BalanceAsc, BalanceDesc, DueAsc, DueDesc, NumberAsc, NumberDesc, TotalAsc, TotalDesc,
    };
    view! {
        <table class="table table-cards">
            <caption class="visually-hidden">{t!(admin_invoices_title)}</caption>
            <thead>
                <tr>
                    {sortable(t!(common_invoice), order, [NumberDesc, NumberAsc], false)}
                    <th scope="col">{t!(common_unit)}</th>
                    <th scope="col">{t!(common_resident)}</th>
                    {sortable(t!(common_due), order, [DueDesc, DueAsc], false)}
                    <th scope="col">{t!(common_status)}</th>
                    {sortable(t!(common_balance), order, [BalanceDesc, BalanceAsc], true)}
                    {sortable(t!(common_total), order, [TotalDesc, TotalAsc], true)}
                </tr>
            </thead>
            <tbody>{page.nodes.into_iter().map(|invoice| row(invoice, several)).collect_view()}</tbody>
        </table>
        {list_foot(page.page_info, shown, page.total_count)}
    }
    .into_any()
}

/// A heading that sorts: by the first order, and by the second when it already is.
fn sortable(title: Text, order: InvoiceOrder, orders: [InvoiceOrder; 2], figures: bool) -> AnyView {
    let [first, second] = orders;
    let sorted = match order {
        order if order == first || order == second => {
            Some(if order.is_descending() { "descending" } else { "ascending" })
        }
        _ => None,
    };
    let next = if order == first { second } else { first };
    view! {
        <th scope="col" class:figures=figures aria-sort=sorted>
            <a class="sort" href=link("order", Some(next.slug()))>{title}</a>
            <span class="sort-name">{title}</span>
        </th>
    }
    .into_any()
}

fn row(invoice: InvoiceRow, several: bool) -> AnyView {
    let href = format!("/admin/invoices/{}", invoice.id.inner());
    let name = invoice.number.map_or_else(|| t!(status_draft), i18n::plain);
    let days = count(invoice.days_overdue);
    let late = (invoice.is_overdue && days > 0)
        .then(|| view! { <div class="bad-text small">{t!(common_days_late, days)}</div> });
    let moving =
        invoice.active_payment.as_ref().is_some_and(|payment| payment.status == PaymentStatus::Processing);
    let since = invoice.active_payment.filter(|_| moving).map(since);
    let property = several.then(|| view! { <div class="muted small">{invoice.property.name.clone()}</div> });
    let quiet = invoice.status == InvoiceStatus::Draft;
    view! {
        <tr>
            <Cell label=t!(common_invoice)>
                <div><a class="row-link" class:muted=quiet href=href>{name}</a></div>
                <div class="muted small">{invoice.title}</div>
            </Cell>
            <Cell label=t!(common_unit)>
                <div>{unit(&invoice.unit.label)}</div>
                {property}
            </Cell>
            <Cell label=t!(common_resident)>{resident_cell(invoice.resident)}</Cell>
            <Cell label=t!(common_due)>
                <div>{day_short(&invoice.due_on.0)}</div>
                {late}
            </Cell>
            <Cell label=t!(common_status)>
                <InvoiceBadge status=invoice.status overdue=invoice.is_overdue processing=moving/>
                {since}
            </Cell>
            <Cell label=t!(common_balance) figures=true>{amount(&invoice.balance)}</Cell>
            <Cell label=t!(common_total) figures=true>{amount(&invoice.total)}</Cell>
        </tr>
    }
    .into_any()
}

/// “transfer, by Nov 26”: until when the money should be there, or since when it is on its way.
fn since(payment: RowPayment) -> AnyView {
    let language = use_language();
    let words = text(move || {
        let language = language.get();
        match (&payment.expected_by, payment.method) {
            (Some(by), PaymentMethod::Bank) => {
                locales::admin_row_transfer_by(language, &i18n::date_short(language, &by.0)).into()
            }
            _ => {
                locales::admin_row_since(language, &i18n::instant_day(language, &payment.created_at.0)).into()
            }
        }
    });
    view! { <div class="muted small">{words}</div> }.into_any()
}

/// Where the table has no headings to press, a list of the orders.
#[component]
pub(super) fn OrderChoice(order: Memo<InvoiceOrder>) -> impl IntoView {
    let change = use_change();
    let language = use_language();
    let option = |one: InvoiceOrder| {
        let words = text(move || {
            let words = match one {
                InvoiceOrder::DueDesc => locales::admin_order_due_desc,
                InvoiceOrder::DueAsc => locales::admin_order_due_asc,
                InvoiceOrder::NumberDesc => locales::admin_order_number_desc,
                InvoiceOrder::NumberAsc => locales::admin_order_number_asc,
                InvoiceOrder::TotalDesc => locales::admin_order_total_desc,
                InvoiceOrder::TotalAsc => locales::admin_order_total_asc,
                InvoiceOrder::BalanceDesc => locales::admin_order_balance_desc,
                InvoiceOrder::BalanceAsc => locales::admin_order_balance_asc,
            };
            words(language.get()).into()
        });
        view! { <option value=one.slug() selected=move || order.get() == one>{words}</option> }
    };
    view! {
        <select
            class="filter order-choice"
            aria-label=t!(admin_order_label)
            on:change=move |event| change("order", Some(event_target_value(&event)))
        >
            {InvoiceOrder::ALL.into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}
