//! Saved cards and bank accounts, with what happens when they are charged.

use maud::{Markup, html};

use super::accounts::account_name;
use super::components::{Form, Tone, code, row, rows, section, state_label};
use crate::stripe::confirmation::SimulatedOutcome;
use crate::stripe::payment_method::PaymentMethod;
use crate::stripe::state::StripeState;

/// Saved methods shown.
const LATEST: usize = 50;

pub fn saved_section(state: &StripeState) -> Markup {
    let all = state.objects.iter().flat_map(|(account, objects)| {
        let saved = objects.methods.iter().filter(|method| method.customer.is_some());
        saved.map(move |method| (account, method))
    });
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(_, method)| std::cmp::Reverse(method.created));
    let shown: Vec<Markup> =
        all.iter().take(LATEST).map(|(account, method)| saved_row(state, account, method)).collect();
    section("saved", "Saved cards and accounts", &rows(&shown, "Nobody has saved a card or an account."))
}

fn saved_row(state: &StripeState, account: &str, method: &PaymentMethod) -> Markup {
    let card: &[(&str, &str)] = &[
        ("succeed", "Succeed"),
        ("decline", "Are declined"),
        ("insufficient_funds", "Lack money"),
        ("expired", "Find it expired"),
        ("authentication_required", "Need the payer"),
    ];
    let bank: &[(&str, &str)] =
        &[("succeed", "Succeed"), ("fail_later", "Fail when due"), ("return_later", "Are returned later")];
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
    let more = html! {
        (account_name(state, account)) " · " (method.email.as_deref().unwrap_or("no address")) " · "
        (code(&method.id))
    };
    let forms = [
        Form::new(format!("payment_methods/{}/outcome", method.id), "saved", "Change")
            .about(&format!("what happens with {}", method.id))
            .choice("outcome", "Payments", ways, outcome),
        Form::new(format!("payment_methods/{}/detach", method.id), "saved", "Detach").about(&method.id),
    ];
    row(title, &state_label(tone, words), &more, &forms)
}
