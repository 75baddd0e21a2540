//! Signing in with the token of an emailed link: once, and within its ten minutes.

use super::session::{self, SignedIn};
use super::{Visitor, attempts};
use crate::app::App;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::link_token;
use crate::link_token::Purpose;
use domain::session::SignInMethod;

/// Begins a session.
pub async fn consume_sign_in_link(app: &App, token: &str, visitor: &Visitor) -> Outcome<SignedIn> {
    let invalid = || {
        Failure::refuse(
            ErrorCode::LinkInvalid,
            "the link was used already or is older than ten minutes; ask for a new one",
        )
    };
    attempts::allow_from(app, attempts::TOKENS_BY_NETWORK, visitor.network).await?;
    let id = link_token::read(&app.secret_key, Purpose::SignIn, token).ok_or_else(invalid)?;
    let now = app.now_ms();
    let txn = app.db.begin().await?;
    let link = store::people::lock_link(&txn, id).await?.ok_or_else(invalid)?;
    if link.consumed_at.is_some() || link.expires_at <= now {
        return Err(invalid());
    }
    let user = store::people::user(&txn, link.user_id).await?.ok_or_else(invalid)?;
    store::people::consume_link(&txn, link, now).await?;
    let begun = session::begin(app, &txn, &user, SignInMethod::Link, visitor).await?;
    txn.commit().await?;
    session::signed_in(app, user, begun, visitor).await
}
