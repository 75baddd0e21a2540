//! The inbox for people (a list, and each mail as HTML, text and source) and for other processes (the same as
//! JSON, with a long poll).

use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::{Inbox, Message, SmtpFault};
use crate::html::escape;

/// Longest a caller waits for a mail.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
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
        .route("/api/messages", get(api_list).delete(api_clear))
        .route("/api/messages/{id}", get(api_show))
        .route("/api/wait", get(api_wait))
        .route("/api/fault", post(api_fault))
        .fallback(missing)
        .with_state(inbox)
}

/// Which messages are meant.
#[derive(Default, Deserialize)]
struct MessageFilter {
    #[serde(default)]
    to: String,
    /// A part of the subject.
    #[serde(default)]
    subject: String,
    /// Only messages with a higher number.
    #[serde(default)]
    after: u64,
}

impl MessageFilter {
    fn matches(&self, message: &Message) -> bool {
        (self.to.is_empty() || message.is_to(&self.to))
            && message.subject.contains(&self.subject)
            && message.id > self.after
    }
}

async fn list(State(inbox): State<Inbox>, Query(filter): Query<MessageFilter>) -> Response {
    let messages = inbox.messages();
    let mut people: Vec<String> = messages.iter().flat_map(|message| message.to.clone()).collect();
    people.sort();
    people.dedup();
    let options: String = people
        .iter()
        .map(|person| {
            let chosen = if filter.to.eq_ignore_ascii_case(person) { " selected" } else { "" };
            format!("<option value=\"{0}\"{chosen}>{0}</option>", escape(person))
        })
        .collect();
    let rows: String = messages
        .iter()
        .rev()
        .filter(|message| filter.matches(message))
        .take(200)
        .map(|message| {
            format!(
                "<li><a href=\"/messages/{}\"><span class=\"subject\">{}</span><span class=\"to\">{}</span>\
                 <span class=\"from\">{}</span>{}</a></li>",
                message.id,
                subject(message),
                escape(&message.to.join(", ")),
                escape(message.from_name.as_deref().unwrap_or(&message.from)),
                time(message.received_at),
            )
        })
        .collect();
    let rows = if rows.is_empty() {
        "<p class=\"empty\">No mail yet. What the sandbox is sent shows here; reload to look again.</p>"
            .to_owned()
    } else {
        format!("<ul class=\"mails\">{rows}</ul>")
    };
    let main = format!(
        "<h1>Inbox</h1><form class=\"filter\"><label for=\"to\">Mail to</label>\
         <select id=\"to\" name=\"to\"><option value=\"\">Everyone</option>{options}</select>\
         <button>Show</button></form>{rows}"
    );
    page(StatusCode::OK, "Inbox", &main)
}

async fn show(State(inbox): State<Inbox>, Path(id): Path<u64>) -> Response {
    let Some(message) = inbox.message(id) else { return missing().await };
    let from = match &message.from_name {
        Some(name) => format!("{} &lt;{}&gt;", escape(name), escape(&message.from)),
        None => escape(&message.from),
    };
    let reply_to =
        message.reply_to.as_deref().map(|address| fact("Reply to", &escape(address))).unwrap_or_default();
    let html = message.html.as_ref().map_or_else(String::new, |_| {
        format!(
            "<h2>As HTML</h2><iframe class=\"mail\" title=\"The mail as HTML\" src=\"/messages/{id}/html\" \
             sandbox=\"allow-popups allow-popups-to-escape-sandbox\"></iframe>"
        )
    });
    let text = message.text.as_deref().map_or_else(String::new, |text| {
        format!("<h2>As text</h2><pre class=\"mail\">{}</pre>", linked(text))
    });
    let main = format!(
        "<p><a href=\"/\">All mail</a></p><h1>{}</h1><dl>{}{}{reply_to}{}</dl>{html}{text}\
         <h2>Source</h2><details><summary>Show the source</summary><pre class=\"mail\">{}</pre></details>\
         <p><a href=\"/messages/{id}/raw\" target=\"_blank\">Open the source by itself</a></p>",
        subject(&message),
        fact("From", &from),
        fact("To", &escape(&message.to.join(", "))),
        fact("Received", &time(message.received_at)),
        escape(&message.raw),
    );
    page(StatusCode::OK, &message.subject, &main)
}

