//! The mail for other processes, as JSON, with a long poll.

use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::{Inbox, Message, SmtpFault};

/// Longest a caller waits for a mail.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

pub fn routes() -> Router<Inbox> {
    Router::new()
        .route("/api/messages", get(api_list).delete(api_clear))
        .route("/api/messages/{id}", get(api_show))
        .route("/api/wait", get(api_wait))
        .route("/api/fault", post(api_fault))
}

/// Which messages are meant.
#[derive(Default, Deserialize)]
pub struct MessageFilter {
    #[serde(default)]
    pub to: String,
    /// A part of the subject.
    #[serde(default)]
    subject: String,
    /// Only messages with a higher number.
    #[serde(default)]
    after: u64,
}

impl MessageFilter {
    pub fn matches(&self, message: &Message) -> bool {
        (self.to.is_empty() || message.is_to(&self.to))
            && message.subject.contains(&self.subject)
            && message.id > self.after
    }
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
