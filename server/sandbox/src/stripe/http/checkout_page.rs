//! The hosted payment page: what is paid for, and one button for each way it can go.

use axum::Form;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use maud::{Markup, html};
use serde::Deserialize;

use super::checkout_words::PageText;
use super::page::{Language, missing_page, page, redirect};
use super::session_parts::{cancel_link, closed_page, declined_alert, outcome_forms};
use super::{header, setup_page};
use crate::stripe::Stripe;
use crate::stripe::confirmation::SimulatedOutcome;
use crate::stripe::payment_method_type::PaymentMethodType;
use crate::stripe::session::{LineItem, Session, SessionMode, SessionStatus};

#[derive(Deserialize)]
pub struct Seen {
    declined: Option<String>,
}

#[derive(Deserialize)]
pub struct Choice {
    method: String,
    outcome: SimulatedOutcome,
}

/// `GET /checkout/{session}`.
pub async fn show(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Query(seen): Query<Seen>,
    headers: HeaderMap,
) -> Response<Body> {
    let accepted = header(&headers, "accept-language");
    let session = stripe.shared.with_state(|state| {
        let account = state.session_owner(&id)?;
        state.session(&account, &id).cloned()
    });
    let Ok(session) = session else {
        let language = Language::choose(None, accepted.as_deref());
        let words = PageText::of(language);
        return missing_page(language, words.unknown, words.unknown_why);
    };
    let language = Language::choose(session.locale.as_deref(), accepted.as_deref());
    let words = PageText::of(language);
    if session.mode == SessionMode::Setup {
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
    let next = stripe.shared.with_state(|state| {
        let method = PaymentMethodType::named(&choice.method);
        let account = state.session_owner(&id).ok()?;
        let saves = state.session(&account, &id).ok()?.mode == SessionMode::Setup;
        // A page that was left open shows what became of the session instead.
        let confirmed = method.map(|method| {
            if saves {
                state.save(&id, method, choice.outcome).map(drop)
            } else {
                state.confirm(&id, method, choice.outcome).map(drop)
            }
        });
        let session = state.session(&account, &id).ok()?;
        match confirmed {
            Some(Ok(())) if choice.outcome == SimulatedOutcome::Decline => {
                Some(format!("/checkout/{id}?declined=1"))
            }
            Some(Ok(())) => Some(session.success_page()),
            _ => None,
        }
    });
    redirect(&next.unwrap_or_else(|| format!("/checkout/{}", urlencode(&id))))
}

fn urlencode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn open_page(session: &Session, language: Language, words: &PageText, declined: bool) -> Markup {
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

fn method_forms(session: &Session, method: PaymentMethodType, words: &PageText) -> Markup {
    let (heading, ways): (_, &[(&str, &str)]) = match method {
        PaymentMethodType::Card => {
            (words.by_card, &[("succeed", words.card), ("decline", words.card_declined)])
        }
        PaymentMethodType::UsBankAccount | PaymentMethodType::AcssDebit => (
            words.by_bank,
            &[
                ("succeed", words.bank),
                ("fail_later", words.bank_fails),
                ("return_later", words.bank_returns),
            ],
        ),
    };
    outcome_forms(session, method, heading, ways)
}
