//! Open pages, payments with what can become of them, and saved cards and accounts.

use super::super::super::charge::Charge;
use super::super::super::confirmation::SimulatedOutcome;
use super::super::super::dispute::{Dispute, DisputeStatus};
use super::super::super::payment_intent::{IntentStatus, PaymentIntent};
use super::super::super::payment_method_type::PaymentMethodType;
use super::super::super::session::{SessionMode, SessionStatus};
use super::super::super::state::{AccountObjects, StripeState};
use super::super::page::{Language, escape};
use super::accounts::name;
use super::components::{Form, Tone, code, instant, row, rows, section, status_badge};

/// Payments, pages and saved methods shown.
const LATEST: usize = 50;

pub fn sessions(state: &StripeState) -> String {
    let open = state.objects.iter().flat_map(|(account, objects)| {
        let open = objects.sessions.iter().filter(|session| session.status == SessionStatus::Open);
        open.map(move |session| (account, session))
    });
    let mut open: Vec<_> = open.collect();
    open.sort_by_key(|(_, session)| std::cmp::Reverse(session.created));
    let shown: Vec<String> = open
        .iter()
        .take(LATEST)
        .map(|(account, session)| {
            let title = match session.mode {
                SessionMode::Payment => Language::English.money(session.total(), &session.currency),
                SessionMode::Setup => "Saves a way to pay".to_owned(),
            };
            let lines: Vec<String> = session.lines.iter().map(|line| escape(&line.name)).collect();
            let more = format!(
                "{} · {} · <a href=\"{}\">Open the page</a> · until {}",
                name(state, account),
                if lines.is_empty() { code(&session.id) } else { lines.join(", ") },
                escape(&session.url),
                instant(session.expires_at)
            );
            row(&title, &status_badge(Tone::Info, "Open"), &more, Vec::new())
        })
        .collect();
    section("sessions", "Open pages", &rows(&shown, "No payment page is open."))
}

pub fn payments(state: &StripeState) -> String {
    let all = state
        .objects
        .iter()
        .flat_map(|(account, objects)| objects.intents.iter().map(move |intent| (account, objects, intent)));
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(_, _, intent)| std::cmp::Reverse(intent.created));
    let shown: Vec<String> = all
        .iter()
        .take(LATEST)
        .map(|(account, objects, intent)| payment(state, account, objects, intent))
        .collect();
    section("payments", "Payments", &rows(&shown, "Nobody has paid yet."))
}

fn payment(state: &StripeState, account: &str, objects: &AccountObjects, intent: &PaymentIntent) -> String {
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
    let mut more = format!(
        "{} · {} · {} · {}",
        name(state, account),
        match charge.map(|charge| charge.method) {
            None => "not tried",
            Some(PaymentMethodType::Card) => "card",
            Some(PaymentMethodType::UsBankAccount | PaymentMethodType::AcssDebit) => "bank debit",
        },
        instant(intent.created),
        code(&intent.id)
    );
    if let Some(at) = charge.and_then(|charge| charge.settles_at) {
        more.push_str(&format!(" · ends {}", instant(at)));
    }
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
        forms.extend(after(intent, charge, dispute));
    }
    for refund in objects.refunds.iter().filter(|one| one.intent == intent.id && one.failure.is_none()) {
        let reasons =
            [("expired_or_canceled_card", "Expired or closed"), ("declined", "Declined by the bank")];
        more.push_str(&format!(" · refund of {}", money(refund.amount)));
        let path = format!("refunds/{}/fail", refund.id);
        forms.push(
            Form::new(path, "payments", "Let the refund fail")
                .about(&format!("{} of {}", refund.id, money(refund.amount)))
                .choice("reason", "Reason", &reasons, "expired_or_canceled_card"),
        );
    }
    row(&money(intent.amount), &status_badge(tone, &words), &more, forms)
}

/// What can become of a payment that came in.
fn after(intent: &PaymentIntent, charge: &Charge, dispute: Option<&Dispute>) -> Vec<Form> {
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

pub fn saved(state: &StripeState) -> String {
    let all = state.objects.iter().flat_map(|(account, objects)| {
        let saved = objects.methods.iter().filter(|method| method.customer.is_some());
        saved.map(move |method| (account, method))
    });
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(_, method)| std::cmp::Reverse(method.created));
    let shown: Vec<String> = all
        .iter()
        .take(LATEST)
        .map(|(account, method)| {
            let card: &[(&str, &str)] = &[
                ("succeed", "Succeed"),
                ("decline", "Are declined"),
                ("insufficient_funds", "Lack money"),
                ("expired", "Find it expired"),
                ("authentication_required", "Need the payer"),
            ];
            let bank: &[(&str, &str)] = &[
                ("succeed", "Succeed"),
                ("fail_later", "Fail when due"),
                ("return_later", "Are returned later"),
            ];
            let outcome = match method.outcome {
                SimulatedOutcome::Succeed => "succeed",
                SimulatedOutcome::Decline => "decline",
                SimulatedOutcome::FailLater => "fail_later",
                SimulatedOutcome::ReturnLater => "return_later",
                SimulatedOutcome::InsufficientFunds => "insufficient_funds",
                SimulatedOutcome::Expired => "expired",
                SimulatedOutcome::AuthenticationRequired => "authentication_required",
            };
            let (tone, words) = match method.outcome {
                SimulatedOutcome::Succeed => (Tone::Ok, "Works"),
                _ => (Tone::Warn, "Will be refused"),
            };
            let (title, ways) = if method.method.is_delayed() {
                ("Bank account ···· 6789", bank)
            } else {
                ("Card ···· 4242", card)
            };
            let more = format!(
                "{} · {} · {}",
                name(state, account),
                escape(method.email.as_deref().unwrap_or("no address")),
                code(&method.id)
            );
            let forms = vec![
                Form::new(format!("payment_methods/{}/outcome", method.id), "saved", "Change")
                    .about(&format!("what happens with {}", method.id))
                    .choice("outcome", "Payments", ways, outcome),
                Form::new(format!("payment_methods/{}/detach", method.id), "saved", "Detach")
                    .about(&method.id),
            ];
            row(title, &status_badge(tone, words), &more, forms)
        })
        .collect();
    section("saved", "Saved cards and accounts", &rows(&shown, "Nobody has saved a card or an account."))
}
