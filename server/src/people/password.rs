//! Password hashing with Argon2id, off the async threads and at most two at a time, so that a flood of
//! sign-ins can't take every core.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::refusal::{Failure, Outcome};

static HASHING: Semaphore = Semaphore::const_new(2);

/// Compared with when the address is unknown, so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes a password into PHC form.
pub async fn hash(app: &App, password: &str) -> Outcome<String> {
    let mut salt = [0; 16];
    app.random.fill(&mut salt);
    let password = password.to_owned();
    in_background(move || {
        let salt = SaltString::encode_b64(&salt).ok()?;
        Some(Argon2::default().hash_password(password.as_bytes(), &salt).ok()?.to_string())
    })
    .await?
    .ok_or_else(|| Failure::Inner("hashing failed".into()))
}

/// Whether a password fits a stored hash; takes as long when there is none.
pub async fn verify(password: &str, stored: Option<&str>) -> Outcome<bool> {
    let (password, known) = (password.to_owned(), stored.is_some());
    let stored = stored.unwrap_or(NOBODY).to_owned();
    let fits = in_background(move || {
        let hash = PasswordHash::new(&stored).ok()?;
        Some(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await?;
    Ok(known && fits == Some(true))
}

async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    let _permit = HASHING.acquire().await.map_err(|error| Failure::Inner(error.to_string()))?;
    spawn_blocking(work).await.map_err(|error| Failure::Inner(error.to_string()))
}
