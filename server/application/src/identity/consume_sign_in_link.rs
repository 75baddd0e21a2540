//! Signing in with the token of an emailed link: once, and within its ten minutes.

use super::session::{self, SignedIn};
use super::{ClientInfo, attempts};
use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::link_token;
use crate::link_token::LinkPurpose;
use domain::id::SignInLinkId;
use domain::session::SignInMethod;

/// Begins a session.
pub async fn consume_sign_in_link(app: &App, token: &str, client_info: &ClientInfo) -> AppResult<SignedIn> {
    let invalid = || {
        AppError::user_error(
            ErrorCode::LinkInvalid,
            "the link was used already or is older than ten minutes; ask for a new one",
        )
    };
    attempts::allow_network(app, attempts::TOKENS_BY_NETWORK, client_info.network).await?;
    let id: SignInLinkId =
        link_token::verify(&app.secret_key, LinkPurpose::SignIn, token).ok_or_else(invalid)?;
    let now = app.now();
    let mut work = app.begin().await?;
    let link = store::people::lock_sign_in_link(work.txn(), id).await?.ok_or_else(invalid)?;
    if link.consumed_at.is_some() || link.expires_at <= now {
        return Err(invalid());
    }
    let user = store::people::user(work.txn(), link.user_id).await?.ok_or_else(invalid)?;
    store::people::consume_sign_in_link(work.txn(), link, now).await?;
    let begun = session::begin(&mut work, &user, SignInMethod::Link, client_info).await?;
    work.commit().await?;
    session::signed_in(app, user, begun, client_info).await
}
