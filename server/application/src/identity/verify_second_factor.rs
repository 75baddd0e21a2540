//! The second step of a sign-in: a code from the authenticator app or a recovery code.

use entity::user;

use super::access_audit::RecordFailedSignIn;
use super::session::{self, SignedIn};
use super::{ClientInfo, attempts, second_factor};
use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use store::Txn;

/// Completes the session of a token that waits for it; the cookie gets a new token.
pub async fn verify_second_factor(
    app: &App,
    token: Option<&str>,
    code: &str,
    client_info: &ClientInfo,
) -> AppResult<SignedIn> {
    let waiting = match token {
        Some(token) => session::find(app, token).await?,
        None => None,
    };
    let waiting = waiting.filter(|row| row.awaits_second_factor).ok_or(AppError::Unauthenticated)?;
    attempts::allow(app, attempts::CODES_BY_ACCOUNT, &waiting.user_id.to_string()).await?;
    let mut work = app.begin().await?;
    let user =
        store::people::lock_user(work.txn(), waiting.user_id).await?.ok_or(AppError::Unauthenticated)?;
    if !use_code(app, work.txn(), &user, code).await? {
        work.rollback().await?;
        let mut work = app.begin().await?;
        let failed = RecordFailedSignIn {
            attempt: app.new_uuid(),
            email: user.email,
            method: "second_factor".to_owned(),
            network: client_info.network.to_string(),
        };
        work.enqueue(&failed)?;
        work.commit().await?;
        let why = "the code is wrong, was used or is too old";
        return Err(AppError::field_error(ErrorCode::CodeInvalid, "code", why));
    }
    let begun = session::complete(&mut work, &user, &waiting, client_info).await?;
    work.commit().await?;
    attempts::reset(app, attempts::CODES_BY_ACCOUNT, &user.id.to_string()).await?;
    session::signed_in(app, user, begun, client_info).await
}

/// Uses up a code of somebody whose row is locked; false when it is wrong, was used or is too old.
pub(super) async fn use_code(app: &App, txn: &Txn, user: &user::Model, code: &str) -> AppResult<bool> {
    let (Some(salt), Some(_)) = (&user.second_factor_salt, user.second_factor_enabled_at) else {
        return Ok(false);
    };
    let totp = second_factor::totp(app, salt, &user.email)?;
    if let Some(step) = second_factor::matching_step(app, &totp, code) {
        return Ok(store::second_factors::use_step(txn, user.id, step).await?);
    }
    match second_factor::recovery_hash(app, code)? {
        Some(hash) => Ok(store::second_factors::use_code(txn, user.id, &hash, app.now()).await?),
        None => Ok(false),
    }
}
