//! Applying stored deliveries again, one or all since an instant. What an event says is never taken for true, so
//! a replay asks the processor again and changes only what was missed.

use domain::audit::Action;
use domain::id::Uuid;
use domain::roles::Permission;
use jiff::Timestamp;
use serde_json::json;

use crate::app::App;
use crate::audit;
use crate::error::{Failure, Outcome};
use crate::idempotency::Key;
use crate::identity::Caller;
use crate::outbox;
use crate::webhooks::apply_event::ApplyEvent;
use store::webhook_events::Filter;

/// Deliveries that one call replays at most.
pub const MOST: u64 = 10_000;

/// Replays one delivery; gives it back.
pub async fn replay_event(app: &App, caller: &Caller, event: Uuid, key: &str) -> Outcome<Uuid> {
    let key = Key::new(caller, key, "webhookEventReplay", &event)?;
    let txn = app.db.begin().await?;
    let scope = caller.scope(Permission::ReplayEvents);
    let not_found = || Failure::not_found("event");
    let row = store::webhook_events::lock(&txn, &scope, event).await?.ok_or_else(not_found)?;
    if let Some(id) = key.before::<Uuid>(&txn).await? {
        return Ok(id);
    }
    let account = row.account.as_deref().unwrap_or_default();
    let owner = store::payment_accounts::by_processor_id(&txn, account).await?.ok_or_else(not_found)?;
    store::webhook_events::replay(&txn, &[event]).await?;
    let job = ApplyEvent { event, replay: row.replays.saturating_add(1) };
    outbox::enqueue(app, &txn, &job).await?;
    key.keep(app, &txn, &event).await?;
    let what = (Action::EventReplayed, event, row.kind.as_str());
    let detail = json!({ "event": row.event_id });
    audit::write(app, &txn, &caller.actor(), owner.organization_id, what, &detail).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(event)
}

/// Replays all deliveries about an organization's accounts that were received since an instant, the oldest
/// first; gives their number, `MOST` where there may be more.
pub async fn replay_events(
    app: &App,
    caller: &Caller,
    organization: Uuid,
    since: Timestamp,
    key: &str,
) -> Outcome<u64> {
    let key = Key::new(caller, key, "webhookEventsReplay", &(organization, since))?;
    let scope = caller.scope(Permission::ReplayEvents).within(organization);
    if scope.is_empty() {
        return Err(Failure::not_found("organization"));
    }
    let txn = app.db.begin().await?;
    if let Some(count) = key.before::<u64>(&txn).await? {
        return Ok(count);
    }
    let filter = Filter { since: Some(since.as_millisecond()), ..Filter::default() };
    let events = store::webhook_events::replayable(&txn, &scope, &filter, MOST).await?;
    let ids: Vec<Uuid> = events.iter().map(|(id, _)| *id).collect();
    store::webhook_events::replay(&txn, &ids).await?;
    let job =
        |(event, replays): &(Uuid, i64)| ApplyEvent { event: *event, replay: replays.saturating_add(1) };
    let jobs: Vec<ApplyEvent> = events.iter().map(job).collect();
    outbox::enqueue_all(app, &txn, &jobs).await?;
    let count = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    key.keep(app, &txn, &count).await?;
    let what = (Action::EventReplayed, organization, "");
    let detail = json!({ "events": count, "since": since.to_string() });
    audit::write(app, &txn, &caller.actor(), organization, what, &detail).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(count)
}
