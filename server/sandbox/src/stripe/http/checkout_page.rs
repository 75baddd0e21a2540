//! The hosted payment page: what is paid for, and one button for each way it can go.

use axum::Form;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::Stripe;
use super::super::confirmation::Outcome;
use super::super::method::Method;
use super::super::session::{LineItem, Mode, Session, SessionStatus};
use super::checkout_words::Words;
use super::page::{Language, go, missing_page, page};
use super::session_parts::{cancel_link, closed_page, declined_alert, way_forms};
use super::{header, setup_page};

#[derive(Deserialize)]
pub struct Seen {
    declined: Option<String>,
}

#[derive(Deserialize)]
pub struct Choice {
    method: String,
    outcome: Outcome,
}

/// `GET /checkout/{session}`.
pub async fn show(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Query(seen): Query<Seen>,
    headers: HeaderMap,
) -> Response<Body> {
    let accepted = header(&headers, "accept-language");
    let session = stripe.shared.play(|world| {
        let account = world.session_owner(&id)?;
        world.session(&account, &id).cloned()
    });
    let Ok(session) = session else {
        let language = Language::choose(None, accepted.as_deref());
        let words = Words::of(language);
        return missing_page(language, words.unknown, words.unknown_why);
    };
    let language = Language::choose(session.locale.as_deref(), accepted.as_deref());
    let words = Words::of(language);
    if session.mode == Mode::Setup {
        return setup_page::show(&session, language, seen.declined.is_some());
    }
    let main = match session.status {
        SessionStatus::Open => open_page(&session, language, &words, seen.declined.is_some()),
        SessionStatus::Complete => {
            closed_page(words.done, words.done_why, &session.success_page(), words.back)
        }
        SessionStatus::Expired => {
            let back = session.cancel_url.as_deref().unwrap_or(&session.success_url);
            closed_page(words.expired, words.expired_why, back, words.back)
        }
    };
    page(StatusCode::OK, language, words.title, &main)
}

/// `POST /checkout/{session}/pay`.
pub async fn pay(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Form(choice): Form<Choice>,
) -> Response<Body> {
    let next = stripe.shared.play(|world| {
        let method = Method::named(&choice.method);
        let account = world.session_owner(&id).ok()?;
        let saves = world.session(&account, &id).ok()?.mode == Mode::Setup;
        // A page that was left open shows what became of the session instead.
        let confirmed = method.map(|method| {
            if saves {
                world.save(&id, method, choice.outcome).map(drop)
            } else {
                world.confirm(&id, method, choice.outcome).map(drop)
            }
        });
        let session = world.session(&account, &id).ok()?;
        match confirmed {
            Some(Ok(())) if choice.outcome == Outcome::Decline => Some(format!("/checkout/{id}?declined=1")),
            Some(Ok(())) => Some(session.success_page()),
            _ => None,
        }
    });
    go(&next.unwrap_or_else(|| format!("/checkout/{}", urlencode(&id))))
}

fn urlencode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn open_page(session: &Session, language: Language, words: &Words, declined: bool) -> Markup {
    let total = language.money(session.total(), &session.currency);
    html! {
        p.tag { (words.sandbox) }
        @if declined { (declined_alert(words.declined)) }
        h1 { (words.title) }
        p.amount { (total) }
        div.card {
            table.lines {
                tbody {
                    @for line in &session.lines { (line_row(line, language, &session.currency)) }
                    tr {
                        th scope="row" { (words.total) }
                        td { (total) }
                    }
                }
            }
        }
        @for method in &session.methods { (method_forms(session, *method, words)) }
        (cancel_link(session, words.cancel))
    }
}

fn line_row(line: &LineItem, language: Language, currency: &str) -> Markup {
    html! {
        tr {
            th scope="row" {
                (line.name)
                @if line.quantity > 1 { " × " (line.quantity) }
                @if let Some(more) = line.description.as_deref().filter(|more| !more.is_empty()) {
                    br;
                    span.muted { (more) }
                }
            }
            td { (language.money(line.total(), currency)) }
        }
    }
}

fn method_forms(session: &Session, method: Method, words: &Words) -> Markup {
    let (heading, ways): (_, &[(&str, &str)]) = match method {
        Method::Card => (words.by_card, &[("succeed", words.card), ("decline", words.card_declined)]),
        Method::UsBankAccount | Method::AcssDebit => (
            words.by_bank,
            &[
                ("succeed", words.bank),
                ("fail_later", words.bank_fails),
                ("return_later", words.bank_returns),
            ],
        ),
    };
    way_forms(session, method, heading, ways)
}
