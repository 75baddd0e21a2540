//! The audit trail: who did what to which object, from where, written in the transaction that did it and
//! chained by hashes per organization. A unit of work writes its events last: the end of the chain stays locked
//! until the commit, and every other writer in the organization waits for it.

use domain::audit::{ActorKind, AuditAction, AuditEventHashInput};
use domain::id::{Id, OrganizationId, Uuid};
use entity::{api_key, audit_event, user};
use serde_json::Value;

use crate::app::App;
use store::{StoreResult, Txn};

/// Events read at a time when the chain is checked.
const VERIFY_BATCH_SIZE: u64 = 500;

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Person, key or Propty.
    pub kind: ActorKind,
    /// The person or the key.
    pub id: Option<Uuid>,
    /// Their name now.
    pub name: Option<String>,
    /// The address it is asked from.
    pub network: Option<String>,
}

impl Actor {
    /// Propty itself, after a webhook or in a job.
    pub fn propty() -> Actor {
        Actor { kind: ActorKind::Propty, id: None, name: None, network: None }
    }

    /// A program with a key.
    pub fn api_key(key: &api_key::Model, network: Option<String>) -> Actor {
        Actor { kind: ActorKind::ApiKey, id: Some(key.id.uuid()), name: Some(key.name.clone()), network }
    }

    /// A person; `network` is where they ask from, where that is known.
    pub fn person(user: &user::Model, network: Option<String>) -> Actor {
        Actor { kind: ActorKind::Person, id: Some(user.id.uuid()), name: Some(user.name.clone()), network }
    }
}

/// What was done to which object.
#[derive(Debug, Clone, Copy)]
pub struct AuditedAction<'a> {
    action: AuditAction,
    object: Uuid,
    subject: Option<&'a str>,
}

impl<'a> AuditedAction<'a> {
    /// An action on an object; `subject` is its name or number, empty where it has none.
    pub fn new<K>(action: AuditAction, object: Id<K>, subject: &'a str) -> AuditedAction<'a> {
        AuditedAction {
            action,
            object: object.uuid(),
            subject: Some(subject).filter(|text| !text.is_empty()),
        }
    }
}

/// One event before it joins the chain.
#[derive(Debug, Clone)]
pub struct AuditEvent {
    action: AuditAction,
    object: Uuid,
    subject: Option<String>,
    detail: String,
}

impl AuditEvent {
    /// An event; `detail` is an object of facts: a value, or `{ "before": …, "after": … }`.
    pub fn new(what: AuditedAction<'_>, detail: &Value) -> AuditEvent {
        let subject = what.subject.map(str::to_owned);
        AuditEvent { action: what.action, object: what.object, subject, detail: detail.to_string() }
    }
}

/// Appends events to the end of an organization's chain.
pub(crate) async fn append(
    app: &App,
    txn: &Txn,
    organization: OrganizationId,
    events: Vec<(Actor, AuditEvent)>,
) -> StoreResult<()> {
    let chain_end = store::audit::lock_chain_head(txn, organization).await?;
    let (mut sequence, mut previous) = (chain_end.sequence, chain_end.hash.clone());
    let mut rows = Vec::with_capacity(events.len());
    for (actor, event) in events {
        sequence = sequence.saturating_add(1);
        let mut row = audit_event::Model {
            id: app.new_id(),
            organization_id: organization,
            sequence,
            actor_kind: actor.kind,
            actor_id: actor.id,
            actor_name: actor.name,
            network: actor.network,
            action: event.action,
            object_id: event.object,
            subject: event.subject,
            detail: event.detail,
            at: app.now(),
            previous_hash: previous,
            hash: String::new(),
        };
        row.hash = event_hash(&row);
        previous = row.hash.clone();
        rows.push(row);
    }
    store::audit::append(txn, chain_end, (sequence, previous), rows).await
}

/// The hash of an event, from the columns of its row.
fn event_hash(row: &audit_event::Model) -> String {
    AuditEventHashInput {
        previous: &row.previous_hash,
        organization: row.organization_id,
        sequence: row.sequence,
        at: row.at,
        action: row.action.code(),
        actor_kind: row.actor_kind.code(),
        actor: row.actor_id,
        actor_name: row.actor_name.as_deref(),
        network: row.network.as_deref(),
        object: row.object_id,
        subject: row.subject.as_deref(),
        detail: &row.detail,
    }
    .hash()
}

/// Checks every organization's chain; gives how many events it covered and what is wrong, in words.
pub async fn verify(app: &App) -> StoreResult<(u64, Vec<String>)> {
    let (mut covered, mut problems) = (0_u64, Vec::new());
    for chain_end in store::audit::chain_heads(app.db.read()).await? {
        let name = chain_end.organization_id;
        let (mut sequence, mut previous) = (0_i64, String::new());
        loop {
            let batch = store::audit::chain_after(
                app.db.read(),
                chain_end.organization_id,
                sequence,
                VERIFY_BATCH_SIZE,
            )
            .await?;
            if batch.is_empty() {
                break;
            }
            for row in batch {
                sequence = sequence.saturating_add(1);
                covered = covered.saturating_add(1);
                if row.sequence != sequence || row.previous_hash != previous || row.hash != event_hash(&row) {
                    problems.push(format!("{name}: the audit trail is broken at event {}", row.sequence));
                    sequence = row.sequence;
                } else if row.sequence == chain_end.sequence && row.hash != chain_end.hash {
                    // Sealed anew after it was changed.
                    problems.push(format!("{name}: the audit trail ends in another event than it did"));
                }
                previous = row.hash;
            }
        }
        // The end of the chain is read before the events: it may lie behind them, never ahead.
        if sequence < chain_end.sequence {
            problems.push(format!(
                "{name}: the audit trail ends at {sequence} instead of {}",
                chain_end.sequence
            ));
        }
    }
    for organization in store::audit::organizations_without_chain_head(app.db.read()).await? {
        let name = organization;
        problems.push(format!("{name}: the end of the audit trail is not known"));
    }
    Ok((covered, problems))
}
