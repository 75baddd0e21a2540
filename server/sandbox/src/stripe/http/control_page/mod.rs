//! The control page: the clock, accounts, payments, payouts and events of the sandbox, with a button for
//! everything that could happen next. Its forms post to the controls and come back here.

mod accounts;
mod components;
mod events;
mod payments;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Response, StatusCode};
use serde::Deserialize;

use super::super::Stripe;
use super::super::calendar::{DAY, add_business_days};
use super::super::state::StripeState;
use super::page::{Language, escape, frame};
use components::{Form, instant, section};

/// What the last form did, or why it couldn't.
#[derive(Deserialize)]
pub struct Note {
    done: Option<String>,
    problem: Option<String>,
}

/// `GET /_sandbox`.
pub async fn show(State(stripe): State<Stripe>, Query(note): Query<Note>) -> Response<Body> {
    let note = match (note.problem, note.done) {
        (Some(problem), _) => format!("<p class=\"alert\" role=\"alert\">{}</p>", escape(&problem)),
        (None, Some(done)) => format!("<p class=\"note\" role=\"status\">Done: {}</p>", escape(&done)),
        (None, None) => String::new(),
    };
    let sections = stripe.shared.with_state(|state| {
        [
            clock(state),
            accounts::accounts(state),
            payments::sessions(state),
            payments::payments(state),
            payments::saved(state),
            accounts::payouts(state),
            events::delivery(state),
            events::events(state),
        ]
        .concat()
    });
    let links: String = [
        ("clock", "Clock"),
        ("accounts", "Accounts"),
        ("sessions", "Open pages"),
        ("payments", "Payments"),
        ("saved", "Saved"),
        ("payouts", "Payouts"),
        ("delivery", "Delivery"),
        ("events", "Events"),
    ]
    .iter()
    .map(|(id, name)| format!("<a href=\"#{id}\">{name}</a>"))
    .collect();
    let main = format!(
        "<p class=\"tag\">Sandbox: no money moves</p><h1>Payment processor</h1>{note}\
         <nav aria-label=\"Parts of this page\">{links}</nav>{sections}"
    );
    let styles = ["/_sandbox/style.css", "/_sandbox/control.css"];
    frame(StatusCode::OK, Language::English, "Payment processor sandbox", &styles, &main)
}

/// The style of this page, beside that of the hosted pages.
pub async fn style() -> Response<Body> {
    let reply = Response::builder().header("content-type", "text/css; charset=utf-8");
    reply.body(Body::from(include_str!("../control.css"))).unwrap_or_default()
}

fn clock(state: &StripeState) -> String {
    let step = |label: &'static str| Form::new("clock/advance", "clock", label);
    let forms = [
        step("One day").hidden("days", "1"),
        step("Four business days").hidden("business_days", "4"),
        step("Move").number("days", "Days", 30),
    ];
    let soon = add_business_days(state.now, 4);
    let now = format!(
        "<p class=\"amount\">{}</p><p class=\"muted\">A bank transfer started now ends on {}. The clock only moves \
         forward: what falls due on the way happens.</p>",
        instant(state.now),
        instant(soon)
    );
    let ahead = match state.offset {
        0 => String::new(),
        offset => format!("<p class=\"muted\">{} days ahead of the wall clock.</p>", offset / DAY),
    };
    let forms: String = forms.into_iter().map(Form::html).collect();
    section(
        "clock",
        "Clock",
        &format!("<div class=\"card\">{now}{ahead}<div class=\"actions\">{forms}</div></div>"),
    )
}
