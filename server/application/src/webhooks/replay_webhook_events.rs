//! Applying stored webhook events again, one or all since an instant. What an event says is never taken for true, so
//! a replay asks the processor again and changes only what was missed.

use domain::audit::AuditAction;
use domain::id::Uuid;
use domain::roles::Permission;
use jiff::Timestamp;
use serde_json::json;

use crate::app::App;
use crate::audit;
use crate::error::{AppError, AppResult};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::outbox;
use crate::webhooks::apply_webhook_event::ApplyWebhookEvent;
use store::webhook_events::WebhookEventCriteria;

/// Events that one call replays at most.
const MAX_REPLAYED_EVENTS: u64 = 10_000;

/// What replaying many did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplayedEvents {
    /// Events that wait to be applied again.
    pub count: u64,
    /// Whether there may be more, which a later call replays.
    pub has_more: bool,
}

impl ReplayedEvents {
    fn new(count: u64) -> ReplayedEvents {
        ReplayedEvents { count, has_more: count >= MAX_REPLAYED_EVENTS }
    }
}

/// Replays one webhook event; gives it back.
pub async fn replay_webhook_event(app: &App, caller: &Caller, event: Uuid, key: &str) -> AppResult<Uuid> {
    let key = IdempotencyKey::new(caller, key, "webhookEventReplay", &event)?;
    let txn = app.db.begin().await?;
    let scope = caller.scope(Permission::ReplayEvents);
    let not_found = || AppError::not_found("event");
    let row = store::webhook_events::lock(&txn, &scope, event).await?.ok_or_else(not_found)?;
    if let Some(id) = key.replayed::<Uuid>(&txn).await? {
        return Ok(id);
    }
    let account = row.account.as_deref().unwrap_or_default();
    let owner = store::payment_accounts::by_processor_id(&txn, account).await?.ok_or_else(not_found)?;
    store::webhook_events::replay(&txn, &[event]).await?;
    let job = ApplyWebhookEvent { event, replay: row.replays.saturating_add(1) };
    outbox::enqueue(app, &txn, &job).await?;
    key.store(app, &txn, &event).await?;
    let what = (AuditAction::WebhookEventReplayed, event, row.kind.as_str());
    let detail = json!({ "event": row.event_id });
    audit::record(app, &txn, &caller.actor(), owner.organization_id, what, &detail).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(event)
}

/// Replays all webhook events about an organization's accounts that were received since an instant, the oldest
/// first.
pub async fn replay_webhook_events(
    app: &App,
    caller: &Caller,
    organization: Uuid,
    since: Timestamp,
    key: &str,
) -> AppResult<ReplayedEvents> {
    let key = IdempotencyKey::new(caller, key, "webhookEventsReplay", &(organization, since))?;
    let scope = caller.scope(Permission::ReplayEvents).within(organization);
    if scope.is_empty() {
        return Err(AppError::not_found("organization"));
    }
    let txn = app.db.begin().await?;
    if let Some(count) = key.replayed::<u64>(&txn).await? {
        return Ok(ReplayedEvents::new(count));
    }
    let filter =
        WebhookEventCriteria { since: Some(since.as_millisecond()), ..WebhookEventCriteria::default() };
    let events = store::webhook_events::replayable(&txn, &scope, &filter, MAX_REPLAYED_EVENTS).await?;
    let ids: Vec<Uuid> = events.iter().map(|(id, _)| *id).collect();
    store::webhook_events::replay(&txn, &ids).await?;
    let job = |(event, replays): &(Uuid, i64)| ApplyWebhookEvent {
        event: *event,
        replay: replays.saturating_add(1),
    };
    let jobs: Vec<ApplyWebhookEvent> = events.iter().map(job).collect();
    outbox::enqueue_all(app, &txn, &jobs).await?;
    let count = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    key.store(app, &txn, &count).await?;
    let what = (AuditAction::WebhookEventReplayed, organization, "");
    let detail = json!({ "events": count, "since": since.to_string() });
    audit::record(app, &txn, &caller.actor(), organization, what, &detail).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(ReplayedEvents::new(count))
}
