//! Events: where they go, how they travel, what waits and what has been.

use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::{ControlResult, JsonBody};
use crate::stripe::Stripe;
use crate::stripe::delivery::DeliveryMode;

/// Longest a caller waits for deliveries to be quiet.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

pub fn routes() -> Router<Stripe> {
    Router::new()
        .route("/_sandbox/webhooks", post(webhooks))
        .route("/_sandbox/delivery", post(delivery))
        .route("/_sandbox/delivery/release", post(release))
        .route("/_sandbox/delivery/pending", post(deliver_pending))
        .route("/_sandbox/delivery/drop_next", post(drop_next))
        .route("/_sandbox/events", get(events))
        .route("/_sandbox/events/{id}/resend", post(resend))
        .route("/_sandbox/idle", get(idle))
}

#[derive(Deserialize)]
struct WebhookTarget {
    target: Option<Url>,
}

async fn webhooks(State(stripe): State<Stripe>, JsonBody(new): JsonBody<WebhookTarget>) -> ControlResult {
    stripe.set_webhook_target(new.target);
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct NewDeliveryMode {
    mode: String,
    /// For `delay`, by the sandbox's clock.
    #[serde(default)]
    seconds: i64,
}

async fn delivery(State(stripe): State<Stripe>, JsonBody(new): JsonBody<NewDeliveryMode>) -> ControlResult {
    let mode = DeliveryMode::named(&new.mode, new.seconds);
    let mode = mode.ok_or_else(|| anyhow::anyhow!("'{}' is no way of delivery", new.mode))?;
    stripe.set_delivery_mode(mode);
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct DropCount {
    count: u32,
}

async fn drop_next(State(stripe): State<Stripe>, JsonBody(lost): JsonBody<DropCount>) -> ControlResult {
    stripe.drop_next(lost.count);
    Ok(Json(json!({})))
}

async fn resend(State(stripe): State<Stripe>, Path(id): Path<String>) -> ControlResult {
    stripe.resend(&id)?;
    Ok(Json(json!({})))
}

async fn release(State(stripe): State<Stripe>) -> ControlResult {
    stripe.release();
    Ok(Json(json!({})))
}

async fn deliver_pending(State(stripe): State<Stripe>) -> ControlResult {
    let waited = tokio::time::timeout(LONGEST_WAIT, stripe.deliver_pending()).await;
    let left = waited.unwrap_or_else(|_| stripe.undelivered().len());
    Ok(Json(json!({"undelivered": left})))
}

#[derive(Deserialize)]
struct EventFilter {
    #[serde(rename = "type")]
    kind: Option<String>,
}

async fn events(State(stripe): State<Stripe>, Query(filter): Query<EventFilter>) -> ControlResult {
    let wanted = |kind: &str| filter.kind.as_deref().is_none_or(|want| want == kind);
    let events = stripe.events();
    let data: Vec<Value> =
        events.iter().filter(|event| wanted(&event.kind)).map(|event| event.json()).collect();
    Ok(Json(json!({"data": data, "undelivered": stripe.undelivered()})))
}

async fn idle(State(stripe): State<Stripe>) -> ControlResult {
    let idle = tokio::time::timeout(LONGEST_WAIT, stripe.idle()).await.is_ok();
    Ok(Json(json!({"idle": idle, "undelivered": stripe.undelivered()})))
}
