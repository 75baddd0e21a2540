//! Passwords: which are good enough, and hashing them with Argon2id, off the async threads and at most two at a
//! time, so that a flood of sign-ins can't take every core.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use zxcvbn::{Score, zxcvbn};

use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};

/// Fewest characters.
pub const MIN_LENGTH: usize = 8;
/// Most characters.
pub const MAX_LENGTH: usize = 128;

static HASHING_PERMITS: Semaphore = Semaphore::const_new(2);
/// How many may wait for their turn before more are turned away.
static QUEUE_PERMITS: Semaphore = Semaphore::const_new(64);

/// Compared with when the address is unknown, so that the answer takes as long.
const DUMMY_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Refuses a password that is too short, too long, or that those who guess would soon come to: common ones, and
/// the person's own name and address. `field` is where the input stood.
pub async fn check(field: &'static str, password: &str, about: &[&str]) -> AppResult<()> {
    let length = password.chars().count();
    let (code, why) = if length < MIN_LENGTH {
        (ErrorCode::PasswordTooShort, "use at least 8 characters")
    } else if length > MAX_LENGTH {
        (ErrorCode::PasswordTooLong, "use at most 128 characters")
    } else if is_guessable(password, about).await? {
        (ErrorCode::PasswordCommon, "those who guess passwords would soon come to this one")
    } else {
        return Ok(());
    };
    Err(AppError::field_error(code, field, why))
}

async fn is_guessable(password: &str, about: &[&str]) -> AppResult<bool> {
    let password = password.to_owned();
    let about: Vec<String> = about.iter().map(|text| (*text).to_owned()).collect();
    run_blocking(move || {
        // Whole addresses and their parts: people use both.
        let parts = about
            .iter()
            .flat_map(|text| std::iter::once(text.as_str()).chain(text.split(['@', '.', ' ', '-', '_'])));
        let about: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        zxcvbn(&password, &about).score() < Score::Two
    })
    .await
}

/// Hashes a password into PHC form.
pub async fn hash(app: &App, password: &str) -> AppResult<String> {
    let mut salt = [0; 16];
    app.random.fill(&mut salt);
    let password = password.to_owned();
    run_blocking(move || {
        let salt = SaltString::encode_b64(&salt).ok()?;
        Some(Argon2::default().hash_password(password.as_bytes(), &salt).ok()?.to_string())
    })
    .await?
    .ok_or_else(|| AppError::Internal("hashing failed".into()))
}

/// Whether a password fits a stored hash; takes as long when there is none.
pub async fn verify(password: &str, stored: Option<&str>) -> AppResult<bool> {
    // Longer ones never were set; they must cost nothing to hash.
    let (known, short) = (stored.is_some(), password.chars().count() <= MAX_LENGTH);
    let password = if short { password.to_owned() } else { String::new() };
    let stored = stored.unwrap_or(DUMMY_HASH).to_owned();
    let fits = run_blocking(move || {
        let hash = PasswordHash::new(&stored).ok()?;
        Some(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await?;
    Ok(known && short && fits == Some(true))
}

async fn run_blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
    let _place = QUEUE_PERMITS.try_acquire().map_err(|_| AppError::too_many_requests(2))?;
    let _permit = HASHING_PERMITS.acquire().await.map_err(|error| AppError::Internal(error.to_string()))?;
    spawn_blocking(work).await.map_err(|error| AppError::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn code(password: &str) -> Option<ErrorCode> {
        match check("newPassword", password, &["ana.tremblay@example.com", "Ana Tremblay"]).await {
            Ok(()) => None,
            Err(AppError::User(user_errors)) => Some(user_errors[0].code),
            Err(other) => panic!("{other}"),
        }
    }

    #[tokio::test]
    async fn weak_passwords_are_rejected() {
        assert_eq!(code("h7 Q!x2").await, Some(ErrorCode::PasswordTooShort));
        assert_eq!(code(&"é".repeat(129)).await, Some(ErrorCode::PasswordTooLong));
        let guessable = [
            "password",
            "Password1",
            "12345678",
            "qwertyuiop",
            "iloveyou1",
            "aaaaaaaaaa",
            "tremblay",
            "Tremblay1",
        ];
        for guessable in guessable {
            assert_eq!(code(guessable).await, Some(ErrorCode::PasswordCommon), "{guessable}");
        }
        for good in ["correct horse battery staple", "h7Q!x2pz", "mon chat dort sous la pluie"] {
            assert_eq!(code(good).await, None, "{good}");
        }
        assert_eq!(code(&"wéq7 ".repeat(25)).await, None, "128 characters at most, not bytes");
    }
}
