//! How events travel, and the last of them.

use maud::{Markup, html};

use super::accounts::account_name;
use super::components::{Form, Tone, code, instant, row, rows, section, short_rows, state_label};
use crate::stripe::delivery::DeliveryMode;
use crate::stripe::event::Event;
use crate::stripe::state::StripeState;

/// Events shown.
const LATEST: usize = 50;

pub fn delivery_section(state: &StripeState) -> Markup {
    let deliveries = &state.deliveries;
    let modes = [
        ("normal", "In order, once"),
        ("hold", "Hold until released"),
        ("duplicate", "Everything twice"),
        ("shuffle", "Random order"),
        ("reorder", "Newest first"),
        ("delay", "Late, by seconds"),
        ("drop", "Never"),
    ];
    let seconds = if let DeliveryMode::Delay(seconds) = deliveries.mode { seconds } else { 3_600 };
    let (waiting, kept) = (deliveries.len(), deliveries.held_or_delayed());
    let mut forms = vec![
        Form::new("delivery", "delivery", "Change")
            .about("how events travel")
            .choice("mode", "Delivery", &modes, deliveries.mode.name())
            .number("seconds", "Seconds, when late", seconds),
        Form::new("delivery/drop_next", "delivery", "Lose the next").number("count", "Events", 1),
    ];
    if kept > 0 {
        forms.push(Form::new("delivery/release", "delivery", "Release what is held").main());
    }
    if waiting > kept {
        forms.push(Form::new("delivery/pending", "delivery", "Try again now"));
    }
    let tone = if waiting == 0 { Tone::Ok } else { Tone::Warn };
    let words = if waiting == 0 { "All delivered".to_owned() } else { format!("{waiting} waiting") };
    let more = html! {
        (kept) " held or late."
        @if !deliveries.has_target() { " There is no webhook target yet." }
    };
    let webhooks = row("Webhooks", &state_label(tone, &words), &more, &forms);
    section("delivery", "Delivery", &rows(&[webhooks], ""))
}

pub fn events_section(state: &StripeState) -> Markup {
    let latest: Vec<Markup> =
        state.events.iter().rev().take(LATEST).map(|event| event_row(state, event)).collect();
    section("events", "Last events", &short_rows(&latest, "Nothing has happened yet."))
}

fn event_row(state: &StripeState, event: &Event) -> Markup {
    // A thin event belongs to the platform's endpoint and names its account only inside.
    let account = account_name(state, &event.account);
    let more = html! { (account) " · " (instant(event.created)) " · " (code(&event.id)) };
    let form = Form::new(format!("events/{}/resend", event.id), "events", "Send again").about(&event.id);
    row(&event.kind, &html! {}, &more, &[form])
}
