//! The control page: the clock, accounts, payments, payouts and events of the sandbox, with a button for
//! everything that could happen next. Its forms post to the controls and come back here.

mod accounts;
mod events;
mod parts;
mod payments;
mod saved;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::Stripe;
use super::super::calendar::{DAY, add_business_days};
use super::super::world::World;
use super::page::{Language, frame};
use parts::{Form, instant, section};

/// What the last form did, or why it couldn't.
#[derive(Deserialize)]
pub struct Note {
    done: Option<String>,
    problem: Option<String>,
}

/// `GET /_sandbox`.
pub async fn show(State(stripe): State<Stripe>, Query(note): Query<Note>) -> Response<Body> {
    let main = stripe.shared.play(|world| {
        html! {
            p.tag { "Sandbox: no money moves" }
            h1 { "Payment processor" }
            (note_line(&note))
            (section_links())
            (clock_section(world))
            (accounts::accounts_section(world))
            (payments::sessions_section(world))
            (payments::payments_section(world))
            (saved::saved_section(world))
            (accounts::payouts_section(world))
            (events::delivery_section(world))
            (events::events_section(world))
        }
    });
    let styles = ["/_sandbox/style.css", "/_sandbox/control.css"];
    frame(StatusCode::OK, Language::English, "Payment processor sandbox", &styles, &main)
}

/// The style of this page, beside that of the hosted pages.
pub async fn style() -> Response<Body> {
    let reply = Response::builder().header("content-type", "text/css; charset=utf-8");
    reply.body(Body::from(include_str!("../control.css"))).unwrap_or_default()
}

fn note_line(note: &Note) -> Markup {
    html! {
        @if let Some(problem) = &note.problem {
            p.alert role="alert" { (problem) }
        } @else if let Some(done) = &note.done {
            p.note role="status" { "Done: " (done) }
        }
    }
}

fn section_links() -> Markup {
    let links = [
        ("clock", "Clock"),
        ("accounts", "Accounts"),
        ("sessions", "Open pages"),
        ("payments", "Payments"),
        ("saved", "Saved"),
        ("payouts", "Payouts"),
        ("delivery", "Delivery"),
        ("events", "Events"),
    ];
    html! {
        nav aria-label="Parts of this page" {
            @for (id, name) in links { a href={ "#" (id) } { (name) } }
        }
    }
}

fn clock_section(world: &World) -> Markup {
    let step = |label: &'static str| Form::new("clock/advance", "clock", label);
    let forms = [
        step("One day").hidden("days", "1"),
        step("Four business days").hidden("business_days", "4"),
        step("Move").number("days", "Days", 30),
    ];
    let soon = add_business_days(world.now, 4);
    let card = html! {
        div.card {
            p.amount { (instant(world.now)) }
            p.muted {
                "A bank transfer started now ends on " (instant(soon)) ". The clock only moves forward: what falls \
                 due on the way happens."
            }
            @if world.offset != 0 {
                p.muted { (world.offset / DAY) " days ahead of the wall clock." }
            }
            div.actions {
                @for form in &forms { (form) }
            }
        }
    };
    section("clock", "Clock", &card)
}
