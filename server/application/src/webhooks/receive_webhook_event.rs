//! A webhook event of the processor: its signature is checked, and it is stored as it came together with the job that
//! will apply it, so that it can be answered at once and is never lost to a parser.

use entity::webhook_event;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::ports::processor::{VerifiedEvent, WebhookError};
use crate::webhooks::apply_webhook_event::ApplyWebhookEvent;
use domain::webhook::WebhookEndpoint;

/// Why a webhook event was not received.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It is not one of the processor's.
    #[error(transparent)]
    Refused(#[from] WebhookError),
    /// It could not be stored; the processor will send it again.
    #[error(transparent)]
    NotStored(#[from] AppError),
}

/// Checks the signature over the raw bytes and stores a webhook event; false when the event had come before.
pub async fn receive_webhook_event(
    app: &App,
    endpoint: WebhookEndpoint,
    signature: Option<&str>,
    body: &[u8],
) -> Result<bool, ReceiveError> {
    let event = app.processor.verify_event(endpoint, signature, body, app.now().timestamp())?;
    Ok(store_webhook_event(app, endpoint, event, body).await?)
}

async fn store_webhook_event(
    app: &App,
    endpoint: WebhookEndpoint,
    event: VerifiedEvent,
    body: &[u8],
) -> AppResult<bool> {
    let payload = std::str::from_utf8(body).map_err(|error| AppError::Internal(error.to_string()))?;
    let row = webhook_event::Model {
        id: app.new_id(),
        endpoint,
        event_id: event.id,
        kind: event.kind,
        account: event.account,
        livemode: event.livemode,
        payload: payload.to_owned(),
        received_at: app.now(),
        applied_at: None,
        outcome: None,
        attempts: 0,
        last_error: None,
        given_up_at: None,
        replays: 0,
    };
    let job = ApplyWebhookEvent { event: row.id, replay: 0 };
    let mut work = app.begin().await?;
    let first = store::webhook_events::insert(work.txn(), row).await?;
    if first {
        work.enqueue(&job)?;
    }
    work.commit().await?;
    Ok(first)
}
