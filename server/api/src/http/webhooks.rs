//! Stripe's deliveries: the signature is checked over the raw bytes, the event is stored with its job, and
//! the answer goes out. Nothing is applied here.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::body;
use super::router::HttpState;
use application::webhooks::receive_webhook_event::{ReceiveError, receive_webhook_event};
use domain::webhook::WebhookEndpoint;

/// Largest delivery, in bytes.
const MAX_BODY_BYTES: usize = 512 * 1024;

/// Events of connected accounts.
pub(super) async fn connect(state: State<Arc<HttpState>>, headers: HeaderMap, body: Body) -> Response {
    receive(&state, WebhookEndpoint::Connect, &headers, body).await
}

/// The platform's own events.
pub(super) async fn account(state: State<Arc<HttpState>>, headers: HeaderMap, body: Body) -> Response {
    receive(&state, WebhookEndpoint::Account, &headers, body).await
}

async fn receive(state: &HttpState, endpoint: WebhookEndpoint, headers: &HeaderMap, body: Body) -> Response {
    let body = match body::read(headers, body, MAX_BODY_BYTES, state.body_timeout).await {
        Ok(body) => body,
        Err(unread) => return (unread.status(), format!("{}\n", unread.message())).into_response(),
    };
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok());
    match receive_webhook_event(&state.app, endpoint, signature, &body).await {
        Ok(_) => (StatusCode::OK, "stored\n").into_response(),
        Err(ReceiveError::Refused(error)) => {
            tracing::warn!(%error, ?endpoint, "a webhook delivery was refused");
            (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response()
        }
        Err(ReceiveError::NotStored(error)) => {
            tracing::error!(%error, "a webhook delivery could not be stored");
            (StatusCode::INTERNAL_SERVER_ERROR, "not stored; send it again\n").into_response()
        }
    }
}