fn fact(name: &str, value: &str) -> String {
    format!("<div><dt>{name}</dt><dd>{value}</dd></div>")
}

fn subject(message: &Message) -> String {
    if message.subject.is_empty() { "(no subject)".to_owned() } else { escape(&message.subject) }
}

fn time(milliseconds: i64) -> String {
    let at = Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH);
    format!("<time datetime=\"{at}\">{}</time>", at.strftime("%Y-%m-%d %H:%M:%S UTC"))
}

/// Text with its web addresses made into links that open in a new tab.
fn linked(text: &str) -> String {
    let mut out = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let address = word.trim_end_matches(['.', ',', ';', ')', '>']);
        if address.starts_with("http://") || address.starts_with("https://") {
            let rest = piece.get(address.len()..).unwrap_or_default();
            let safe = escape(address);
            out.push_str(&format!(
                "<a href=\"{safe}\" target=\"_blank\" rel=\"noopener\">{safe}</a>{}",
                escape(rest)
            ));
        } else {
            out.push_str(&escape(piece));
        }
    }
    out
}

/// The mail's own HTML, for the frame; a base in front sends its links to new tabs.
async fn body(State(inbox): State<Inbox>, Path(id): Path<u64>) -> Response {
    let Some(html) = inbox.message(id).and_then(|message| message.html) else { return missing().await };
    let html = with_base(&html);
    ([(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)], Html(html)).into_response()
}

/// Put into the head where there is one, so that the mail's doctype stays in front.
fn with_base(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let head = lower.find("<head>").map_or(0, |at| at + "<head>".len());
    let (before, after) = html.split_at_checked(head).unwrap_or(("", html));
    format!("{before}<base target=\"_blank\">{after}")
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
    let main = "<h1>No such mail</h1><p>It may have been cleared. <a href=\"/\">All mail</a></p>";
    page(StatusCode::NOT_FOUND, "No such mail", main)
}

fn page(status: StatusCode, title: &str, main: &str) -> Response {
    let title = escape(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\
         <body><main>{main}</main></body></html>"
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, Html(html)).into_response()
}

async fn api_list(State(inbox): State<Inbox>, Query(filter): Query<MessageFilter>) -> Response {
    let data: Vec<Message> = inbox.messages().into_iter().filter(|message| filter.matches(message)).collect();
    Json(json!({"data": data})).into_response()
}

async fn api_show(State(inbox): State<Inbox>, Path(id): Path<u64>) -> Response {
    match inbox.message(id) {
        Some(message) => Json(message).into_response(),
        None => refused(StatusCode::NOT_FOUND, &format!("there is no message {id}")),
    }
}

async fn api_clear(State(inbox): State<Inbox>) -> Response {
    inbox.clear();
    Json(json!({})).into_response()
}

async fn api_wait(State(inbox): State<Inbox>, Query(filter): Query<MessageFilter>) -> Response {
    match inbox.wait_for(|message| filter.matches(message), LONGEST_WAIT).await {
        Ok(message) => Json(message).into_response(),
        Err(error) => refused(StatusCode::REQUEST_TIMEOUT, &error.to_string()),
    }
}

#[derive(Deserialize)]
struct Fault {
    fault: SmtpFault,
}

async fn api_fault(State(inbox): State<Inbox>, Json(new): Json<Fault>) -> Response {
    inbox.set_fault(new.fault);
    Json(json!({})).into_response()
}

fn refused(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"error": {"message": message}}))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_element_is_inserted_into_the_head() {
        assert_eq!(with_base("<p>é</p>"), "<base target=\"_blank\"><p>é</p>");
        let whole = "<!doctype html><html><HEAD><title>é</title>";
        assert_eq!(with_base(whole), "<!doctype html><html><HEAD><base target=\"_blank\"><title>é</title>");
    }

    #[test]
    fn urls_become_links_and_markup_is_escaped() {
        let html = linked("See <b> https://a.example/x?y=1&z=2.\nBye");
        assert_eq!(
            html,
            "See &lt;b&gt; <a href=\"https://a.example/x?y=1&amp;z=2\" target=\"_blank\" rel=\"noopener\">\
             https://a.example/x?y=1&amp;z=2</a>.\nBye"
        );
    }
}
