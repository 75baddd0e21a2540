//! The payments of an invoice with what went back of them; taking back one that was recorded by hand, and
//! refunding one that came online.

use leptos::prelude::*;

use super::actions::InvoiceDialog;
use crate::api::admin::{InvoiceDispute, InvoicePayment, InvoiceRefund, InvoiceView};
use crate::api::{DisputeStatus, PaymentMethod, PaymentStatus, RefundStatus};
use crate::components::{
    Action, Kind, PaymentBadge, amount, day_short, method_name, moment, payment_failure, refund_failure,
    return_reason,
};
use crate::i18n::{self, message, text, use_language};

/// The payments.
pub(super) fn payments(invoice: &InvoiceView, dialog: RwSignal<Option<InvoiceDialog>>) -> AnyView {
    let rows = invoice.payments.iter().cloned().map(|payment| row(payment, dialog)).collect_view();
    view! {
        <section class="card" aria-labelledby="payments">
            <h2 id="payments">{t!(admin_payments_title)}</h2>
            <ul class="payments">{rows}</ul>
        </section>
    }
    .into_any()
}

/// “Refund of $200.00 · On its way · Nov 2 · Billed twice”
fn refund_line(refund: &InvoiceRefund) -> AnyView {
    let words = match refund.status {
        RefundStatus::Requested => t!(admin_refund_requested),
        RefundStatus::Pending => t!(admin_refund_pending),
        RefundStatus::Succeeded => t!(admin_refund_succeeded),
        RefundStatus::Failed => t!(admin_refund_failed),
        RefundStatus::Canceled => t!(admin_refund_canceled),
    };
    let failed = refund.status == RefundStatus::Failed;
    let class = if failed { "facts small bad-text" } else { "facts small" };
    let why = if failed {
        refund.failure_reason.map(refund_failure).map(message)
    } else {
        refund.reason.clone().map(i18n::plain)
    };
    let why = why.map(|why| view! { <span class="fact">{why}</span> });
    view! {
        <p class=class>
            <span class="fact">{t!(admin_refund_of)} " " {amount(&refund.amount)}</span>
            <span class="fact">{words}</span>
            <span class="fact">{moment(&refund.created_at.0)}</span>
            {why}
        </p>
    }
    .into_any()
}

/// “Dispute of $1,236.15 · Answer by Dec 8 · The cardholder did not recognize the payment.”
fn dispute_line(dispute: &InvoiceDispute) -> AnyView {
    let (tone, words) = match dispute.status {
        DisputeStatus::Inquiry => ("warn-text", t!(admin_dispute_inquiry)),
        DisputeStatus::NeedsResponse => ("warn-text", t!(admin_dispute_needs_response)),
        DisputeStatus::UnderReview => ("warn-text", t!(admin_dispute_under_review)),
        DisputeStatus::Won => ("", t!(admin_dispute_won)),
        DisputeStatus::Lost => ("bad-text", t!(admin_dispute_lost)),
        DisputeStatus::Closed => ("", t!(admin_dispute_closed)),
    };
    let due = dispute.evidence_due_at.as_ref().map(|at| {
        view! { <span class="fact">{t!(admin_dispute_due)} " " {moment(&at.0)}</span> }
    });
    view! {
        <p class=format!("facts small {tone}")>
            <span class="fact">{t!(admin_dispute_of)} " " {amount(&dispute.amount)}</span>
            <span class="fact">{words}</span>
            {due}
            <span class="fact">{return_reason(&dispute.reason)}</span>
        </p>
    }
    .into_any()
}

fn row(payment: InvoicePayment, dialog: RwSignal<Option<InvoiceDialog>>) -> AnyView {
    let language = use_language();
    let when = match &payment.received_on {
        Some(day) => day_short(&day.0),
        None => moment(&payment.created_at.0),
    };
    let by_hand = !matches!(payment.method, PaymentMethod::Bank | PaymentMethod::Card);
    let reverse = (by_hand && payment.status == PaymentStatus::Succeeded).then(|| {
        let id = payment.id.clone();
        let press = Callback::new(move |()| dialog.set(Some(InvoiceDialog::Reverse(id.clone()))));
        view! { <Action words=t!(admin_reverse) kind=Kind::Plain on_press=press/> }
    });
    let refund = (!payment.refundable.amount.is_zero()).then(|| {
        let id = payment.id.clone();
        let press = Callback::new(move |()| dialog.set(Some(InvoiceDialog::Refund(id.clone()))));
        view! { <Action words=t!(admin_refund) kind=Kind::Plain on_press=press/> }
    });
    let went_back = view! {
        {payment.refunds.iter().map(refund_line).collect_view()}
        {payment.disputes.iter().map(dispute_line).collect_view()}
    };
    let fee = (!payment.fee.amount.is_zero()).then(|| {
        let fee = payment.fee.clone();
        text(move || locales::admin_with_fee(language.get(), &i18n::money(language.get(), &fee)).into())
    });
    let facts = [Some(when), Some(method_name(payment.method)), fee]
        .into_iter()
        .chain([payment.reference, payment.note].map(|fact| fact.map(i18n::plain)))
        .chain([payment.failure_reason.map(payment_failure).map(message)]);
    let fact = |fact| view! { <span class="fact">{fact}</span> };
    view! {
        <li class="payment">
            <div>
                <p class="payment-amount">{amount(&payment.amount)} " " <PaymentBadge status=payment.status/></p>
                <p class="facts small">{facts.flatten().map(fact).collect_view()}</p>
                {went_back}
            </div>
            {reverse}
            {refund}
        </li>
    }
    .into_any()
}
