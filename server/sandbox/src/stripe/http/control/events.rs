//! Events: where they go, how they travel, what waits and what has been.

use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::super::super::Stripe;
use super::super::super::delivery::Delivery;
use super::{Read, Reply};

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
struct Target {
    target: Option<Url>,
}

async fn webhooks(State(stripe): State<Stripe>, Read(new): Read<Target>) -> Reply {
    stripe.set_webhook_target(new.target);
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Mode {
    mode: String,
    /// For `delay`, by the sandbox's clock.
    #[serde(default)]
    seconds: i64,
}

async fn delivery(State(stripe): State<Stripe>, Read(new): Read<Mode>) -> Reply {
    let mode = Delivery::named(&new.mode, new.seconds);
    let mode = mode.ok_or_else(|| anyhow::anyhow!("'{}' is no way of delivery", new.mode))?;
    stripe.set_delivery(mode);
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Lost {
    count: u32,
}

async fn drop_next(State(stripe): State<Stripe>, Read(lost): Read<Lost>) -> Reply {
    stripe.drop_next(lost.count);
    Ok(Json(json!({})))
}

async fn resend(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    stripe.resend(&id)?;
    Ok(Json(json!({})))
}

async fn release(State(stripe): State<Stripe>) -> Reply {
    stripe.release();
    Ok(Json(json!({})))
}

async fn deliver_pending(State(stripe): State<Stripe>) -> Reply {
    let waited = tokio::time::timeout(LONGEST_WAIT, stripe.deliver_pending()).await;
    let left = waited.unwrap_or_else(|_| stripe.undelivered().len());
    Ok(Json(json!({"undelivered": left})))
}

#[derive(Deserialize)]
struct Filter {
    #[serde(rename = "type")]
    kind: Option<String>,
}

async fn events(State(stripe): State<Stripe>, Query(filter): Query<Filter>) -> Reply {
    let wanted = |kind: &str| filter.kind.as_deref().is_none_or(|want| want == kind);
    let events = stripe.events();
    let data: Vec<Value> =
        events.iter().filter(|event| wanted(&event.kind)).map(|event| event.json()).collect();
    Ok(Json(json!({"data": data, "undelivered": stripe.undelivered()})))
}

async fn idle(State(stripe): State<Stripe>) -> Reply {
    let idle = tokio::time::timeout(LONGEST_WAIT, stripe.idle()).await.is_ok();
    Ok(Json(json!({"idle": idle, "undelivered": stripe.undelivered()})))
}
