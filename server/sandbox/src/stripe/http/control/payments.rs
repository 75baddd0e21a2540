//! Sessions, payments, saved methods, disputes, refunds, payouts and accounts.

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::{ControlResult, JsonBody};
use crate::stripe::account::ConnectedAccountStatus;
use crate::stripe::confirmation::SimulatedOutcome;
use crate::stripe::dispute::DisputeStatus;
use crate::stripe::{PaymentMethodType, Stripe};

pub fn routes() -> Router<Stripe> {
    Router::new()
        .route("/_sandbox/sessions/{id}/pay", post(pay))
        .route("/_sandbox/sessions/{id}/save", post(save))
        .route("/_sandbox/payment_methods/{id}/outcome", post(saved_outcome))
        .route("/_sandbox/payment_methods/{id}/detach", post(detach))
        .route("/_sandbox/payment_intents/{id}/settle", post(settle))
        .route("/_sandbox/payment_intents/{id}/fail", post(fail_bank_debit))
        .route("/_sandbox/payment_intents/{id}/refund", post(refund))
        .route("/_sandbox/payment_intents/{id}/dispute", post(open_dispute))
        .route("/_sandbox/disputes/{id}/close", post(set_dispute_status))
        .route("/_sandbox/refunds/{id}/fail", post(fail_refund))
        .route("/_sandbox/payouts/{id}/fail", post(fail_payout))
        .route("/_sandbox/payouts/{id}/cancel", post(cancel_payout))
        .route("/_sandbox/accounts/{id}/complete_onboarding", post(complete_onboarding))
        .route("/_sandbox/accounts/{id}/status", post(set_account_status))
        .route("/_sandbox/accounts/{id}/deauthorize", post(deauthorize))
        .route("/_sandbox/accounts/{id}/payout", post(payout))
        .route("/_sandbox/accounts/{id}/balance", get(balance))
}

#[derive(Deserialize)]
struct PayerAction {
    /// `card` or `bank`.
    method: String,
    outcome: SimulatedOutcome,
}

impl PayerAction {
    fn method(&self, stripe: &Stripe, session: &str) -> anyhow::Result<PaymentMethodType> {
        match self.method.as_str() {
            "bank" => stripe.bank_method_of(session),
            name => PaymentMethodType::named(name)
                .ok_or_else(|| anyhow::anyhow!("method is card or bank, not '{name}'")),
        }
    }
}

async fn pay(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    JsonBody(how): JsonBody<PayerAction>,
) -> ControlResult {
    let intent = stripe.confirm(&id, how.method(&stripe, &id)?, how.outcome)?;
    Ok(Json(json!({"payment_intent": intent})))
}

async fn save(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    JsonBody(how): JsonBody<PayerAction>,
) -> ControlResult {
    let saved = stripe.save(&id, how.method(&stripe, &id)?, how.outcome)?;
    Ok(Json(json!({"payment_method": saved})))
}

#[derive(Deserialize)]
struct NewOutcome {
    outcome: SimulatedOutcome,
}

async fn saved_outcome(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    JsonBody(next): JsonBody<NewOutcome>,
) -> ControlResult {
    stripe.set_payment_method_outcome(&id, next.outcome)?;
    Ok(Json(json!({})))
}

async fn detach(State(stripe): State<Stripe>, Path(id): Path<String>) -> ControlResult {
    stripe.detach(&id)?;
    Ok(Json(json!({})))
}

async fn fail_bank_debit(State(stripe): State<Stripe>, Path(id): Path<String>) -> ControlResult {
    stripe.fail_bank_debit(&id)?;
    Ok(Json(json!({})))
}

async fn settle(State(stripe): State<Stripe>, Path(id): Path<String>) -> ControlResult {
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
) -> ControlResult {
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

async fn fail_refund(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    JsonBody(why): JsonBody<Reason>,
) -> ControlResult {
    stripe.fail_refund(&id, &why.reason)?;
    Ok(Json(json!({})))
}

async fn fail_payout(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    JsonBody(why): JsonBody<Reason>,
) -> ControlResult {
    stripe.fail_payout(&id, &why.reason)?;
    Ok(Json(json!({})))
}

async fn cancel_payout(State(stripe): State<Stripe>, Path(id): Path<String>) -> ControlResult {
    stripe.cancel_payout(&id)?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct NewDisputeStatus {
    status: DisputeStatus,
}

async fn set_dispute_status(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    JsonBody(decision): JsonBody<NewDisputeStatus>,
) -> ControlResult {
    stripe.set_dispute_status(&id, decision.status)?;
    Ok(Json(json!({})))
}

async fn complete_onboarding(State(stripe): State<Stripe>, Path(id): Path<String>) -> ControlResult {
    stripe.complete_onboarding(&id)?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct NewAccountStatus {
    status: ConnectedAccountStatus,
}

async fn set_account_status(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    JsonBody(new): JsonBody<NewAccountStatus>,
) -> ControlResult {
    stripe.set_account_status(&id, new.status)?;
    Ok(Json(json!({})))
}

async fn deauthorize(State(stripe): State<Stripe>, Path(id): Path<String>) -> ControlResult {
    stripe.deauthorize(&id)?;
    Ok(Json(json!({})))
}

async fn payout(State(stripe): State<Stripe>, Path(id): Path<String>) -> ControlResult {
    Ok(Json(json!({"payouts": stripe.payouts_now(&id)?})))
}

async fn balance(State(stripe): State<Stripe>, Path(id): Path<String>) -> ControlResult {
    Ok(Json(stripe.balance(&id)?))
}

#[derive(Deserialize, Default)]
struct RefundAmount {
    /// Minor units; all that is left when none.
    amount: Option<i64>,
}

async fn refund(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    JsonBody(part): JsonBody<RefundAmount>,
) -> ControlResult {
    Ok(Json(json!({"refund": stripe.refund(&id, part.amount)?})))
}
