//! What became of a payment. The page follows it: while it is under way it asks again, less and less
//! often. Being led back here from Stripe proves nothing; only the server's word counts.

use crate::router::{use_params_map, use_query_map};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::together::pay_address;
use super::words::{expected, on_its_way};
use crate::api::payments::{PaymentDetail, Refund, payment};
use crate::api::{ApiError, PaymentMethod, PaymentStatus, RefundStatus};
use crate::browser::pause;
use crate::components::{
    ActionLink, Kind, Load, PageHeading, PageSkeleton, PaymentBadge, Tone, amount, day, fetched, method_name,
    moment_day, payment_failure, return_reason,
};
use crate::i18n::{self, Text, message, text, use_language};

/// How long to wait before asking again, in milliseconds; the last stays.
const WAITS: [u32; 9] = [1_000, 1_000, 2_000, 3_000, 5_000, 8_000, 15_000, 30_000, 60_000];

/// After this many unchanged answers an open attempt is no longer taken for one just made.
const PATIENCE: usize = 4;

/// A payment's page.
#[component]
pub fn PaymentPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    // A resident who goes on with an attempt did not just come from paying.
    let resumed = Memo::new(move |_| query.with(|query| query.get("resume").is_some()));
    let resource = fetched(move || payment(id.get()));
    let content = move |first: PaymentDetail| {
        let asked = RwSignal::new(if resumed.get_untracked() { PATIENCE } else { 0 });
        let latest = RwSignal::new(first);
        spawn_local(follow(latest, asked));
        (move || latest.with(|payment| result(payment, asked))).into_any()
    };
    view! {
        <p class="crumbs"><a href="/portal/payments">{t!(portal_payments_title)}</a></p>
        <PageHeading title=t!(portal_payment_title)/>
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
    }
}

const fn under_way(status: PaymentStatus) -> bool {
    matches!(status, PaymentStatus::Pending | PaymentStatus::Processing)
}

/// Asks for the payment again and again until it is settled or the page is left.
async fn follow(latest: RwSignal<PaymentDetail>, asked: RwSignal<usize>) {
    let mut waits = WAITS.into_iter();
    let mut wait = 0;
    while let Some((id, true)) =
        latest.try_with_untracked(|payment| (payment.id.inner().to_owned(), under_way(payment.status)))
    {
        wait = waits.next().unwrap_or(wait);
        pause(wait).await;
        match payment(id).await {
            Ok(payment) => {
                // Only a change is shown, so that a screen reader is not told the same again.
                if latest.try_with_untracked(|known| *known != payment) == Some(true) {
                    latest.try_set(payment);
                }
            }
            Err(ApiError::SignedOut | ApiError::NotFound) => return,
            // Trouble on the way passes: the next question may get through.
            Err(_) => {}
        }
        asked.try_update(|asked| *asked = asked.saturating_add(1));
    }
}

fn result(payment: &PaymentDetail, asked: RwSignal<usize>) -> AnyView {
    let patient = Memo::new(move |_| asked.get() < PATIENCE);
    let payment = payment.clone();
    let facts = facts(&payment);
    let top = move || outcome(&payment, patient.get());
    view! {
        <div class="invoice-parts">
            <section class="card" aria-live="polite">{top}</section>
            {facts}
        </div>
    }
    .into_any()
}

