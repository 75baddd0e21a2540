//! Connected accounts with their balances, and payouts.

use maud::{Markup, html};

use super::components::{Form, Tone, code, instant, row, rows, section, state_label};
use crate::stripe::account::{Account, ConnectedAccountStatus};
use crate::stripe::http::page::Language;
use crate::stripe::payout::{Payout, PayoutStatus};
use crate::stripe::state::StripeState;

/// Payouts shown.
const LATEST: usize = 30;

/// The name of an account, as the property is called.
pub fn account_name<'a>(state: &'a StripeState, account: &'a str) -> &'a str {
    match state.accounts.get(account).and_then(|found| found.display_name.as_deref()) {
        Some(name) => name,
        None if account.is_empty() => "The platform",
        None => account,
    }
}

pub fn accounts_section(state: &StripeState) -> Markup {
    let all: Vec<Markup> = state.accounts.values().map(|account| account_row(state, account)).collect();
    let empty = "No account yet. One is opened when a property sets up its payments.";
    section("accounts", "Accounts", &rows(&all, empty))
}

fn account_row(state: &StripeState, account: &Account) -> Markup {
    let (mut tone, mut words, value) = match account.status {
        ConnectedAccountStatus::NeedsInformation => (Tone::Warn, "Form not filled in", "needs_information"),
        ConnectedAccountStatus::PendingVerification => (Tone::Info, "Being checked", "pending_verification"),
        ConnectedAccountStatus::Active => (Tone::Ok, "Active", "active"),
        ConnectedAccountStatus::InformationDue => {
            (Tone::Warn, "Active, more information due", "information_due")
        }
        ConnectedAccountStatus::Restricted => (Tone::Bad, "Restricted", "restricted"),
        ConnectedAccountStatus::Rejected => (Tone::Bad, "Rejected", "rejected"),
    };
    if account.deauthorized {
        (tone, words) = (Tone::Plain, "Disconnected");
    }
    let money = |amount| Language::English.money(amount, &account.currency);
    let whole = state.objects(&account.id).map_or(0, |objects| objects.total_balance(&account.currency));
    let available =
        state.objects(&account.id).map_or(0, |objects| objects.available(state.now, &account.currency));
    let more = html! {
        (code(&account.id)) " · " (account.country) " · Balance " (money(whole)) ", of which " (money(available))
        " available"
    };
    let choices = [
        ("needs_information", "Form not filled in"),
        ("pending_verification", "Being checked"),
        ("active", "Active"),
        ("information_due", "Active, more information due"),
        ("restricted", "Restricted"),
        ("rejected", "Rejected"),
    ];
    let path = |what: &str| format!("accounts/{}/{what}", account.id);
    let mut forms = Vec::new();
    if whole > 0 {
        forms.push(Form::new(path("payout"), "accounts", "Pay out now").about(&account.id).main());
    }
    forms.push(
        Form::new(path("status"), "accounts", "Change")
            .about(&format!("the status of {}", account.id))
            .choice("status", "Status", &choices, value),
    );
    if !account.deauthorized {
        forms.push(Form::new(path("deauthorize"), "accounts", "Disconnect").about(&account.id));
    }
    row(account_name(state, &account.id), &state_label(tone, words), &more, &forms)
}

pub fn payouts_section(state: &StripeState) -> Markup {
    let mut all: Vec<(&str, &Payout)> = state
        .objects
        .iter()
        .flat_map(|(account, objects)| objects.payouts.iter().map(move |payout| (account.as_str(), payout)))
        .collect();
    all.sort_by_key(|(_, payout)| std::cmp::Reverse(payout.created));
    let shown: Vec<Markup> =
        all.iter().take(LATEST).map(|(account, payout)| payout_row(state, account, payout)).collect();
    let empty = "No payout yet. What became available goes to the bank each midnight.";
    section("payouts", "Payouts", &rows(&shown, empty))
}

fn payout_row(state: &StripeState, account: &str, payout: &Payout) -> Markup {
    let (tone, words) = match payout.status {
        PayoutStatus::Pending | PayoutStatus::InTransit => (Tone::Info, "On its way".to_owned()),
        PayoutStatus::Paid => (Tone::Ok, "Paid".to_owned()),
        PayoutStatus::Failed => {
            (Tone::Bad, format!("Failed: {}", payout.failure.map_or("", |(code, _)| code)))
        }
        PayoutStatus::Canceled => (Tone::Plain, "Canceled".to_owned()),
    };
    let more = html! {
        (account_name(state, account)) " · " (code(&payout.id)) " · made " (instant(payout.created)) ", arrives "
        (instant(payout.arrival_date))
    };
    let reasons = [
        ("account_closed", "Account closed"),
        ("no_account", "No such account"),
        ("invalid_account_number", "Wrong number"),
        ("could_not_process", "Could not process"),
    ];
    let mut forms = Vec::new();
    if payout.is_on_its_way() || payout.status == PayoutStatus::Paid {
        forms.push(
            Form::new(format!("payouts/{}/fail", payout.id), "payouts", "Send back")
                .about(&payout.id)
                .choice("reason", "Reason", &reasons, "account_closed"),
        );
    }
    if payout.is_on_its_way() {
        let path = format!("payouts/{}/cancel", payout.id);
        forms.push(Form::new(path, "payouts", "Call back").about(&payout.id));
    }
    let amount = Language::English.money(payout.amount, &payout.currency);
    row(&amount, &state_label(tone, &words), &more, &forms)
}
