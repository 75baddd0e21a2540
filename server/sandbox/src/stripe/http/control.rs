//! The controls over HTTP, for a story or a browser test in another process. They need no key: only loopback
//! reaches them.

use std::time::Duration;

use axum::extract::{FromRequest, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::super::account::Standing;
use super::super::calls::Outage;
use super::super::confirmation::Outcome;
use super::super::delivery::Delivery;
use super::super::dispute::DisputeStatus;
use super::super::{Method, Stripe};

/// Longest a caller waits for deliveries to be quiet.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

pub fn routes() -> Router<Stripe> {
    Router::new()
        .route("/_sandbox/clock", get(clock))
        .route("/_sandbox/clock/advance", post(advance))
        .route("/_sandbox/clock/offset", post(offset))
        .route("/_sandbox/sessions/{id}/pay", post(pay))
        .route("/_sandbox/sessions/{id}/save", post(save))
        .route("/_sandbox/payment_methods/{id}/outcome", post(saved_outcome))
        .route("/_sandbox/payment_methods/{id}/detach", post(detach))
        .route("/_sandbox/payment_intents/{id}/fail", post(fail_debit))
        .route("/_sandbox/payment_intents/{id}/settle", post(settle))
        .route("/_sandbox/payment_intents/{id}/dispute", post(dispute))
        .route("/_sandbox/disputes/{id}/close", post(close_dispute))
        .route("/_sandbox/refunds/{id}/fail", post(fail_refund))
        .route("/_sandbox/payouts/{id}/fail", post(fail_payout))
        .route("/_sandbox/payouts/{id}/cancel", post(cancel_payout))
        .route("/_sandbox/accounts/{id}/complete_onboarding", post(complete_onboarding))
        .route("/_sandbox/accounts/{id}/standing", post(standing))
        .route("/_sandbox/accounts/{id}/payout", post(payout))
        .route("/_sandbox/accounts/{id}/balance", get(balance))
        .route("/_sandbox/webhooks", post(webhooks))
        .route("/_sandbox/delivery", post(delivery))
        .route("/_sandbox/delivery/release", post(release))
        .route("/_sandbox/delivery/pending", post(deliver_pending))
        .route("/_sandbox/outage", post(outage))
        .route("/_sandbox/events", get(events))
        .route("/_sandbox/requests", get(requests))
        .route("/_sandbox/idle", get(idle))
}

/// What could not be done, as JSON with the reason.
struct Refused(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let message = format!("{:#}", self.0);
        (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": {"message": message}}))).into_response()
    }
}

/// A JSON body; what can't be read is refused in JSON too.
#[derive(FromRequest)]
#[from_request(via(Json), rejection(Refused))]
struct Read<T>(T);

type Reply = Result<Json<Value>, Refused>;

#[derive(Deserialize)]
struct Seconds {
    seconds: i64,
}

async fn clock(State(stripe): State<Stripe>) -> Reply {
    Ok(Json(json!({"now": stripe.now()})))
}

async fn advance(State(stripe): State<Stripe>, Read(by): Read<Seconds>) -> Reply {
    if by.seconds < 0 {
        return Err(anyhow::anyhow!("the clock only advances: give seconds of zero or more").into());
    }
    stripe.advance(by.seconds);
    clock(State(stripe)).await
}

async fn offset(State(stripe): State<Stripe>, Read(to): Read<Seconds>) -> Reply {
    stripe.set_now_offset(to.seconds);
    clock(State(stripe)).await
}

#[derive(Deserialize)]
struct Payment {
    /// `card` or `bank`.
    method: String,
    outcome: Outcome,
}

impl Payment {
    fn method(&self, stripe: &Stripe, session: &str) -> anyhow::Result<Method> {
        match self.method.as_str() {
            "bank" => stripe.bank_of(session),
            name => {
                Method::named(name).ok_or_else(|| anyhow::anyhow!("method is card or bank, not '{name}'"))
            }
        }
    }
}

async fn pay(State(stripe): State<Stripe>, Path(id): Path<String>, Read(how): Read<Payment>) -> Reply {
    let intent = stripe.confirm(&id, how.method(&stripe, &id)?, how.outcome)?;
    Ok(Json(json!({"payment_intent": intent})))
}

async fn save(State(stripe): State<Stripe>, Path(id): Path<String>, Read(how): Read<Payment>) -> Reply {
    let saved = stripe.save(&id, how.method(&stripe, &id)?, how.outcome)?;
    Ok(Json(json!({"payment_method": saved})))
}

#[derive(Deserialize)]
struct Next {
    outcome: Outcome,
}

async fn saved_outcome(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Read(next): Read<Next>,
) -> Reply {
    stripe.set_saved_method(&id, next.outcome)?;
    Ok(Json(json!({})))
}

async fn detach(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    stripe.detach(&id)?;
    Ok(Json(json!({})))
}

async fn fail_debit(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    stripe.fail_debit(&id)?;
    Ok(Json(json!({})))
}

async fn settle(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    stripe.settle_bank(&id)?;
    Ok(Json(json!({})))
}

#[derive(Deserialize, Default)]
struct NewDispute {
    reason: Option<String>,
    status: Option<DisputeStatus>,
}

async fn dispute(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    new: Option<Json<NewDispute>>,
) -> Reply {
    let Json(new) = new.unwrap_or_default();
    let dispute = match (new.reason, new.status) {
        (None, None) => stripe.dispute(&id)?,
        (reason, status) => stripe.dispute_as(
            &id,
            reason.as_deref().unwrap_or("general"),
            status.unwrap_or(DisputeStatus::NeedsResponse),
        )?,
    };
    Ok(Json(json!({"dispute": dispute})))
}

#[derive(Deserialize)]
struct Reason {
    reason: String,
}

async fn fail_refund(State(stripe): State<Stripe>, Path(id): Path<String>, Read(why): Read<Reason>) -> Reply {
    stripe.fail_refund(&id, &why.reason)?;
    Ok(Json(json!({})))
}

async fn fail_payout(State(stripe): State<Stripe>, Path(id): Path<String>, Read(why): Read<Reason>) -> Reply {
    stripe.fail_payout(&id, &why.reason)?;
    Ok(Json(json!({})))
}

async fn cancel_payout(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    stripe.cancel_payout(&id)?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Decision {
    status: DisputeStatus,
}

async fn close_dispute(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Read(decision): Read<Decision>,
) -> Reply {
    stripe.close_dispute(&id, decision.status)?;
    Ok(Json(json!({})))
}

async fn complete_onboarding(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    stripe.complete_onboarding(&id)?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct NewStanding {
    standing: Standing,
}

async fn standing(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Read(new): Read<NewStanding>,
) -> Reply {
    stripe.set_standing(&id, new.standing)?;
    Ok(Json(json!({})))
}

async fn payout(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    Ok(Json(json!({"payouts": stripe.payouts_now(&id)?})))
}

async fn balance(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    Ok(Json(stripe.balance(&id)?))
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
    mode: Delivery,
}

async fn delivery(State(stripe): State<Stripe>, Read(new): Read<Mode>) -> Reply {
    stripe.set_delivery(new.mode);
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
struct NewOutage {
    kind: Outage,
    /// With a path prefix, only the next `times` calls below it.
    path_prefix: Option<String>,
    times: Option<u32>,
}

async fn outage(State(stripe): State<Stripe>, Read(new): Read<NewOutage>) -> Reply {
    match new.path_prefix {
        Some(prefix) => stripe.set_outage_for(&prefix, new.kind, new.times.unwrap_or(1)),
        None => stripe.outage(new.kind),
    }
    Ok(Json(json!({})))
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

async fn requests(State(stripe): State<Stripe>) -> Reply {
    Ok(Json(json!({"data": stripe.requests()})))
}

async fn idle(State(stripe): State<Stripe>) -> Reply {
    let idle = tokio::time::timeout(LONGEST_WAIT, stripe.idle()).await.is_ok();
    Ok(Json(json!({"idle": idle, "undelivered": stripe.undelivered()})))
}
