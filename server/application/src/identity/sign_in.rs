//! Signing in with address and password.

use super::access_trail::NoteFailedSignIn;
use super::request_sign_in_link::LONGEST_EMAIL;
use super::session::{self, SignedIn};
use super::{Visitor, attempts, password};
use crate::app::App;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::outbox;
use domain::session::SignInMethod;

/// Begins a session. An unknown address, a wrong password and an account without one answer alike, take as long
/// and are counted alike.
pub async fn sign_in(app: &App, email: &str, password: &str, visitor: &Visitor) -> Outcome<SignedIn> {
    let email = email.trim().to_lowercase();
    let may_be_one = email.len() <= LONGEST_EMAIL;
    attempts::allow_from(app, attempts::PASSWORDS_BY_NETWORK, visitor.network).await?;
    attempts::allow(app, attempts::PASSWORDS_BY_ADDRESS, &email).await?;
    let user = store::people::user_by_email(app.db.read(), &email).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let fits = password::verify(password, stored).await?;
    let txn = app.db.begin().await?;
    // A password that was changed while this one was checked is not this one.
    let user = match user.filter(|_| fits) {
        Some(user) => {
            let now = store::people::lock_user(&txn, user.id).await?;
            now.filter(|now| now.password_hash == user.password_hash)
        }
        None => None,
    };
    let Some(user) = user else {
        let failed = NoteFailedSignIn {
            attempt: app.new_id(),
            email,
            method: "password".to_owned(),
            network: visitor.network.to_string(),
        };
        if may_be_one {
            outbox::enqueue(app, &txn, &failed).await?;
        }
        txn.commit().await?;
        app.wake.notify_one();
        return Err(Failure::refuse(ErrorCode::InvalidCredentials, "the address or the password is wrong"));
    };
    let begun = session::begin(app, &txn, &user, SignInMethod::Password, visitor).await?;
    txn.commit().await?;
    attempts::forget(app, attempts::PASSWORDS_BY_ADDRESS, &email).await?;
    session::signed_in(app, user, begun, visitor).await
}
