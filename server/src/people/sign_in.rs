//! Signing in with address and password.

use super::session::{self, SignedIn};
use super::{Visitor, attempts, password};
use crate::app::App;
use crate::outbox::{self, Job};
use crate::refusal::{ErrorCode, Failure, Outcome};
use crate::store;
use domain::session::SignInMethod;

/// Begins a session. An unknown address, a wrong password and an account without one answer alike, take as long
/// and are counted alike.
pub async fn sign_in(app: &App, email: &str, password: &str, visitor: &Visitor) -> Outcome<SignedIn> {
    let email = email.trim().to_lowercase();
    attempts::allow_from(app, attempts::PASSWORDS_BY_NETWORK, visitor.network).await?;
    attempts::allow(app, attempts::PASSWORDS_BY_ADDRESS, &email).await?;
    let user = store::people::user_by_email(app.db.read(), &email).await?;
    let stored = user.as_ref().and_then(|user| user.password_hash.as_deref());
    let fits = password::verify(password, stored).await?;
    let txn = app.db.begin().await?;
    let Some(user) = user.filter(|_| fits) else {
        let failed = Job::NoteFailedSignIn {
            attempt: app.new_id(),
            email,
            method: "password".to_owned(),
            network: visitor.network.to_string(),
        };
        outbox::enqueue(app, &txn, &failed).await?;
        txn.commit().await?;
        app.wake.notify_one();
        return Err(Failure::refuse(ErrorCode::InvalidCredentials, "the address or the password is wrong"));
    };
    let begun = session::begin(app, &txn, &user, SignInMethod::Password, visitor).await?;
    txn.commit().await?;
    attempts::forget(app, attempts::PASSWORDS_BY_ADDRESS, &email).await?;
    session::signed_in(app, user, begun, visitor).await
}
