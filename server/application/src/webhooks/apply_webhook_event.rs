//! What an event means. Its content is a hint only: it says what to ask the processor about, with the account
//! of our own row, and the answer is what counts.

use domain::id::{PaymentId, WebhookEventId};
use domain::payment::RemotePaymentStatus;
use domain::webhook::WebhookEventOutcome;
use entity::webhook_event;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::app::App;
use crate::autopay::record_autopay;
use crate::error::{AppError, AppResult};
use crate::outbox::{Job, JobOutcome};
use crate::payment_accounts::{disconnect_account, refresh_account};
use crate::payments::{metadata, record_payment};
use crate::payouts::record_payout;
use crate::refunds::record_refunds_and_disputes;
use store::StoreResult;

/// Applies one stored webhook event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyWebhookEvent {
    /// The webhook event.
    pub event: WebhookEventId,
    /// How often it was asked to be applied again; makes each replay's key its own.
    pub replay: i64,
}

impl Job for ApplyWebhookEvent {
    const KIND: &'static str = "apply_webhook_event";

    fn key(&self) -> String {
        match self.replay {
            0 => self.event.to_string(),
            replay => format!("{}:{replay}", self.event),
        }
    }

    async fn run(&self, app: &App) -> JobOutcome {
        let result = apply_webhook_event(app, self.event).await;
        if let Err(failure) = &result {
            let why = failure_message(failure);
            if let Err(error) = store::webhook_events::record_error(app.db.write(), self.event, &why).await {
                tracing::warn!(%error, "could not note why a webhook event was not applied");
            }
        }
        result.into()
    }

    /// The sweep still reads what the webhook event was about.
    async fn on_failure(&self, app: &App, _error: &str) -> StoreResult<()> {
        store::webhook_events::mark_given_up(app.db.write(), self.event, app.now()).await
    }
}

/// Why a webhook event was not applied, for an admin: what the processor said, nothing from inside.
fn failure_message(failure: &AppError) -> String {
    match failure {
        AppError::User(user_errors) => {
            let said: Vec<&str> = user_errors.iter().map(|user_error| user_error.message.as_str()).collect();
            said.join("; ")
        }
        AppError::Unauthenticated | AppError::Store(_) | AppError::Internal(_) => {
            "something went wrong on our side".to_owned()
        }
    }
}

/// Applies a stored webhook event. Applying it again changes nothing.
async fn apply_webhook_event(app: &App, id: WebhookEventId) -> AppResult<()> {
    let Some(event) = store::webhook_events::get(app.db.read(), id).await? else { return Ok(()) };
    let outcome = apply(app, &event).await?;
    store::webhook_events::mark_applied(app.db.write(), id, app.now(), outcome).await?;
    Ok(())
}

async fn apply(app: &App, event: &webhook_event::Model) -> AppResult<WebhookEventOutcome> {
    if event.livemode != app.processor.livemode() {
        return Ok(WebhookEventOutcome::OtherMode);
    }
    let Ok(payload) = serde_json::from_str::<Value>(&event.payload) else {
        return Ok(WebhookEventOutcome::Unreadable);
    };
    let object = payload.pointer("/data/object").unwrap_or(&Value::Null);
    let text = |path: &str| object.pointer(path).and_then(Value::as_str);
    let related = payload.pointer("/related_object/id").and_then(Value::as_str);
    let Some(account) = event.account.as_deref().or(related) else {
        return Ok(WebhookEventOutcome::NoAccount);
    };
    if store::payment_accounts::by_processor_id(app.db.read(), account).await?.is_none() {
        return Ok(WebhookEventOutcome::UnknownAccount);
    }
    match event.kind.as_str() {
        kind if kind.starts_with("setup_intent.") => Ok(WebhookEventOutcome::Irrelevant),
        "payment_method.detached" => {
            let method = text("/id").unwrap_or_default();
            match store::autopays::by_payment_method(app.db.read(), account, method).await? {
                Some(autopay) => {
                    record_autopay::record_autopay(app, autopay.id).await?;
                    Ok(WebhookEventOutcome::AutopaySynced)
                }
                None => Ok(WebhookEventOutcome::UnknownObject),
            }
        }
        kind if kind.starts_with("checkout.session.") => {
            apply_session(app, account, text("/id").unwrap_or_default(), text("/metadata/payment")).await
        }
        kind if is_refund_or_dispute(kind) => {
            let intent = text("/payment_intent").unwrap_or_default();
            apply_refund_or_dispute(app, account, intent, text("/charge").or(text("/id"))).await
        }
        kind if kind.starts_with("payment_intent.") => {
            apply_intent(app, account, text("/id").unwrap_or_default(), text("/metadata/payment")).await
        }
        kind if kind.starts_with("charge.") => {
            apply_intent(app, account, text("/payment_intent").unwrap_or_default(), text("/metadata/payment"))
                .await
        }
        kind if kind.starts_with("payout.") => match text("/id") {
            Some(payout) => {
                record_payout::record_payout(app, account, payout).await?;
                Ok(WebhookEventOutcome::PayoutSynced)
            }
            None => Ok(WebhookEventOutcome::Unreadable),
        },
        "account.application.deauthorized" => {
            disconnect_account::disconnect_account(app, account).await?;
            Ok(WebhookEventOutcome::AccountDisconnected)
        }
        kind if kind.starts_with("account.")
            || kind.starts_with("capability.")
            || kind.starts_with("v2.core.account") =>
        {
            let read = refresh_account::refresh_by_processor_id(app, account).await?;
            Ok(if read { WebhookEventOutcome::AccountSynced } else { WebhookEventOutcome::UnlinkedAccount })
        }
        _ => Ok(WebhookEventOutcome::Irrelevant),
    }
}

