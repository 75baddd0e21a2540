//! The audit trail: who did what to which object, from where, written in the transaction that did it and
//! chained by hashes per organization. Written last in a transaction, since the end of the chain stays locked
//! until it commits.

use domain::audit::{Action, ActorKind, Sealed};
use domain::id::{OrganizationId, Uuid};
use entity::{api_key, audit_event, user};
use serde_json::Value;

use crate::app::App;
use store::words::Word;
use store::{Stored, Txn};

/// Events read at a time when the chain is checked.
const STRETCH: u64 = 500;

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
    pub fn key(key: &api_key::Model, network: Option<String>) -> Actor {
        Actor { kind: ActorKind::ApiKey, id: Some(key.id), name: Some(key.name.clone()), network }
    }

    /// A person; `network` is where they ask from, where that is known.
    pub fn person(user: &user::Model, network: Option<String>) -> Actor {
        Actor { kind: ActorKind::Person, id: Some(user.id), name: Some(user.name.clone()), network }
    }
}

/// What was done: the action, the object, and its name or number; empty where it has none.
pub type What<'a> = (Action, Uuid, &'a str);

/// One event before it joins the chain.
#[derive(Debug, Clone)]
pub struct Event {
    action: Action,
    object: Uuid,
    subject: Option<String>,
    detail: String,
}

impl Event {
    /// An event; `detail` is an object of facts: a value, or `{ "before": …, "after": … }`.
    pub fn new((action, object, subject): What<'_>, detail: &Value) -> Event {
        let subject = (!subject.is_empty()).then(|| subject.to_owned());
        Event { action, object, subject, detail: detail.to_string() }
    }
}

/// Writes one event.
pub async fn write(
    app: &App,
    txn: &Txn,
    actor: &Actor,
    organization: Uuid,
    what: What<'_>,
    detail: &Value,
) -> Stored<()> {
    write_all(app, txn, actor, organization, vec![Event::new(what, detail)]).await
}

/// Writes several events of one actor.
pub async fn write_all(
    app: &App,
    txn: &Txn,
    actor: &Actor,
    organization: Uuid,
    events: Vec<Event>,
) -> Stored<()> {
    if events.is_empty() {
        return Ok(());
    }
    let end = store::audit::lock_end(txn, organization).await?;
    let (mut sequence, mut previous) = (end.sequence, end.hash.clone());
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        sequence = sequence.saturating_add(1);
        let mut row = audit_event::Model {
            id: app.new_id(),
            organization_id: organization,
            sequence,
            actor_kind: actor.kind.word().to_owned(),
            actor_id: actor.id,
            actor_name: actor.name.clone(),
            network: actor.network.clone(),
            action: event.action.word().to_owned(),
            object_id: event.object,
            subject: event.subject,
            detail: event.detail,
            at: app.now_ms(),
            previous_hash: previous,
            hash: String::new(),
        };
        row.hash = seal(&row);
        previous = row.hash.clone();
        rows.push(row);
    }
    store::audit::join(txn, end, (sequence, previous), rows).await
}

/// The hash of an event, from what its row says.
fn seal(row: &audit_event::Model) -> String {
    Sealed {
        previous: &row.previous_hash,
        organization: row.organization_id,
        sequence: row.sequence,
        at: row.at,
        action: &row.action,
        actor_kind: &row.actor_kind,
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
pub async fn verify(app: &App) -> Stored<(u64, Vec<String>)> {
    let (mut covered, mut problems) = (0_u64, Vec::new());
    for end in store::audit::ends(app.db.read()).await? {
        let name = OrganizationId::from_uuid(end.organization_id);
        let (mut sequence, mut previous) = (0_i64, String::new());
        loop {
            let stretch =
                store::audit::chain_after(app.db.read(), end.organization_id, sequence, STRETCH).await?;
            if stretch.is_empty() {
                break;
            }
            for row in stretch {
                sequence = sequence.saturating_add(1);
                covered = covered.saturating_add(1);
                if row.sequence != sequence || row.previous_hash != previous || row.hash != seal(&row) {
                    problems.push(format!("{name}: the audit trail is broken at event {}", row.sequence));
                    sequence = row.sequence;
                } else if row.sequence == end.sequence && row.hash != end.hash {
                    // Sealed anew after it was changed.
                    problems.push(format!("{name}: the audit trail ends in another event than it did"));
                }
                previous = row.hash;
            }
        }
        // The end is read before the events: it may lie behind them, never ahead.
        if sequence < end.sequence {
            problems.push(format!("{name}: the audit trail ends at {sequence} instead of {}", end.sequence));
        }
    }
    for organization in store::audit::without_end(app.db.read()).await? {
        let name = OrganizationId::from_uuid(organization);
        problems.push(format!("{name}: the end of the audit trail is not known"));
    }
    Ok((covered, problems))
}
