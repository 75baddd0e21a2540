//! Sentences and rows several of the portal's pages share.

use leptos::prelude::*;

use crate::api::invoices::{ActivePayment, FeeQuote, InvoiceRow};
use crate::api::payments::PaymentDetail;
use crate::api::{InvoiceStatus, Money, OnlinePaymentMethod, PaymentMethod, PaymentStatus};
use crate::components::{
    ActionLink, Banner, InvoiceBadge, Kind, PaymentBadge, Tone, amount, day_in_text, method_name,
    moment_in_text,
};
use crate::i18n::{self, Text, text, use_language};

/// Whether a payment's money is on its way, so that nothing else may be paid on its invoices.
pub(super) fn in_flight(payment: Option<&ActivePayment>) -> bool {
    payment.is_some_and(|payment| payment.status == PaymentStatus::Processing)
}

/// “A bank transfer of $1,205.00 is on its way.”
pub(super) fn on_its_way(method: PaymentMethod, total: &Money) -> Text {
    let language = use_language();
    let total = total.clone();
    text(move || {
        let language = language.get();
        let total = i18n::money(language, &total);
        match method {
            PaymentMethod::Bank => locales::portal_transfer_on_its_way(language, &total).into(),
            _ => locales::portal_payment_on_its_way(language, &total).into(),
        }
    })
}

/// How long a transfer takes, and until when this one.
pub(super) fn expected(by: Option<&str>) -> Text {
    let language = use_language();
    let by = by.map(str::to_owned);
    text(move || {
        let language = language.get();
        match &by {
            Some(by) => locales::portal_transfer_expected(language, &i18n::date_in_text(language, by)).into(),
            None => locales::portal_transfer_takes(language).into(),
        }
    })
}

