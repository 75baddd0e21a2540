//! The audit trail of billing: who did what, written in the transaction that did it.

use domain::id::Uuid;
use entity::audit_event;
use serde_json::Value;

use crate::app::App;
use crate::people::Actor;
use crate::store::{self, Stored, Txn};

/// Makes an event.
pub(super) fn event(
    app: &App,
    actor: Actor<'_>,
    organization: Uuid,
    (action, object): (&str, Uuid),
    detail: &Value,
) -> audit_event::Model {
    let (actor_id, actor_name) = match actor {
        Actor::Person(user) => (Some(user.id), Some(user.name.clone())),
        Actor::Propty => (None, None),
    };
    audit_event::Model {
        id: app.new_id(),
        organization_id: organization,
        actor_id,
        actor_name,
        action: action.to_owned(),
        object_id: object,
        detail: detail.to_string(),
        at: app.now_ms(),
    }
}

/// Writes one event.
pub(super) async fn write(
    app: &App,
    txn: &Txn,
    actor: Actor<'_>,
    organization: Uuid,
    what: (&str, Uuid),
    detail: &Value,
) -> Stored<()> {
    store::audit::insert(txn, vec![event(app, actor, organization, what, detail)]).await
}
