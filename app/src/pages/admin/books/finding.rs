//! One thing that does not agree: in words, with the next step and where to go.

use leptos::prelude::*;

use super::deposit::paid;
use super::deposit_address;
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
    let deposit = finding.payout.map(|payout| {
        let href = deposit_address(&payout.id);
        view! { <p><a href=href>{t!(books_open_deposit)}" "{amount(&payout.amount)}</a></p> }
    });
    let events = matches!(
        finding.kind,
        FindingKind::BalanceDiffers
            | FindingKind::FeeDiffers
            | FindingKind::EventWaiting
            | FindingKind::EventGivenUp
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
            {deposit}
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
        let (ours, theirs) = (shown(&finding.ours), shown(&finding.theirs));
        let day = finding.day.as_ref().map(|day| i18n::date_in_text(language, &day.0)).unwrap_or_default();
        let detail = finding.detail.clone().unwrap_or_default();
        said(language, finding.kind, (&ours, &theirs), &day, &detail).into()
    })
}

fn said(
    language: Language,
    kind: FindingKind,
    (ours, theirs): (&str, &str),
    day: &str,
    detail: &str,
) -> String {
    match kind {
        FindingKind::BalanceDiffers => locales::books_finding_balance(language, ours, theirs),
        FindingKind::ProcessorUnreachable => locales::books_finding_unreachable(language).to_owned(),
        FindingKind::BooksBroken => locales::books_finding_broken(language, detail),
        FindingKind::InvoiceDiffers => locales::books_finding_invoice(language, ours, theirs),
        FindingKind::PaymentParked => locales::books_finding_parked(language, differs(language, detail)),
        // What Stripe kept comes first.
        FindingKind::FeeDiffers => locales::books_finding_fee(language, theirs, ours),
        FindingKind::PaymentLate => locales::books_finding_late(language, day),
        FindingKind::DepositDiffers => locales::books_finding_deposit(language, ours, theirs),
        FindingKind::DepositFailed => locales::books_finding_deposit_failed(language, ours, day),
        FindingKind::EventWaiting => locales::books_finding_event_waiting(language, detail),
        FindingKind::EventGivenUp => locales::books_finding_event_given_up(language, detail),
    }
}

/// What differs between a payment and what Stripe has, from the word it is kept as.
fn differs(language: Language, word: &str) -> &'static str {
    match word {
        "other_amount" => locales::books_differs_amount(language),
        "other_currency" => locales::books_differs_currency(language),
        "other_mode" => locales::books_differs_mode(language),
        "other_session" => locales::books_differs_session(language),
        // A mark of ours that is missing or names something else.
        _ => locales::books_differs_mark(language),
    }
}

fn next_step(kind: FindingKind) -> Text {
    match kind {
        FindingKind::BalanceDiffers => t!(books_finding_balance_next),
        FindingKind::ProcessorUnreachable => t!(books_finding_unreachable_next),
        FindingKind::BooksBroken => t!(books_finding_broken_next),
        FindingKind::InvoiceDiffers => t!(books_finding_invoice_next),
        FindingKind::PaymentParked => t!(books_finding_parked_next),
        FindingKind::FeeDiffers => t!(books_finding_fee_next),
        FindingKind::PaymentLate => t!(books_finding_late_next),
        FindingKind::DepositDiffers => t!(books_finding_deposit_next),
        FindingKind::DepositFailed => t!(books_finding_deposit_failed_next),
        FindingKind::EventWaiting | FindingKind::EventGivenUp => t!(books_finding_event_next),
    }
}