/// What the top of the page says, and what can be done.
fn outcome(payment: &PaymentDetail, just_made: bool) -> AnyView {
    let ids: Vec<&str> = payment.allocations.iter().map(|part| part.invoice.id.inner()).collect();
    let seen = match ids.as_slice() {
        [] => None,
        [only] => Some((t!(portal_payment_see_invoice), format!("/portal/invoices/{only}"))),
        _ => Some((t!(portal_see_invoices), "/portal/invoices".to_owned())),
    };
    let see_invoice = seen.map(|(words, href)| view! { <ActionLink words=words href=href/> }.into_any());
    let pay_again = |words: Text| {
        let href = (!ids.is_empty()).then(|| pay_address(ids.iter().copied()));
        href.map(|href| view! { <ActionLink words=words href=href kind=Kind::Main/> }.into_any())
    };
    match payment.status {
        PaymentStatus::Succeeded => {
            outcome_panel(Tone::Ok, t!(portal_payment_paid), vec![paid_words(payment)], see_invoice)
        }
        PaymentStatus::Processing => {
            let by = payment.expected_by.as_ref().map(|date| date.0.as_str());
            let until = if ids.len() > 1 {
                t!(portal_transfer_until_all_paid)
            } else {
                t!(portal_transfer_until_paid)
            };
            let sentences = vec![on_its_way(payment.method, &payment.total), expected(by), until];
            outcome_panel(Tone::Warn, t!(portal_payment_processing), sentences, see_invoice)
        }
        PaymentStatus::Pending if just_made => outcome_panel(
            Tone::Info,
            t!(portal_payment_checking),
            vec![t!(portal_payment_checking_text)],
            None,
        ),
        PaymentStatus::Pending => {
            let go_on = match payment.checkout_url.clone() {
                Some(url) => Some(
                    view! {
                        <a class="button button-primary button-main" href=url rel="external">{t!(portal_payment_continue)}</a>
                    }
                    .into_any(),
                ),
                None => see_invoice,
            };
            let sentences = if payment.checkout_url.is_some() {
                vec![t!(portal_payment_waiting_text)]
            } else {
                vec![t!(portal_payment_still_checking)]
            };
            let title = if payment.checkout_url.is_some() {
                t!(portal_payment_waiting)
            } else {
                t!(portal_payment_checking)
            };
            outcome_panel(Tone::Info, title, sentences, go_on)
        }
        PaymentStatus::Failed => {
            let mut sentences = vec![t!(portal_payment_failed_text)];
            if let Some(why) = payment.failure_reason {
                sentences.insert(0, message(payment_failure(why)));
            }
            outcome_panel(
                Tone::Bad,
                t!(portal_payment_failed),
                sentences,
                pay_again(t!(portal_payment_try_again)),
            )
        }
        PaymentStatus::Expired => {
            let sentences = vec![t!(portal_payment_expired_text)];
            outcome_panel(
                Tone::Quiet,
                t!(portal_payment_expired),
                sentences,
                pay_again(t!(portal_payment_continue)),
            )
        }
        PaymentStatus::Reversed => outcome_panel(
            Tone::Bad,
            t!(portal_payment_reversed),
            vec![t!(portal_payment_reversed_text)],
            see_invoice,
        ),
        PaymentStatus::PartiallyRefunded => {
            let language = use_language();
            let refunded = payment.refunded.clone();
            let back = text(move || {
                let language = language.get();
                locales::portal_payment_partly_refunded_text(language, &i18n::money(language, &refunded))
                    .into()
            });
            outcome_panel(
                Tone::Info,
                t!(portal_payment_partly_refunded),
                vec![paid_words(payment), back],
                see_invoice,
            )
        }
        PaymentStatus::Refunded => outcome_panel(
            Tone::Info,
            t!(portal_payment_refunded),
            vec![t!(portal_payment_refunded_text)],
            see_invoice,
        ),
        PaymentStatus::Returned => {
            let mut sentences = vec![t!(portal_payment_returned_text)];
            if let Some(dispute) = payment.disputes.last() {
                sentences.insert(0, return_reason(&dispute.reason));
            }
            outcome_panel(
                Tone::Bad,
                t!(portal_payment_returned),
                sentences,
                pay_again(t!(portal_payment_pay_again)),
            )
        }
        PaymentStatus::Disputed => outcome_panel(
            Tone::Bad,
            t!(portal_payment_disputed),
            vec![t!(portal_payment_disputed_text)],
            see_invoice,
        ),
    }
}

fn outcome_panel(tone: Tone, title: Text, sentences: Vec<Text>, action: Option<AnyView>) -> AnyView {
    // A tick, a clock or a stroke: the same as the words say, for the eye.
    let path = match tone {
        Tone::Ok => "M5 12.5l4.5 4.5L19 7.5",
        Tone::Bad => "M7 7l10 10M17 7L7 17",
        Tone::Warn | Tone::Info | Tone::Quiet => "M12 3.5a8.5 8.5 0 1 0 .01 0M12 7.5v5l3 2",
    };
    let sentence = |words: Text| view! { <p>{words}</p> };
    view! {
        <div class=format!("result {}", tone.class())>
            <span class="result-mark" aria-hidden="true">
                <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">
                    <path d=path></path>
                </svg>
            </span>
            <h2>{title}</h2>
            {sentences.into_iter().map(sentence).collect_view()}
            {action}
        </div>
    }
    .into_any()
}

