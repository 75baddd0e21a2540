//! One thing that does not agree: in words, with the next step and where to go.

use leptos::prelude::*;

use super::payout::paid;
use super::payout_address;
use crate::api::Money;
use crate::api::admin::{Finding, FindingKind};
use crate::components::amount;
use crate::i18n::{self, Language, Text, text, use_language};

/// The finding as a part of the list.
pub(super) fn finding(finding: Finding) -> AnyView {
    let next = next_step(finding.kind);
    let what = what(&finding);
    let payment = finding.payment.map(paid);
    let invoice = finding.invoice.map(|invoice| {
        let href = format!("/admin/invoices/{}", invoice.id.inner());
        let name = invoice.number.unwrap_or(invoice.title);
        view! { <p><a href=href>{name}</a></p> }
    });
    let payout = finding.payout.map(|payout| {
        let href = payout_address(&payout.id);
        view! { <p><a href=href>{t!(books_open_deposit)}" "{amount(&payout.amount)}</a></p> }
    });
    let events = matches!(
        finding.kind,
        FindingKind::BalanceMismatch
            | FindingKind::FeeMismatch
            | FindingKind::WebhookEventPending
            | FindingKind::WebhookEventFailed
    );
    let organization = super::super::use_organization();
    let events = move || {
        (events && organization.is_manager()).then(|| {
            view! { <p><a href="/admin/payments/events">{t!(books_open_events)}</a></p> }
        })
    };
    view! {
        <li class="finding">
            <p><strong>{what}</strong></p>
            <p>{next}</p>
            {payment}
            {invoice}
            {payout}
            {events}
        </li>
    }
    .into_any()
}

fn what(finding: &Finding) -> Text {
    let language = use_language();
    let finding = finding.clone();
    text(move || {
        let language = language.get();
        let shown = |money: &Option<Money>| {
            money.as_ref().map(|money| i18n::money(language, money)).unwrap_or_default()
        };
        let (expected, actual) = (shown(&finding.expected), shown(&finding.actual));
        let day = finding.day.as_ref().map(|day| i18n::date_in_text(language, &day.0)).unwrap_or_default();
        let detail = finding.detail.clone().unwrap_or_default();
        said(language, finding.kind, (&expected, &actual), &day, &detail).into()
    })
}

fn said(
    language: Language,
    kind: FindingKind,
    (expected, actual): (&str, &str),
    day: &str,
    detail: &str,
) -> String {
    match kind {
        FindingKind::BalanceMismatch => locales::books_finding_balance(language, expected, actual),
        FindingKind::ProcessorUnreachable => locales::books_finding_unreachable(language).to_owned(),
        FindingKind::LedgerInconsistent => locales::books_finding_broken(language, detail),
        FindingKind::InvoiceMismatch => locales::books_finding_invoice(language, expected, actual),
        FindingKind::PaymentMismatch => locales::books_finding_parked(language, differs(language, detail)),
        // What Stripe kept comes first.
        FindingKind::FeeMismatch => locales::books_finding_fee(language, actual, expected),
        FindingKind::SettlementOverdue => locales::books_finding_late(language, day),
        FindingKind::PayoutMismatch => locales::books_finding_deposit(language, expected, actual),
        FindingKind::PayoutFailed => locales::books_finding_deposit_failed(language, expected, day),
        FindingKind::WebhookEventPending => locales::books_finding_event_waiting(language, detail),
        FindingKind::WebhookEventFailed => locales::books_finding_event_given_up(language, detail),
    }
}

/// What differs between a payment and what Stripe has, from the word it is kept as.
fn differs(language: Language, word: &str) -> &'static str {
    match word {
        "other_amount" => locales::books_differs_amount(language),
        "other_currency" => locales::books_differs_currency(language),
        "other_mode" => locales::books_differs_mode(language),
        "other_session" => locales::books_differs_session(language),
        // Metadata of ours that is missing or names something else.
        _ => locales::books_differs_mark(language),
    }
}

fn next_step(kind: FindingKind) -> Text {
    match kind {
        FindingKind::BalanceMismatch => t!(books_finding_balance_next),
        FindingKind::ProcessorUnreachable => t!(books_finding_unreachable_next),
        FindingKind::LedgerInconsistent => t!(books_finding_broken_next),
        FindingKind::InvoiceMismatch => t!(books_finding_invoice_next),
        FindingKind::PaymentMismatch => t!(books_finding_parked_next),
        FindingKind::FeeMismatch => t!(books_finding_fee_next),
        FindingKind::SettlementOverdue => t!(books_finding_late_next),
        FindingKind::PayoutMismatch => t!(books_finding_deposit_next),
        FindingKind::PayoutFailed => t!(books_finding_deposit_failed_next),
        FindingKind::WebhookEventPending | FindingKind::WebhookEventFailed => t!(books_finding_event_next),
    }
}
