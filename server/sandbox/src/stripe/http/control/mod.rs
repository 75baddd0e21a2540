//! The controls over HTTP, for a story or a browser test in another process, and for the forms of the control page.
//! They need no key: only loopback reaches them.

mod events;
mod form;
mod payments;

use axum::extract::{FromRequest, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::stripe::Stripe;
use crate::stripe::calendar::{DAY, add_business_days};
use crate::stripe::call_log::Outage;

/// The clock's longest step, in days.
const LONGEST_STEP: i64 = 3_650;

pub fn routes() -> Router<Stripe> {
    Router::new()
        .route("/_sandbox/clock", get(clock))
        .route("/_sandbox/clock/advance", post(advance))
        .route("/_sandbox/clock/offset", post(offset))
        .route("/_sandbox/outage", post(outage))
        .route("/_sandbox/requests", get(requests))
        .merge(payments::routes())
        .merge(events::routes())
        .layer(middleware::from_fn(form::read))
}

/// What could not be done, as JSON with the reason.
pub struct ControlError(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for ControlError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let message = format!("{:#}", self.0);
        (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": {"message": message}}))).into_response()
    }
}

/// A JSON body; what can't be read is refused in JSON too.
#[derive(FromRequest)]
#[from_request(via(Json), rejection(ControlError))]
pub struct JsonBody<T>(pub T);

pub type ControlResult = Result<Json<Value>, ControlError>;

#[derive(Deserialize)]
struct Seconds {
    seconds: i64,
}

/// How far to move the clock: the sum of what is given.
#[derive(Deserialize)]
struct ClockStep {
    #[serde(default)]
    seconds: i64,
    #[serde(default)]
    days: i64,
    #[serde(default)]
    business_days: u32,
}

async fn clock(State(stripe): State<Stripe>) -> ControlResult {
    Ok(Json(json!({"now": stripe.now()})))
}

async fn advance(State(stripe): State<Stripe>, JsonBody(step): JsonBody<ClockStep>) -> ControlResult {
    if step.seconds < 0 || step.days < 0 {
        return Err(anyhow::anyhow!("the clock only advances: give zero or more").into());
    }
    if step.days > LONGEST_STEP || step.seconds > LONGEST_STEP * DAY || step.business_days > 3_650 {
        return Err(anyhow::anyhow!("the clock advances by ten years at most").into());
    }
    let now = stripe.now();
    let business = add_business_days(now, step.business_days) - now;
    stripe.advance(step.seconds + step.days * DAY + business);
    clock(State(stripe)).await
}

async fn offset(State(stripe): State<Stripe>, JsonBody(to): JsonBody<Seconds>) -> ControlResult {
    stripe.set_now_offset(to.seconds);
    clock(State(stripe)).await
}

#[derive(Deserialize)]
struct NewOutage {
    kind: Outage,
    /// With a path prefix, only the next `times` calls below it.
    path_prefix: Option<String>,
    times: Option<u32>,
}

async fn outage(State(stripe): State<Stripe>, JsonBody(new): JsonBody<NewOutage>) -> ControlResult {
    match new.path_prefix {
        Some(prefix) => stripe.set_outage_for(&prefix, new.kind, new.times.unwrap_or(1)),
        None => stripe.set_outage(new.kind),
    }
    Ok(Json(json!({})))
}

async fn requests(State(stripe): State<Stripe>) -> ControlResult {
    Ok(Json(json!({"data": stripe.requests()})))
}
