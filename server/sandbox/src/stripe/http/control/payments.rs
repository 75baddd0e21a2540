//! Sessions, payments, saved methods, disputes, refunds, payouts and accounts.

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::super::super::account::Standing;
use super::super::super::confirmation::Outcome;
use super::super::super::dispute::DisputeStatus;
use super::super::super::{Method, Stripe};
use super::{Read, Reply};

pub fn routes() -> Router<Stripe> {
    Router::new()
        .route("/_sandbox/sessions/{id}/pay", post(pay))
        .route("/_sandbox/sessions/{id}/save", post(save))
        .route("/_sandbox/payment_methods/{id}/outcome", post(saved_outcome))
        .route("/_sandbox/payment_methods/{id}/detach", post(detach))
        .route("/_sandbox/payment_intents/{id}/settle", post(settle))
        .route("/_sandbox/payment_intents/{id}/fail", post(fail_debit))
        .route("/_sandbox/payment_intents/{id}/refund", post(refund))
        .route("/_sandbox/payment_intents/{id}/dispute", post(open_dispute))
        .route("/_sandbox/disputes/{id}/close", post(close_dispute))
        .route("/_sandbox/refunds/{id}/fail", post(fail_refund))
        .route("/_sandbox/payouts/{id}/fail", post(fail_payout))
        .route("/_sandbox/payouts/{id}/cancel", post(cancel_payout))
        .route("/_sandbox/accounts/{id}/complete_onboarding", post(complete_onboarding))
        .route("/_sandbox/accounts/{id}/standing", post(standing))
        .route("/_sandbox/accounts/{id}/deauthorize", post(deauthorize))
        .route("/_sandbox/accounts/{id}/payout", post(payout))
        .route("/_sandbox/accounts/{id}/balance", get(balance))
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

async fn open_dispute(
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

async fn deauthorize(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    stripe.deauthorize(&id)?;
    Ok(Json(json!({})))
}

async fn payout(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    Ok(Json(json!({"payouts": stripe.payouts_now(&id)?})))
}

async fn balance(State(stripe): State<Stripe>, Path(id): Path<String>) -> Reply {
    Ok(Json(stripe.balance(&id)?))
}

#[derive(Deserialize, Default)]
struct Part {
    /// Minor units; all that is left when none.
    amount: Option<i64>,
}

async fn refund(State(stripe): State<Stripe>, Path(id): Path<String>, Read(part): Read<Part>) -> Reply {
    Ok(Json(json!({"refund": stripe.refund(&id, part.amount)?})))
}
