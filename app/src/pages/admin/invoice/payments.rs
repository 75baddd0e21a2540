//! The payments of an invoice, and taking back one that was recorded by hand.

use leptos::prelude::*;

use super::actions::Asked;
use crate::api::admin::{InvoicePayment, InvoiceView};
use crate::api::{PaymentMethod, PaymentStatus};
use crate::components::{Action, Kind, PaymentBadge, amount, day_short, method_name, moment};
use crate::i18n::{self, text, use_language};

/// The payments.
pub(super) fn payments(invoice: &InvoiceView, asked: RwSignal<Option<Asked>>) -> AnyView {
    let rows = invoice.payments.iter().cloned().map(|payment| row(payment, asked)).collect_view();
    view! {
        <section class="card" aria-labelledby="payments">
            <h2 id="payments">{t!(admin_payments_title)}</h2>
            <ul class="payments">{rows}</ul>
        </section>
    }
    .into_any()
}

fn row(payment: InvoicePayment, asked: RwSignal<Option<Asked>>) -> AnyView {
    let language = use_language();
    let when = match &payment.received_on {
        Some(day) => day_short(&day.0),
        None => moment(&payment.created_at.0),
    };
    let by_hand = !matches!(payment.method, PaymentMethod::Bank | PaymentMethod::Card);
    let reverse = (by_hand && payment.status == PaymentStatus::Succeeded).then(|| {
        let id = payment.id.clone();
        let press = Callback::new(move |()| asked.set(Some(Asked::Reverse(id.clone()))));
        view! { <Action words=t!(admin_reverse) kind=Kind::Plain on_press=press/> }
    });
    let fee = (!payment.fee.amount.is_zero()).then(|| {
        let fee = payment.fee.clone();
        text(move || locales::admin_with_fee(language.get(), &i18n::money(language.get(), &fee)).into())
    });
    let facts = [Some(when), Some(method_name(payment.method)), fee]
        .into_iter()
        .chain([payment.reference, payment.note, payment.failure_message].map(|fact| fact.map(i18n::plain)));
    let fact = |fact| view! { <span class="fact">{fact}</span> };
    view! {
        <li class="payment">
            <div>
                <p class="payment-amount">{amount(&payment.amount)} " " <PaymentBadge status=payment.status/></p>
                <p class="facts small">{facts.flatten().map(fact).collect_view()}</p>
            </div>
            {reverse}
        </li>
    }
    .into_any()
}