/// What came and when: online by the resident, or recorded by the office.
fn paid_words(payment: &PaymentDetail) -> Text {
    let language = use_language();
    let online = matches!(payment.method, PaymentMethod::Bank | PaymentMethod::Card);
    let total = payment.total.clone();
    let received_on = payment.received_on.clone();
    let at = payment.succeeded_at.as_ref().unwrap_or(&payment.created_at).0.clone();
    text(move || {
        let language = language.get();
        let total = i18n::money(language, &total);
        match &received_on {
            Some(date) if !online => locales::portal_payment_recorded_text(
                language,
                &total,
                &i18n::date_in_text(language, &date.0),
            )
            .into(),
            _ => locales::portal_payment_paid_text(language, &total, &i18n::instant_in_text(language, &at))
                .into(),
        }
    })
}

/// A refund, with what became of it.
fn refund(refund: &Refund) -> AnyView {
    let words = match refund.status {
        RefundStatus::Requested | RefundStatus::Pending => t!(portal_refund_on_its_way),
        RefundStatus::Succeeded => t!(portal_refund_done),
        RefundStatus::Failed | RefundStatus::Canceled => t!(portal_refund_not_done),
    };
    let why = refund.reason.clone().map(|why| view! { <div class="muted small">{why}</div> });
    view! {
        <dt>{t!(portal_refund)}</dt>
        <dd>
            <div>{amount(&refund.amount)}</div>
            <div class="small">{words} " · " {moment_day(&refund.created_at.0)}</div>
            {why}
        </dd>
    }
    .into_any()
}

fn facts(payment: &PaymentDetail) -> AnyView {
    let several = payment.allocations.len() > 1;
    let part = |part: &crate::api::payments::PaymentAllocation| {
        let href = format!("/portal/invoices/{}", part.invoice.id.inner());
        let name = match &part.invoice.number {
            Some(number) => format!("{} · {number}", part.invoice.title),
            None => part.invoice.title.clone(),
        };
        // The share is told where there are several; one takes the whole amount.
        let share = several.then(|| view! { <div class="small">{amount(&part.amount)}</div> });
        view! {
            <dt>{t!(portal_payment_applied_to)}</dt>
            <dd><a href=href>{name}</a> {share}</dd>
        }
    };
    let expected_by = payment.expected_by.as_ref().filter(|_| payment.status == PaymentStatus::Processing);
    let row = |name: Text, value: Text| {
        view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        }
    };
    let received = payment.received_on.as_ref().map(|date| day(&date.0));
    let received = received.or_else(|| payment.succeeded_at.as_ref().map(|at| moment_day(&at.0)));
    view! {
        <section class="card">
            <h2>{t!(common_details)}</h2>
            <dl class="pairs">
                <dt>{t!(common_status)}</dt>
                <dd><PaymentBadge status=payment.status/></dd>
                {row(t!(common_method), method_name(payment.method))}
                {row(t!(portal_payment_started_on), moment_day(&payment.created_at.0))}
                {received.map(|when| row(t!(portal_payment_received_on), when))}
                {expected_by.map(|date| row(t!(portal_payment_expected_by), day(&date.0)))}
                {payment.reference.clone().map(|reference| row(t!(common_reference), i18n::plain(reference)))}
                {payment.allocations.iter().map(part).collect_view()}
                {payment.refunds.iter().map(refund).collect_view()}
                {row(t!(common_amount), amount(&payment.amount))}
                {row(t!(common_fee), amount(&payment.fee))}
                <dt class="pair-total">{t!(common_total)}</dt>
                <dd class="pair-total">{amount(&payment.total)}</dd>
            </dl>
        </section>
    }
    .into_any()
}
