//! Signing out somewhere else.

use domain::audit::Action;
use domain::id::Uuid;
use serde_json::json;

use super::{Caller, access_trail};
use crate::app::App;
use crate::error::{Failure, Outcome};

/// Ends one of the caller's sessions.
pub async fn end_session(app: &App, caller: &Caller, id: Uuid) -> Outcome<()> {
    let user = caller.person()?;
    let txn = app.db.begin().await?;
    if !store::sessions::end(&txn, user.id, id).await? {
        return Err(Failure::not_found("session"));
    }
    let detail = json!({ "sessions": 1 });
    access_trail::write(app, &txn, user, Some(&caller.visitor), Action::SignedOut, &detail).await?;
    txn.commit().await?;
    Ok(())
}

/// Ends all of the caller's sessions but this one.
pub async fn end_other_sessions(app: &App, caller: &Caller) -> Outcome<()> {
    let user = caller.person()?;
    let txn = app.db.begin().await?;
    let this = caller.session.as_ref().map(|session| session.id);
    let ended = store::sessions::end_others(&txn, user.id, this).await?;
    if ended > 0 {
        let detail = json!({ "sessions": ended });
        access_trail::write(app, &txn, user, Some(&caller.visitor), Action::SignedOut, &detail).await?;
    }
    txn.commit().await?;
    Ok(())
}
