//! What is happening with an invoice, in one sentence.

use leptos::prelude::*;

use super::reaches;
use crate::api::admin::{ActivePayment, InvoiceView};
use crate::api::{InvoiceStatus, PaymentMethod, PaymentStatus};
use crate::components::{Banner, Tone};
use crate::i18n::{self, Language, Text, text, use_language};

/// The sentence, as a banner in the tone of the news.
pub(super) fn sentence(invoice: &InvoiceView) -> AnyView {
    let language = use_language();
    let words =
        |words: Box<dyn Fn(Language) -> String + Send + Sync>| text(move || words(language.get()).into());
    let due_on = invoice.due_on.0.clone();
    let (tone, strong, rest): (Tone, Text, Option<Text>) = match invoice.status {
        InvoiceStatus::Draft => {
            let rest = if invoice.resident.is_none() {
                t!(admin_state_draft_nobody)
            } else if reaches(invoice) {
                t!(admin_state_draft_rest)
            } else {
                t!(admin_state_draft_no_mail)
            };
            (Tone::Info, t!(admin_state_draft), Some(rest))
        }
        InvoiceStatus::Open => match &invoice.active_payment {
            Some(payment) if payment.status == PaymentStatus::Processing => {
                (Tone::Warn, on_its_way(payment), Some(expected(payment)))
            }
            Some(payment) if payment.status == PaymentStatus::Pending => {
                (Tone::Info, t!(admin_state_paying), Some(t!(admin_state_paying_rest)))
            }
            _ if invoice.is_overdue => {
                let (balance, days) =
                    (invoice.balance.clone(), super::super::parts::count(invoice.days_overdue));
                let strong = words(Box::new(move |language| {
                    let date = i18n::date_in_text(language, &due_on);
                    locales::admin_state_overdue(language, &i18n::money(language, &balance), &date)
                }));
                (Tone::Bad, strong, Some(t!(admin_state_overdue_rest, days)))
            }
            _ => {
                let balance = invoice.balance.clone();
                let strong = words(Box::new(move |language| {
                    let date = i18n::date_in_text(language, &due_on);
                    locales::admin_state_open(language, &i18n::money(language, &balance), &date)
                }));
                (Tone::Info, strong, None)
            }
        },
        InvoiceStatus::Paid => {
            let paid_at = invoice.paid_at.as_ref().map(|at| at.0.clone());
            let strong = words(Box::new(move |language| match &paid_at {
                Some(at) => locales::admin_state_paid_on(language, &i18n::instant_in_text(language, at)),
                None => locales::admin_state_paid(language).to_owned(),
            }));
            (Tone::Ok, strong, None)
        }
        InvoiceStatus::Void => {
            let voided_at = invoice.voided_at.as_ref().map(|at| at.0.clone());
            let strong = words(Box::new(move |language| match &voided_at {
                Some(at) => locales::admin_state_void_on(language, &i18n::instant_in_text(language, at)),
                None => locales::admin_state_void(language).to_owned(),
            }));
            let reason = invoice.void_reason.clone();
            let rest = reason
                .map(|reason| text(move || locales::admin_state_reason(language.get(), &reason).into()));
            (Tone::Quiet, strong, rest)
        }
        InvoiceStatus::Uncollectible => {
            let (amount, at) =
                (invoice.written_off.clone(), invoice.written_off_at.as_ref().map(|at| at.0.clone()));
            let strong = words(Box::new(move |language| match &at {
                Some(at) => locales::admin_state_uncollectible_on(
                    language,
                    &i18n::money(language, &amount),
                    &i18n::instant_in_text(language, at),
                ),
                None => locales::admin_state_uncollectible(language).to_owned(),
            }));
            let reason = invoice.write_off_reason.clone();
            let rest = reason
                .map(|reason| text(move || locales::admin_state_reason(language.get(), &reason).into()));
            (Tone::Quiet, strong, rest)
        }
    };
    let rest = rest.map(|rest| view! { " " {rest} });
    view! { <Banner tone=tone><p><strong>{strong}</strong> {rest}</p></Banner> }.into_any()
}

fn on_its_way(payment: &ActivePayment) -> Text {
    let language = use_language();
    let (method, total) = (payment.method, payment.total.clone());
    text(move || {
        let language = language.get();
        let total = i18n::money(language, &total);
        match method {
            PaymentMethod::Bank => locales::admin_state_transfer(language, &total).into(),
            _ => locales::admin_state_payment(language, &total).into(),
        }
    })
}

fn expected(payment: &ActivePayment) -> Text {
    let language = use_language();
    let by = payment.expected_by.as_ref().map(|by| by.0.clone());
    text(move || {
        let language = language.get();
        match &by {
            Some(by) => locales::admin_state_expected(language, &i18n::date_in_text(language, by)).into(),
            None => locales::admin_state_takes(language).into(),
        }
    })
}
