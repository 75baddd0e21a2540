//! Setting, changing and removing a password. Whoever has one must know it, unless an emailed link proved a
//! moment ago that the mailbox is theirs; all other sessions end.

use domain::audit::AuditAction;
use domain::session::SignInMethod;
use entity::user;
use jiff::SignedDuration;
use serde_json::json;

use super::{Caller, access_audit, attempts, password};
use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};

/// How long a sign-in by link stands in for the current password.
const RECENT_SIGN_IN: SignedDuration = SignedDuration::from_mins(15);

/// Sets a password; gives the caller as they are now.
pub async fn set_password(app: &App, caller: &Caller, current: Option<&str>, new: &str) -> AppResult<Caller> {
    let user = caller.require_person()?;
    match (&user.password_hash, current.filter(|current| !current.is_empty())) {
        (Some(_), Some(current)) => verify_current_password(app, user, current).await?,
        (stored, _) if !is_recent_sign_in(app, caller, stored.is_some()) => {
            let why = "write the current password, or sign in again by an emailed link first";
            let field = stored.as_ref().map(|_| "currentPassword".to_owned());
            let code =
                if stored.is_some() { ErrorCode::PasswordWrong } else { ErrorCode::RecentSignInRequired };
            return Err(match field {
                Some(field) => AppError::field_error(code, field, why),
                None => AppError::user_error(code, why),
            });
        }
        _ => {}
    }
    password::check("newPassword", new, &[&user.email, &user.name, "propty"]).await?;
    let hash = password::hash(app, new).await?;
    save(app, caller, Some(hash), AuditAction::PasswordChanged).await
}

/// Goes back to links alone; gives the caller as they are now.
pub async fn remove_password(app: &App, caller: &Caller, current: &str) -> AppResult<Caller> {
    verify_current_password(app, caller.require_person()?, current).await?;
    save(app, caller, None, AuditAction::PasswordRemoved).await
}

/// Whether a sign-in by link or invitation is so recent that it proves the mailbox.
fn is_recent_sign_in(app: &App, caller: &Caller, has_password: bool) -> bool {
    let since = app.now() - RECENT_SIGN_IN;
    caller.session.as_ref().is_some_and(|session| {
        let by_password = session.method == SignInMethod::Password;
        session.created_at >= since && !(by_password && has_password)
    })
}

async fn verify_current_password(app: &App, user: &user::Model, current: &str) -> AppResult<()> {
    attempts::allow(app, attempts::CURRENT_PASSWORDS, &user.id.to_string()).await?;
    if password::verify(current, user.password_hash.as_deref()).await? {
        return attempts::reset(app, attempts::CURRENT_PASSWORDS, &user.id.to_string()).await;
    }
    let why = "this is not the current password";
    Err(AppError::field_error(ErrorCode::PasswordWrong, "currentPassword", why))
}

async fn save(app: &App, caller: &Caller, hash: Option<String>, action: AuditAction) -> AppResult<Caller> {
    let user = &caller.user;
    let mut work = app.begin().await?;
    store::people::set_password(work.txn(), user.id, hash).await?;
    let this = caller.session.as_ref().map(|session| session.id);
    store::sessions::end_others(work.txn(), user.id, this).await?;
    access_audit::record(&mut work, user, Some(&caller.client_info), action, &json!({})).await?;
    work.commit().await?;
    caller.reload(app).await
}
