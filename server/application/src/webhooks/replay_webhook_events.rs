//! Applying stored webhook events again, one or all since an instant. What an event says is never taken for true, so
//! a replay asks the processor again and changes only what was missed.

use domain::audit::AuditAction;
use domain::id::{OrganizationId, WebhookEventId};
use domain::roles::Permission;
use jiff::Timestamp;
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
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
pub async fn replay_webhook_event(
    app: &App,
    caller: &Caller,
    event: WebhookEventId,
    key: &str,
) -> AppResult<WebhookEventId> {
    let key = IdempotencyKey::new(caller, key, "webhookEventReplay", &event)?;
    let mut work = app.begin().await?;
    let scope = caller.scope(Permission::ReplayEvents);
    let not_found = || AppError::not_found("event");
    let row = store::webhook_events::lock(work.txn(), &scope, event).await?.ok_or_else(not_found)?;
    if let Some(id) = key.claim(&work, &event).await? {
        return Ok(id);
    }
    let account = row.account.as_deref().unwrap_or_default();
    let owner = store::payment_accounts::by_processor_id(work.txn(), account).await?.ok_or_else(not_found)?;
    store::webhook_events::replay(work.txn(), &[event]).await?;
    let job = ApplyWebhookEvent { event, replay: row.replays.saturating_add(1) };
    work.enqueue(&job)?;
    let what = AuditedAction::new(AuditAction::WebhookEventReplayed, event, row.kind.as_str());
    let detail = json!({ "event": row.event_id });
    work.audit(&caller.actor(), owner.organization_id, what, &detail);
    work.commit().await?;
    Ok(event)
}

/// Replays all webhook events about an organization's accounts that were received since an instant, the oldest
/// first.
pub async fn replay_webhook_events(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    since: Timestamp,
    key: &str,
) -> AppResult<ReplayedEvents> {
    let key = IdempotencyKey::new(caller, key, "webhookEventsReplay", &(organization, since))?;
    let scope = caller.scope(Permission::ReplayEvents).within(organization);
    if scope.is_empty() {
        return Err(AppError::not_found("organization"));
    }
    let mut work = app.begin().await?;
    let filter = WebhookEventCriteria { since: Some(since.into()), ..WebhookEventCriteria::default() };
    let events = store::webhook_events::replayable(work.txn(), &scope, &filter, MAX_REPLAYED_EVENTS).await?;
    let count = u64::try_from(events.len()).unwrap_or(u64::MAX);
    if let Some(count) = key.claim(&work, &count).await? {
        return Ok(ReplayedEvents::new(count));
    }
    let ids: Vec<WebhookEventId> = events.iter().map(|(id, _)| *id).collect();
    store::webhook_events::replay(work.txn(), &ids).await?;
    let job = |(event, replays): &(WebhookEventId, i64)| ApplyWebhookEvent {
        event: *event,
        replay: replays.saturating_add(1),
    };
    let jobs: Vec<ApplyWebhookEvent> = events.iter().map(job).collect();
    for job in &jobs {
        work.enqueue(job)?;
    }
    let what = AuditedAction::new(AuditAction::WebhookEventReplayed, organization, "");
    let detail = json!({ "events": count, "since": since.to_string() });
    work.audit(&caller.actor(), organization, what, &detail);
    work.commit().await?;
    Ok(ReplayedEvents::new(count))
}
