//! Signing in with the token of an emailed link: once, and within its ten minutes.

use super::{Caller, link_token, session};
use crate::app::App;
use crate::refusal::{ErrorCode, Failure, Outcome};
use crate::store;

/// Begins a session; gives the caller and the token for the cookie.
pub async fn consume_sign_in_link(app: &App, token: &str) -> Outcome<(Caller, String)> {
    let invalid = || {
        Failure::refuse(
            ErrorCode::LinkInvalid,
            "the link was used already or is older than ten minutes; ask for a new one",
        )
    };
    let id = link_token::read(&app.secret_key, token).ok_or_else(invalid)?;
    let now = app.now_ms();
    let txn = app.db.begin().await?;
    let link = store::people::lock_link(&txn, id).await?.ok_or_else(invalid)?;
    if link.consumed_at.is_some() || link.expires_at <= now {
        return Err(invalid());
    }
    let user = store::people::user(&txn, link.user_id).await?.ok_or_else(invalid)?;
    store::people::consume_link(&txn, link, now).await?;
    let token = session::begin(app, &txn, &user).await?;
    txn.commit().await?;
    Ok((Caller::load(app, user).await?, token))
}
