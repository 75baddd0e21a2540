//! How events travel, and the last of them.

use super::super::super::delivery::DeliveryMode;
use super::super::super::event::Event;
use super::super::super::state::StripeState;
use super::super::page::escape;
use super::accounts::name;
use super::components::{Form, Tone, code, instant, row, rows, section, short_rows, status_badge};

/// Events shown.
const LATEST: usize = 50;

pub fn delivery(state: &StripeState) -> String {
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
    let where_to = if deliveries.has_target() { "" } else { " There is no webhook target yet." };
    let tone = if waiting == 0 { Tone::Ok } else { Tone::Warn };
    let words = if waiting == 0 { "All delivered".to_owned() } else { format!("{waiting} waiting") };
    let more = format!("{kept} held or late.{where_to}");
    section("delivery", "Delivery", &rows(&[row("Webhooks", &status_badge(tone, &words), &more, forms)], ""))
}

pub fn events(state: &StripeState) -> String {
    let latest: Vec<String> = state.events.iter().rev().take(LATEST).map(|event| one(state, event)).collect();
    section("events", "Last events", &short_rows(&latest, "Nothing has happened yet."))
}

fn one(state: &StripeState, event: &Event) -> String {
    // A thin event belongs to the platform's endpoint and names its account only inside.
    let account = name(state, &event.account);
    let more = format!("{account} · {} · {}", instant(event.created), code(&event.id));
    let form = Form::new(format!("events/{}/resend", event.id), "events", "Send again").about(&event.id);
    row(&escape(&event.kind), "", &more, vec![form])
}
