//! Passwords: which are good enough, and hashing them with Argon2id, off the async threads and at most two at a
//! time, so that a flood of sign-ins can't take every core.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use zxcvbn::{Score, zxcvbn};

use crate::app::App;
use crate::error::{ErrorCode, Failure, Outcome};

/// Fewest characters.
pub const SHORTEST: usize = 8;
/// Most characters.
pub const LONGEST: usize = 128;

static HASHING: Semaphore = Semaphore::const_new(2);
/// How many may wait for their turn before more are turned away.
static WAITING: Semaphore = Semaphore::const_new(64);

/// Compared with when the address is unknown, so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Refuses a password that is too short, too long, or that those who guess would soon come to: common ones, and
/// the person's own name and address. `field` is where the input stood.
pub async fn check(field: &'static str, password: &str, about: &[&str]) -> Outcome<()> {
    let length = password.chars().count();
    let (code, why) = if length < SHORTEST {
        (ErrorCode::PasswordTooShort, "use at least 8 characters")
    } else if length > LONGEST {
        (ErrorCode::PasswordTooLong, "use at most 128 characters")
    } else if is_guessable(password, about).await? {
        (ErrorCode::PasswordCommon, "those who guess passwords would soon come to this one")
    } else {
        return Ok(());
    };
    Err(Failure::refuse_field(code, field, why))
}

async fn is_guessable(password: &str, about: &[&str]) -> Outcome<bool> {
    let password = password.to_owned();
    let about: Vec<String> = about.iter().map(|text| (*text).to_owned()).collect();
    in_background(move || {
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
    // Longer ones never were set; they must cost nothing to hash.
    let (known, short) = (stored.is_some(), password.chars().count() <= LONGEST);
    let password = if short { password.to_owned() } else { String::new() };
    let stored = stored.unwrap_or(NOBODY).to_owned();
    let fits = in_background(move || {
        let hash = PasswordHash::new(&stored).ok()?;
        Some(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await?;
    Ok(known && short && fits == Some(true))
}

async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Outcome<T> {
    let _place = WAITING.try_acquire().map_err(|_| Failure::too_many(2))?;
    let _permit = HASHING.acquire().await.map_err(|error| Failure::Inner(error.to_string()))?;
    spawn_blocking(work).await.map_err(|error| Failure::Inner(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn code(password: &str) -> Option<ErrorCode> {
        match check("newPassword", password, &["ana.tremblay@example.com", "Ana Tremblay"]).await {
            Ok(()) => None,
            Err(Failure::Refused(refusals)) => Some(refusals[0].code),
            Err(other) => panic!("{other}"),
        }
    }

    #[tokio::test]
    async fn short_long_common_and_personal_passwords_are_refused() {
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
