//! Sign-ins, passwords, second factors and sessions in the audit trail: an account belongs to no organization,
//! so each organization its person belongs to gets the event.

use domain::audit::AuditAction;
use domain::id::Uuid;
use entity::user;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ClientInfo;
use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::AppError;
use crate::outbox::{Job, JobOutcome};
use crate::unit_of_work::UnitOfWork;
use store::StoreResult;

/// Records what happened to an account in the audit trail of each organization its person belongs to.
pub(super) async fn record(
    work: &mut UnitOfWork<'_>,
    user: &user::Model,
    client_info: Option<&ClientInfo>,
    action: AuditAction,
    detail: &Value,
) -> StoreResult<()> {
    let _app = work.app();
    let network = client_info.map(|client_info| client_info.network.to_string());
    let actor = Actor::person(user, network);
    for organization in store::people::organizations_of(work.txn(), user.id).await? {
        work.audit(&actor, organization, AuditedAction::new(action, user.id, &user.name), detail);
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
    let mut work = app.begin().await?;
    for organization in store::people::organizations_of(work.txn(), user.id).await? {
        let what = AuditedAction::new(AuditAction::SignInFailed, user.id, user.name.as_str());
        work.audit(&actor, organization, what, &detail);
    }
    work.commit().await?;
    Ok(())
}