/// What is going on with an attempt to pay, if there is one: money on its way, or a page left open.
pub(super) fn attempt_banner(payment: Option<&ActivePayment>) -> AnyView {
    let Some(payment) = payment else { return ().into_any() };
    let follow = format!("/portal/payments/{}", payment.id.inner());
    let sentence = on_its_way(payment.method, &payment.total);
    let by = expected(payment.expected_by.as_ref().map(|date| date.0.as_str()));
    match payment.status {
        PaymentStatus::Processing => view! {
            <Banner tone=Tone::Warn>
                <p>
                    <strong>{sentence}</strong> " "
                    {by} " "
                    {t!(portal_transfer_until_paid)}
                </p>
                <p><a href=follow>{t!(portal_pay_follow)}</a></p>
            </Banner>
        }
        .into_any(),
        PaymentStatus::Pending => view! {
            <Banner tone=Tone::Info>
                <p>{t!(portal_payment_unfinished)} " " <a href=format!("{follow}?resume=1")>{t!(portal_payment_continue)}</a></p>
            </Banner>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// “Bank transfer: $2.82 fee”, for each method that can be used.
pub(super) fn costs(quotes: &[FeeQuote]) -> AnyView {
    let language = use_language();
    let cost = |quote: &FeeQuote| {
        let (method, fee) = (quote.method, quote.fee.clone());
        let words = text(move || {
            let language = language.get();
            let shown = || i18n::money(language, &fee);
            match (method, fee.amount.is_zero()) {
                (OnlinePaymentMethod::Bank, true) => locales::portal_cost_bank_free(language).into(),
                (OnlinePaymentMethod::Card, true) => locales::portal_cost_card_free(language).into(),
                (OnlinePaymentMethod::Bank, false) => locales::portal_cost_bank(language, &shown()).into(),
                (OnlinePaymentMethod::Card, false) => locales::portal_cost_card(language, &shown()).into(),
            }
        });
        view! { <span class="fact">{words}</span> }
    };
    let usable: Vec<_> = quotes.iter().filter(|quote| quote.available).map(cost).collect();
    (!usable.is_empty()).then(|| view! { <p class="facts costs">{usable.collect_view()}</p> }).into_any()
}

/// “Unit 214”.
pub(super) fn unit(label: &str) -> Text {
    let label = label.to_owned();
    t!(portal_unit, &label)
}

/// “Pay 3 invoices, $1,230.00”.
pub(super) fn pay_together(count: usize, sum: Money) -> Text {
    let language = use_language();
    let count = u64::try_from(count).unwrap_or_default();
    text(move || {
        let language = language.get();
        locales::portal_pay_together(language, count, &i18n::money(language, &sum)).into()
    })
}

/// A list of invoices, each a link to its page.
pub(super) fn invoice_list(rows: Vec<InvoiceRow>) -> AnyView {
    let named = several_properties(&rows);
    let row = |row| view! { <li>{invoice_link(row, named)}</li> };
    view! { <ul class="card rows">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
}

/// Whether invoices are of more than one property, so that each has to name its own.
pub(super) fn several_properties(rows: &[InvoiceRow]) -> bool {
    rows.first().is_some_and(|first| rows.iter().any(|row| row.property.id != first.property.id))
}

/// A row of such a list; `named` has it name its property.
pub(super) fn invoice_link(row: InvoiceRow, named: bool) -> AnyView {
    let language = use_language();
    let moving = in_flight(row.active_payment.as_ref());
    let number = row.number.clone();
    let expected_by = row.active_payment.as_ref().and_then(|payment| payment.expected_by.clone());
    let (status, overdue) = (row.status, row.is_overdue);
    let (due_on, paid_at) = (row.due_on.0.clone(), row.paid_at.clone());
    let second_line = text(move || {
        let language = language.get();
        match (status, &paid_at, &expected_by) {
            (InvoiceStatus::Paid, Some(at), _) => {
                locales::portal_row_paid_on(language, &i18n::instant_in_text(language, &at.0)).into()
            }
            (InvoiceStatus::Open, _, Some(by)) if moving => {
                locales::portal_row_transfer_by(language, &i18n::date_short(language, &by.0)).into()
            }
            _ => i18n::date_short(language, &due_on).into(),
        }
    });
    let href = format!("/portal/invoices/{}", row.id.inner());
    // What is still owed is what counts on an open invoice; the whole on the others.
    let shown = if row.status == InvoiceStatus::Open { &row.balance } else { &row.total };
    let shown = amount(shown);
    let property = named.then(|| view! { <span class="fact">{row.property.name}</span> });
    view! {
        <a class="row" href=href>
            <span class="row-title">{row.title}</span>
            <span class="row-amount figures">{shown}</span>
            <span class="row-facts facts">
                {property}
                {number.map(|number| view! { <span class="fact">{number}</span> })}
                <span class="fact">{second_line}</span>
            </span>
            <InvoiceBadge status=status overdue=overdue processing=moving resident=true/>
        </a>
    }
    .into_any()
}

/// The button to an invoice's pay page.
pub(super) fn pay_button(words: Text, invoice_id: &str) -> AnyView {
    let href = format!("/portal/invoices/{invoice_id}/pay");
    view! { <ActionLink words=words href=href kind=Kind::Main/> }.into_any()
}

/// A list of payments, each a link to its page; beside each what it was for, where that is not plain.
pub(super) fn payment_list(rows: Vec<(PaymentDetail, Option<String>)>) -> AnyView {
    view! { <ul class="card rows">{rows.into_iter().map(payment_row).collect_view()}</ul> }.into_any()
}

fn payment_row((payment, title): (PaymentDetail, Option<String>)) -> AnyView {
    let href = format!("/portal/payments/{}", payment.id.inner());
    let when = match (&payment.received_on, &payment.succeeded_at) {
        (Some(received_on), _) => day_in_text(&received_on.0),
        (None, Some(at)) => moment_in_text(&at.0),
        (None, None) => moment_in_text(&payment.created_at.0),
    };
    let method = method_name(payment.method);
    let (first, second) = match title {
        Some(title) => (i18n::plain(title), Some(method)),
        None => (method, None),
    };
    view! {
        <li>
            <a class="row" href=href>
                <span class="row-title">{first}</span>
                <span class="row-amount figures">{amount(&payment.total)}</span>
                <span class="row-facts facts">
                    <span class="fact">{when}</span>
                    {second.map(|words| view! { <span class="fact">{words}</span> })}
                </span>
                <PaymentBadge status=payment.status/>
            </a>
        </li>
    }
    .into_any()
}
