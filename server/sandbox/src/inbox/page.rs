//! The inbox for people: a list, and each mail as HTML, text and source.

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use maud::{Markup, Render, html};

use super::api::{self, MessageFilter};
use super::content::{linked_text, with_base};
use super::{Inbox, Message};
use crate::html::document;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'";
/// A mail's own HTML: its styles and pictures, but no script and no form. Links lead to new tabs.
const MAIL_POLICY: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
                           style-src 'unsafe-inline'; img-src data: http: https:; base-uri 'self'";

pub fn router(inbox: Inbox) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/style.css", get(style))
        .route("/messages/{id}", get(show))
        .route("/messages/{id}/html", get(body))
        .route("/messages/{id}/raw", get(raw))
        .merge(api::routes())
        .fallback(missing)
        .with_state(inbox)
}

async fn list(State(inbox): State<Inbox>, Query(filter): Query<MessageFilter>) -> Response {
    let messages = inbox.messages();
    let mut people: Vec<String> = messages.iter().flat_map(|message| message.to.clone()).collect();
    people.sort();
    people.dedup();
    let shown: Vec<&Message> =
        messages.iter().rev().filter(|message| filter.matches(message)).take(200).collect();
    let main = html! {
        h1 { "Inbox" }
        form.filter {
            label for="to" { "Mail to" }
            select id="to" name="to" {
                option value="" { "Everyone" }
                @for person in &people {
                    option value=(person) selected[filter.to.eq_ignore_ascii_case(person)] { (person) }
                }
            }
            button { "Show" }
        }
        @if shown.is_empty() {
            p.empty { "No mail yet. What the sandbox is sent shows here; reload to look again." }
        } @else {
            ul.mails {
                @for message in shown { (message_row(message)) }
            }
        }
    };
    page(StatusCode::OK, "Inbox", &main)
}

fn message_row(message: &Message) -> Markup {
    html! {
        li {
            a href={ "/messages/" (message.id) } {
                span.subject { (subject(message)) }
                span.to { (message.to.join(", ")) }
                span.from { (message.from_name.as_deref().unwrap_or(&message.from)) }
                (time(message.received_at))
            }
        }
    }
}

async fn show(State(inbox): State<Inbox>, Path(id): Path<u64>) -> Response {
    let Some(message) = inbox.message(id) else { return missing().await };
    let from = match &message.from_name {
        Some(name) => format!("{name} <{}>", message.from),
        None => message.from.clone(),
    };
    let main = html! {
        p { a href="/" { "All mail" } }
        h1 { (subject(&message)) }
        dl {
            (fact("From", from))
            (fact("To", message.to.join(", ")))
            @if let Some(address) = &message.reply_to { (fact("Reply to", address)) }
            (fact("Received", time(message.received_at)))
        }
        @if message.html.is_some() {
            h2 { "As HTML" }
            iframe.mail title="The mail as HTML" src={ "/messages/" (id) "/html" }
                sandbox="allow-popups allow-popups-to-escape-sandbox" {}
        }
        @if let Some(text) = &message.text {
            h2 { "As text" }
            pre.mail { (linked_text(text)) }
        }
        h2 { "Source" }
        details {
            summary { "Show the source" }
            pre.mail { (message.raw) }
        }
        p { a href={ "/messages/" (id) "/raw" } target="_blank" { "Open the source by itself" } }
    };
    page(StatusCode::OK, &message.subject, &main)
}

fn fact(name: &str, value: impl Render) -> Markup {
    html! {
        div {
            dt { (name) }
            dd { (value) }
        }
    }
}

fn subject(message: &Message) -> &str {
    if message.subject.is_empty() { "(no subject)" } else { &message.subject }
}

fn time(milliseconds: i64) -> Markup {
    let at = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    html! { time datetime=(at.to_string()) { (at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()) } }
}

/// The mail's own HTML, for the frame; a base in front sends its links to new tabs.
async fn body(State(inbox): State<Inbox>, Path(id): Path<u64>) -> Response {
    let Some(html) = inbox.message(id).and_then(|message| message.html) else { return missing().await };
    let html = with_base(&html);
    ([(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)], Html(html)).into_response()
}

async fn raw(State(inbox): State<Inbox>, Path(id): Path<u64>) -> Response {
    let Some(message) = inbox.message(id) else { return missing().await };
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, POLICY)];
    (headers, message.raw).into_response()
}

async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css")).into_response()
}

async fn missing() -> Response {
    let main = html! {
        h1 { "No such mail" }
        p { "It may have been cleared. " a href="/" { "All mail" } }
    };
    page(StatusCode::NOT_FOUND, "No such mail", &main)
}

fn page(status: StatusCode, title: &str, main: &Markup) -> Response {
    let html = document("en", title, &["/style.css"], main).into_string();
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, Html(html)).into_response()
}