/// Refunds and disputes: the only events after which an account's lists of them are read.
fn is_refund_or_dispute(kind: &str) -> bool {
    ["refund.", "charge.refund", "charge.dispute."].iter().any(|start| kind.starts_with(start))
}

async fn apply_refund_or_dispute(
    app: &App,
    account: &str,
    intent: &str,
    charge: Option<&str>,
) -> AppResult<WebhookEventOutcome> {
    let payment = match store::payments::find_by_intent(app.db.read(), account, intent).await? {
        Some(payment) => Some(payment),
        None => match charge {
            Some(charge) => store::payments::find_by_charge(app.db.read(), account, charge).await?,
            None => None,
        },
    };
    let payment = match payment {
        Some(payment) => payment.id,
        None => {
            let metadata = app.processor.retrieve_intent_metadata(account, intent).await?;
            let named = metadata.get(metadata::PAYMENT_KEY).map(String::as_str);
            match named_payment(app, account, named).await? {
                Some(payment) => payment,
                None => return Ok(WebhookEventOutcome::UnknownObject),
            }
        }
    };
    record_refunds_and_disputes::record_refunds_and_disputes(app, payment).await?;
    Ok(WebhookEventOutcome::RefundsAndDisputesSynced)
}

async fn apply_session(
    app: &App,
    account: &str,
    session: &str,
    named: Option<&str>,
) -> AppResult<WebhookEventOutcome> {
    if let Some(payment) = store::payments::find_by_session(app.db.read(), account, session).await? {
        record_payment::record_payment(app, payment.id).await?;
        return Ok(WebhookEventOutcome::PaymentSynced);
    }
    if let Some(autopay) = store::autopays::by_session(app.db.read(), account, session).await? {
        record_autopay::record_autopay(app, autopay.id).await?;
        return Ok(WebhookEventOutcome::AutopaySynced);
    }
    // The page was opened but its id was not saved before a crash: our payment is named on it.
    let Some(payment) = named_payment(app, account, named).await? else {
        return Ok(WebhookEventOutcome::UnknownObject);
    };
    let remote = app.processor.retrieve_checkout(account, session).await?;
    let unused = matches!(remote.outcome, RemotePaymentStatus::Waiting | RemotePaymentStatus::Expired);
    if unused && store::payments::session_of(app.db.read(), payment).await?.is_some_and(|own| own != session)
    {
        return Ok(WebhookEventOutcome::UnusedSession);
    }
    record_payment::apply(app, payment, &remote).await?;
    Ok(WebhookEventOutcome::PaymentRecovered)
}

async fn apply_intent(
    app: &App,
    account: &str,
    intent: &str,
    named: Option<&str>,
) -> AppResult<WebhookEventOutcome> {
    let known =
        store::payments::find_by_intent(app.db.read(), account, intent).await?.map(|payment| payment.id);
    let payment = match known {
        Some(payment) => Some(payment),
        None => named_payment(app, account, named).await?,
    };
    let Some(payment) = payment else { return Ok(WebhookEventOutcome::UnknownObject) };
    // A saved card or account was charged and the answer to it was lost.
    if known.is_none() && store::autopays::run_of_payment(app.db.read(), payment).await?.is_some() {
        let remote = app.processor.retrieve_charge(account, intent).await?;
        record_payment::apply(app, payment, &remote).await?;
        return Ok(WebhookEventOutcome::PaymentRecovered);
    }
    record_payment::record_payment(app, payment).await?;
    Ok(WebhookEventOutcome::PaymentSynced)
}

/// The payment an object names, if it is one of the same account.
async fn named_payment(app: &App, account: &str, named: Option<&str>) -> AppResult<Option<PaymentId>> {
    let Some(id) = named.and_then(|named| named.parse::<PaymentId>().ok()) else { return Ok(None) };
    let work = app.begin().await?;
    let row = store::payments::lock(work.txn(), id).await?;
    work.commit().await?;
    Ok(row.filter(|row| row.account.as_deref() == Some(account)).map(|row| row.id))
}
