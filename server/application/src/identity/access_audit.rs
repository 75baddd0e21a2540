//! Sign-ins, passwords, second factors and sessions in the audit trail: an account belongs to no organization,
//! so each organization its person belongs to gets the event.

use domain::audit::AuditAction;
use domain::id::Uuid;
use entity::user;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ClientInfo;
use crate::app::App;
use crate::audit;
use crate::audit::Actor;
use crate::error::AppError;
use crate::outbox::{Job, JobOutcome};
use store::{StoreResult, Txn};

/// Locks the chains that a sign-in is recorded in, and that of an organization its person is about to belong to, in
/// the order in which `record` does: who writes to one of them before signing in must hold all of them.
pub(super) async fn lock(txn: &Txn, user: Uuid, joining: Uuid) -> StoreResult<()> {
    let mut organizations = store::people::organizations_of(txn, user).await?;
    organizations.insert(joining);
    for organization in organizations {
        store::audit::lock_chain_head(txn, organization).await?;
    }
    Ok(())
}

/// Writes what happened to an account. Organizations come in the order of their keys, so that two of these can't
/// wait for each other.
pub(super) async fn record(
    app: &App,
    txn: &Txn,
    user: &user::Model,
    client_info: Option<&ClientInfo>,
    action: AuditAction,
    detail: &Value,
) -> StoreResult<()> {
    let network = client_info.map(|client_info| client_info.network.to_string());
    let actor = Actor::person(user, network);
    for organization in store::people::organizations_of(txn, user.id).await? {
        audit::record(app, txn, &actor, organization, (action, user.id, &user.name), detail).await?;
    }
    Ok(())
}

/// Writes a refused sign-in to the audit log, if somebody has the address. A job, so that the answer to who
/// tried takes as long when nobody has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFailedSignIn {
    /// Makes each attempt's key its own.
    pub attempt: Uuid,
    /// Lower case.
    pub email: String,
    /// `password` or `second_factor`.
    pub method: String,
    /// Where it was tried from.
    pub network: String,
}

impl Job for RecordFailedSignIn {
    const KIND: &'static str = "record_failed_sign_in";

    fn key(&self) -> String {
        self.attempt.to_string()
    }

    async fn run(&self, app: &App) -> JobOutcome {
        record_failed_sign_in(app, &self.email, &self.method, &self.network).await.into()
    }
}

async fn record_failed_sign_in(app: &App, email: &str, method: &str, network: &str) -> Result<(), AppError> {
    let Some(user) = store::people::user_by_email(app.db.read(), email).await? else { return Ok(()) };
    let actor = Actor { network: Some(network.to_owned()), ..Actor::propty() };
    let detail = serde_json::json!({ "method": method });
    let txn = app.db.begin().await?;
    for organization in store::people::organizations_of(&txn, user.id).await? {
        let what = (AuditAction::SignInFailed, user.id, user.name.as_str());
        audit::record(app, &txn, &actor, organization, what, &detail).await?;
    }
    txn.commit().await?;
    Ok(())
}
