//! How events travel, and the last of them.

use super::super::super::delivery::Delivery;
use super::super::super::event::Event;
use super::super::super::world::World;
use super::super::page::escape;
use super::accounts::name;
use super::parts::{Form, Tone, code, instant, row, rows, section, short_rows, state};

/// Events shown.
const LATEST: usize = 50;

pub fn delivery(world: &World) -> String {
    let deliveries = &world.deliveries;
    let modes = [
        ("normal", "In order, once"),
        ("hold", "Hold until released"),
        ("duplicate", "Everything twice"),
        ("shuffle", "Random order"),
        ("reorder", "Newest first"),
        ("delay", "Late, by seconds"),
        ("drop", "Never"),
    ];
    let seconds = if let Delivery::Delay(seconds) = deliveries.mode { seconds } else { 3_600 };
    let (waiting, kept) = (deliveries.len(), deliveries.kept_back());
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
    section("delivery", "Delivery", &rows(&[row("Webhooks", &state(tone, &words), &more, forms)], ""))
}

pub fn events(world: &World) -> String {
    let latest: Vec<String> = world.events.iter().rev().take(LATEST).map(|event| one(world, event)).collect();
    section("events", "Last events", &short_rows(&latest, "Nothing has happened yet."))
}

fn one(world: &World, event: &Event) -> String {
    // A thin event belongs to the platform's endpoint and names its account only inside.
    let account = name(world, &event.account);
    let more = format!("{account} · {} · {}", instant(event.created), code(&event.id));
    let form = Form::new(format!("events/{}/resend", event.id), "events", "Send again").about(&event.id);
    row(&escape(&event.kind), "", &more, vec![form])
}
