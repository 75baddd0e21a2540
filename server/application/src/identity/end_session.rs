//! Signing out somewhere else.

use domain::audit::AuditAction;
use domain::id::SessionId;
use serde_json::json;

use super::{Caller, access_audit};
use crate::app::App;
use crate::error::{AppError, AppResult};

/// Ends one of the caller's sessions.
pub async fn end_session(app: &App, caller: &Caller, id: SessionId) -> AppResult<()> {
    let user = caller.require_person()?;
    let mut work = app.begin().await?;
    if !store::sessions::end(work.txn(), user.id, id).await? {
        return Err(AppError::not_found("session"));
    }
    let detail = json!({ "sessions": 1 });
    access_audit::record(&mut work, user, Some(&caller.client_info), AuditAction::SignedOut, &detail).await?;
    work.commit().await?;
    Ok(())
}

/// Ends all of the caller's sessions but this one.
pub async fn end_other_sessions(app: &App, caller: &Caller) -> AppResult<()> {
    let user = caller.require_person()?;
    let mut work = app.begin().await?;
    let this = caller.session.as_ref().map(|session| session.id);
    let ended = store::sessions::end_others(work.txn(), user.id, this).await?;
    if ended > 0 {
        let detail = json!({ "sessions": ended });
        access_audit::record(&mut work, user, Some(&caller.client_info), AuditAction::SignedOut, &detail)
            .await?;
    }
    work.commit().await?;
    Ok(())
}
