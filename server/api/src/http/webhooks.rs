//! Stripe's deliveries: the signature is checked over the raw bytes, the event is stored with its job, and
//! the answer goes out. Nothing is applied here.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::body;
use super::router::Site;
use application::webhooks::receive_event::receive_event;
use domain::webhook::WebhookEndpoint;

/// Largest delivery, in bytes.
const LARGEST: usize = 512 * 1024;

/// Events of connected accounts.
pub(super) async fn connect(site: State<Arc<Site>>, headers: HeaderMap, body: Body) -> Response {
    receive(&site, WebhookEndpoint::Connect, &headers, body).await
}

/// The platform's own events.
pub(super) async fn account(site: State<Arc<Site>>, headers: HeaderMap, body: Body) -> Response {
    receive(&site, WebhookEndpoint::Account, &headers, body).await
}

async fn receive(site: &Site, endpoint: WebhookEndpoint, headers: &HeaderMap, body: Body) -> Response {
    let body = match body::read(headers, body, LARGEST, site.body_within).await {
        Ok(body) => body,
        Err(unread) => return (unread.status(), format!("{}\n", unread.words())).into_response(),
    };
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok());
    let event = match site.app.processor.verify_event(endpoint, signature, &body, site.app.now()) {
        Ok(event) => event,
        Err(error) => {
            tracing::warn!(%error, ?endpoint, "a webhook delivery was refused");
            return (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response();
        }
    };
    match receive_event(&site.app, endpoint, event, &body).await {
        Ok(_) => (StatusCode::OK, "stored\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "a webhook delivery could not be stored");
            (StatusCode::INTERNAL_SERVER_ERROR, "not stored; send it again\n").into_response()
        }
    }
}
