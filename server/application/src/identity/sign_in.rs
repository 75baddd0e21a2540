//! Signing in with address and password.

use super::access_audit::RecordFailedSignIn;
use super::session::{self, SignedIn};
use super::{ClientInfo, attempts, password};
use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::validation;
use domain::session::SignInMethod;

/// Begins a session. An unknown address, a wrong password and an account without one answer alike, take as long
/// and are counted alike.
pub async fn sign_in(
    app: &App,
    email: &str,
    password: &str,
    client_info: &ClientInfo,
) -> AppResult<SignedIn> {
    let email = email.trim().to_lowercase();
    let may_be_one = email.len() <= validation::MAX_EMAIL_LENGTH;
    attempts::allow_network(app, attempts::PASSWORDS_BY_NETWORK, client_info.network).await?;
    attempts::allow(app, attempts::PASSWORDS_BY_ADDRESS, &email).await?;
    let user = store::people::user_by_email(app.db.read(), &email).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let fits = password::verify(password, stored).await?;
    let mut work = app.begin().await?;
    // A password that was changed while this one was checked is not this one.
    let user = match user.filter(|_| fits) {
        Some(user) => {
            let now = store::people::lock_user(work.txn(), user.id).await?;
            now.filter(|now| now.password_hash == user.password_hash)
        }
        None => None,
    };
    let Some(user) = user else {
        let failed = RecordFailedSignIn {
            attempt: app.new_uuid(),
            email,
            method: "password".to_owned(),
            network: client_info.network.to_string(),
        };
        if may_be_one {
            work.enqueue(&failed)?;
        }
        work.commit().await?;
        return Err(AppError::user_error(
            ErrorCode::InvalidCredentials,
            "the address or the password is wrong",
        ));
    };
    let begun = session::begin(&mut work, &user, SignInMethod::Password, client_info).await?;
    work.commit().await?;
    attempts::reset(app, attempts::PASSWORDS_BY_ADDRESS, &email).await?;
    session::signed_in(app, user, begun, client_info).await
}
