//! Open pages, and payments with what can become of them.

use maud::{Markup, html};

use super::accounts::account_name;
use super::components::{Form, Tone, code, instant, row, rows, section, state_label};
use crate::stripe::charge::Charge;
use crate::stripe::dispute::{Dispute, DisputeStatus};
use crate::stripe::http::page::Language;
use crate::stripe::payment_intent::{IntentStatus, PaymentIntent};
use crate::stripe::payment_method_type::PaymentMethodType;
use crate::stripe::refund::Refund;
use crate::stripe::session::{Session, SessionMode, SessionStatus};
use crate::stripe::state::{AccountObjects, StripeState};

/// Payments and pages shown.
const LATEST: usize = 50;

pub fn sessions_section(state: &StripeState) -> Markup {
    let open = state.objects.iter().flat_map(|(account, objects)| {
        let open = objects.sessions.iter().filter(|session| session.status == SessionStatus::Open);
        open.map(move |session| (account, session))
    });
    let mut open: Vec<_> = open.collect();
    open.sort_by_key(|(_, session)| std::cmp::Reverse(session.created));
    let shown: Vec<Markup> =
        open.iter().take(LATEST).map(|(account, session)| session_row(state, account, session)).collect();
    section("sessions", "Open pages", &rows(&shown, "No payment page is open."))
}

fn session_row(state: &StripeState, account: &str, session: &Session) -> Markup {
    let title = match session.mode {
        SessionMode::Payment => Language::English.money(session.total(), &session.currency),
        SessionMode::Setup => "Saves a way to pay".to_owned(),
    };
    let lines: Vec<&str> = session.lines.iter().map(|line| line.name.as_str()).collect();
    let more = html! {
        (account_name(state, account)) " · "
        @if lines.is_empty() { (code(&session.id)) } @else { (lines.join(", ")) }
        " · " a href=(session.url) { "Open the page" } " · until " (instant(session.expires_at))
    };
    row(&title, &state_label(Tone::Info, "Open"), &more, &[])
}

pub fn payments_section(state: &StripeState) -> Markup {
    let all = state
        .objects
        .iter()
        .flat_map(|(account, objects)| objects.intents.iter().map(move |intent| (account, objects, intent)));
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(_, _, intent)| std::cmp::Reverse(intent.created));
    let shown: Vec<Markup> = all
        .iter()
        .take(LATEST)
        .map(|(account, objects, intent)| payment_row(state, account, objects, intent))
        .collect();
    section("payments", "Payments", &rows(&shown, "Nobody has paid yet."))
}

fn payment_row(
    state: &StripeState,
    account: &str,
    objects: &AccountObjects,
    intent: &PaymentIntent,
) -> Markup {
    let charge = intent.latest_charge.as_ref().and_then(|id| objects.charges.get(id));
    let dispute = charge.and_then(|charge| objects.disputes.get(charge.dispute.as_ref()?));
    let money = |amount| Language::English.money(amount, &intent.currency);
    let (tone, words) = match (intent.status, charge, dispute) {
        (IntentStatus::Succeeded, _, Some(dispute)) => dispute_words(dispute),
        (IntentStatus::Succeeded, Some(charge), None) if charge.left() == 0 => {
            (Tone::Plain, "Refunded".into())
        }
        (IntentStatus::Succeeded, Some(charge), None) if charge.refunded > 0 => {
            (Tone::Plain, format!("{} refunded", money(charge.refunded)))
        }
        (IntentStatus::Succeeded, Some(charge), None) if charge.will_return => {
            (Tone::Warn, "Paid; will be returned".into())
        }
        (IntentStatus::Succeeded, ..) => (Tone::Ok, "Paid".into()),
        (IntentStatus::Processing, Some(charge), _) if charge.will_fail => (Tone::Warn, "Will fail".into()),
        (IntentStatus::Processing, ..) => (Tone::Info, "On its way".into()),
        (IntentStatus::Canceled, ..) => (Tone::Plain, "Canceled".into()),
        _ if intent.error.is_some() => (Tone::Bad, "Failed".into()),
        _ => (Tone::Plain, "Not tried".into()),
    };
    let method = match charge.map(|charge| charge.method) {
        None => "not tried",
        Some(PaymentMethodType::Card) => "card",
        Some(PaymentMethodType::UsBankAccount | PaymentMethodType::AcssDebit) => "bank debit",
    };
    let refunds = objects.refunds.iter().filter(|one| one.intent == intent.id && one.failure.is_none());
    let refunds: Vec<&Refund> = refunds.collect();
    let more = html! {
        (account_name(state, account)) " · " (method) " · " (instant(intent.created)) " · " (code(&intent.id))
        @if let Some(at) = charge.and_then(|charge| charge.settles_at) { " · ends " (instant(at)) }
        @for refund in &refunds { " · refund of " (money(refund.amount)) }
    };
    let mut forms = Vec::new();
    let path = |what: &str| format!("payment_intents/{}/{what}", intent.id);
    if intent.status == IntentStatus::Processing {
        forms.push(Form::new(path("settle"), "payments", "Settle").about(&intent.id).main());
        if charge.is_some_and(|charge| !charge.will_fail) {
            forms.push(Form::new(path("fail"), "payments", "Let it fail").about(&intent.id));
        }
    }
    if intent.status == IntentStatus::Succeeded
        && let Some(charge) = charge
    {
        forms.extend(follow_up_forms(intent, charge, dispute));
    }
    for refund in refunds {
        let reasons =
            [("expired_or_canceled_card", "Expired or closed"), ("declined", "Declined by the bank")];
        let path = format!("refunds/{}/fail", refund.id);
        forms.push(
            Form::new(path, "payments", "Let the refund fail")
                .about(&format!("{} of {}", refund.id, money(refund.amount)))
                .choice("reason", "Reason", &reasons, "expired_or_canceled_card"),
        );
    }
    row(&money(intent.amount), &state_label(tone, &words), &more, &forms)
}

