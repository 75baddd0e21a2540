//! What happened, newest first, along a line.

use leptos::prelude::*;

use super::{Tone, method_name, moment, payment_failure_named, refund_failure_named, return_reason};
use crate::api::{ApiLanguage, Money, PaymentMethod, TimelineKind};
use crate::i18n::{Text, Words, message, money, plain, text, use_language};

/// One thing that happened, as far as the reader may know it.
#[derive(Clone)]
pub struct TimelineItem {
    pub kind: TimelineKind,
    /// The instant, RFC 3339.
    pub at: String,
    pub actor: Option<String>,
    pub amount: Option<Money>,
    pub fee: Option<Money>,
    pub method: Option<PaymentMethod>,
    pub email_to: Option<String>,
    pub email_language: Option<ApiLanguage>,
    pub detail: Option<String>,
}

fn tone(kind: TimelineKind) -> Tone {
    match kind {
        TimelineKind::Created
        | TimelineKind::EmailQueued
        | TimelineKind::CheckoutExpired
        | TimelineKind::Voided
        | TimelineKind::WrittenOff => Tone::Quiet,
        TimelineKind::Published | TimelineKind::CheckoutStarted => Tone::Info,
        TimelineKind::TransferStarted | TimelineKind::Disputed => Tone::Warn,
        TimelineKind::Refunded => Tone::Info,
        TimelineKind::EmailFailed
        | TimelineKind::PaymentFailed
        | TimelineKind::PaymentReversed
        | TimelineKind::RefundFailed
        | TimelineKind::Returned => Tone::Bad,
        TimelineKind::EmailSent
        | TimelineKind::PaymentSucceeded
        | TimelineKind::PaymentRecorded
        | TimelineKind::PaidOut
        | TimelineKind::DisputeWon
        | TimelineKind::Paid => Tone::Ok,
    }
}

fn event(kind: TimelineKind, language: crate::i18n::Language) -> &'static str {
    let words = match kind {
        TimelineKind::Created => locales::timeline_created,
        TimelineKind::Published => locales::timeline_published,
        TimelineKind::EmailQueued => locales::timeline_email_queued,
        TimelineKind::EmailSent => locales::timeline_email_sent,
        TimelineKind::EmailFailed => locales::timeline_email_failed,
        TimelineKind::CheckoutStarted => locales::timeline_checkout_started,
        TimelineKind::CheckoutExpired => locales::timeline_checkout_expired,
        TimelineKind::TransferStarted => locales::timeline_transfer_started,
        TimelineKind::PaymentSucceeded => locales::timeline_payment_succeeded,
        TimelineKind::PaymentFailed => locales::timeline_payment_failed,
        TimelineKind::PaymentRecorded => locales::timeline_payment_recorded,
        TimelineKind::PaymentReversed => locales::timeline_payment_reversed,
        TimelineKind::PaidOut => locales::timeline_deposited,
        TimelineKind::Paid => locales::timeline_paid,
        TimelineKind::Refunded => locales::timeline_refunded,
        TimelineKind::RefundFailed => locales::timeline_refund_failed,
        TimelineKind::Disputed => locales::timeline_disputed,
        TimelineKind::DisputeWon => locales::timeline_dispute_won,
        TimelineKind::Returned => locales::timeline_returned,
        TimelineKind::Voided => locales::timeline_voided,
        TimelineKind::WrittenOff => locales::timeline_written_off,
    };
    words(language)
}

/// A timeline; items in the order in which they are to be shown.
#[component]
pub fn Timeline(items: Vec<TimelineItem>) -> impl IntoView {
    view! { <ol class="timeline">{items.into_iter().map(item).collect_view()}</ol> }.into_any()
}

/// A reason by its name; what is no such name is shown as it is.
fn named(name: String, words: fn(&str) -> Option<Words>) -> Text {
    words(&name).map_or_else(|| plain(name), message)
}

fn item(item: TimelineItem) -> AnyView {
    let language = use_language();
    let class = format!("timeline-item {}", tone(item.kind).class());
    let when = moment(&item.at);
    let (kind, actor, address) = (item.kind, item.actor, item.email_to);
    let title: Text = text(move || {
        let language = language.get();
        let event = event(kind, language);
        match (&address, &actor) {
            (Some(address), _) => locales::timeline_to(language, event, address).into(),
            (None, Some(actor)) => locales::timeline_by(language, event, actor).into(),
            (None, None) => event.into(),
        }
    });
    let amount = item.amount.map(|amount| {
        let fee = item.fee.filter(|fee| !fee.amount.is_zero());
        text(move || {
            let language = language.get();
            let amount = money(language, &amount);
            match &fee {
                Some(fee) => locales::common_plus_fee(language, &amount, &money(language, fee)).into(),
                None => amount.into(),
            }
        })
    });
    let mail_language = item.email_language.map(|mail| match mail {
        ApiLanguage::En => t!(common_language_english),
        ApiLanguage::Fr => t!(common_language_french),
    });
    let detail = item.detail.map(|detail| match kind {
        TimelineKind::Disputed | TimelineKind::DisputeWon | TimelineKind::Returned => return_reason(&detail),
        TimelineKind::PaymentFailed => named(detail, payment_failure_named),
        TimelineKind::RefundFailed => named(detail, refund_failure_named),
        _ => plain(detail),
    });
    let facts = [amount, item.method.map(method_name), mail_language, detail];
    let fact = |fact: Text| view! { <span class="fact">{fact}</span> };
    view! {
        <li class=class>
            <p class="timeline-title">{title}</p>
            <p class="timeline-facts facts">
                <time class="fact" datetime=item.at.clone()>{when}</time>
                {facts.into_iter().flatten().map(fact).collect_view()}
            </p>
        </li>
    }
    .into_any()
}
