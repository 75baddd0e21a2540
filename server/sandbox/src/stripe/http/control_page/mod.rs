//! The control page: the clock, accounts, payments, payouts and events of the sandbox, with a button for
//! everything that could happen next. Its forms post to the controls and come back here.

mod accounts;
mod components;
mod events;
mod payments;
mod saved;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use maud::{Markup, html};
use serde::Deserialize;

use super::page::{Language, frame};
use crate::stripe::Stripe;
use crate::stripe::calendar::{DAY, add_business_days};
use crate::stripe::state::StripeState;
use components::{Form, instant, section};

/// What the last form did, or why it couldn't.
#[derive(Deserialize)]
pub struct Note {
    done: Option<String>,
    problem: Option<String>,
}

/// `GET /_sandbox`.
pub async fn show(State(stripe): State<Stripe>, Query(note): Query<Note>) -> Response<Body> {
    let main = stripe.shared.with_state(|state| {
        html! {
            p.tag { "Sandbox: no money moves" }
            h1 { "Payment processor" }
            (note_line(&note))
            (section_links())
            (clock_section(state))
            (accounts::accounts_section(state))
            (payments::sessions_section(state))
            (payments::payments_section(state))
            (saved::saved_section(state))
            (accounts::payouts_section(state))
            (events::delivery_section(state))
            (events::events_section(state))
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

fn clock_section(state: &StripeState) -> Markup {
    let step = |label: &'static str| Form::new("clock/advance", "clock", label);
    let forms = [
        step("One day").hidden("days", "1"),
        step("Four business days").hidden("business_days", "4"),
        step("Move").number("days", "Days", 30),
    ];
    let soon = add_business_days(state.now, 4);
    let card = html! {
        div.card {
            p.amount { (instant(state.now)) }
            p.muted {
                "A bank transfer started now ends on " (instant(soon)) ". The clock only moves forward: what falls \
                 due on the way happens."
            }
            @if state.offset != 0 {
                p.muted { (state.offset / DAY) " days ahead of the wall clock." }
            }
            div.actions {
                @for form in &forms { (form) }
            }
        }
    };
    section("clock", "Clock", &card)
}
