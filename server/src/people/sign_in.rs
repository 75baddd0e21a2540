//! Signing in with address and password.

use super::{Caller, password, session};
use crate::app::App;
use crate::refusal::{ErrorCode, Failure, Outcome};
use crate::store;

/// Longer passwords are refused before they are hashed.
const LONGEST: usize = 128;

/// Begins a session; gives the caller and the token for the cookie. An unknown address, a wrong password and
/// an account without one answer alike and take as long.
pub async fn sign_in(app: &App, email: &str, password: &str) -> Outcome<(Caller, String)> {
    let wrong = || Failure::refuse(ErrorCode::InvalidCredentials, "the address or the password is wrong");
    if password.chars().count() > LONGEST {
        return Err(wrong());
    }
    let user = store::people::user_by_email(app.db.read(), &email.trim().to_lowercase()).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let fits = password::verify(password, stored).await?;
    let Some(user) = user.filter(|_| fits) else { return Err(wrong()) };
    let txn = app.db.begin().await?;
    let token = session::begin(app, &txn, &user).await?;
    txn.commit().await?;
    Ok((Caller::load(app, user).await?, token))
}