/// What can become of a payment that came in.
fn follow_up_forms(intent: &PaymentIntent, charge: &Charge, dispute: Option<&Dispute>) -> Vec<Form> {
    let path = |what: &str| format!("payment_intents/{}/{what}", intent.id);
    let Some(dispute) = dispute else {
        if charge.left() == 0 {
            return Vec::new();
        }
        let refund = Form::new(path("refund"), "payments", "Refund the rest").about(&intent.id);
        if charge.method.is_delayed() {
            let reasons = [
                ("insufficient_funds", "No money in the account"),
                ("debit_not_authorized", "Not authorized"),
                ("incorrect_account_details", "Wrong account"),
                ("bank_cannot_process", "Bank can't process"),
            ];
            let back = Form::new(path("dispute"), "payments", "Return by the bank").about(&intent.id);
            let back = back.hidden("status", "lost");
            return vec![refund, back.choice("reason", "Reason", &reasons, "insufficient_funds")];
        }
        let reasons = [
            ("fraudulent", "Fraud"),
            ("unrecognized", "Not recognized"),
            ("duplicate", "Paid twice"),
            ("general", "Other"),
        ];
        let kinds = [
            ("needs_response", "Takes the money"),
            ("warning_needs_response", "Only asks"),
            ("lost", "Already lost"),
        ];
        let open = Form::new(path("dispute"), "payments", "Dispute").about(&intent.id);
        let open = open.choice("reason", "Reason", &reasons, "fraudulent");
        return vec![refund, open.choice("status", "The bank", &kinds, "needs_response")];
    };
    let to = |label: &'static str, status: DisputeStatus| {
        Form::new(format!("disputes/{}/close", dispute.id), "payments", label)
            .about(&dispute.id)
            .hidden("status", status.name())
    };
    match dispute.status {
        DisputeStatus::WarningNeedsResponse | DisputeStatus::WarningUnderReview => vec![
            to("Becomes a dispute", DisputeStatus::NeedsResponse),
            to("Close the question", DisputeStatus::WarningClosed),
        ],
        DisputeStatus::NeedsResponse => vec![
            to("Evidence handed in", DisputeStatus::UnderReview),
            to("Win", DisputeStatus::Won),
            to("Lose", DisputeStatus::Lost),
        ],
        DisputeStatus::UnderReview => vec![to("Win", DisputeStatus::Won), to("Lose", DisputeStatus::Lost)],
        DisputeStatus::Lost => vec![to("Win after all", DisputeStatus::Won)],
        DisputeStatus::Won | DisputeStatus::WarningClosed => Vec::new(),
    }
}

fn dispute_words(dispute: &Dispute) -> (Tone, String) {
    match dispute.status {
        DisputeStatus::WarningNeedsResponse | DisputeStatus::WarningUnderReview => {
            (Tone::Warn, "The bank asks".to_owned())
        }
        DisputeStatus::NeedsResponse => (Tone::Bad, "Disputed".to_owned()),
        DisputeStatus::UnderReview => (Tone::Warn, "Dispute under review".to_owned()),
        DisputeStatus::Lost if dispute.method.is_delayed() => {
            (Tone::Bad, format!("Returned: {}", dispute.reason))
        }
        DisputeStatus::Lost => (Tone::Bad, "Dispute lost".to_owned()),
        DisputeStatus::Won => (Tone::Ok, "Dispute won".to_owned()),
        DisputeStatus::WarningClosed => (Tone::Ok, "Question closed".to_owned()),
    }
}
