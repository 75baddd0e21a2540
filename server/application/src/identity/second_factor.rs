//! What an authenticator app and the server agree on: RFC 6238 with SHA-1, six digits and thirty seconds, as every
//! app knows it, and the recovery codes that stand in for it. The secret is made from a salt in the database and
//! the server's own secret, so that a copy of the database makes no codes.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use totp_rs::{Algorithm, Secret, TOTP};

use crate::app::App;
use crate::error::{AppError, AppResult};

/// Seconds a code is shown for.
const STEP: u64 = 30;
/// Recovery codes a person is given.
pub const CODES: usize = 10;
/// Letters and digits that can't be taken for each other.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";

fn hmac_sha256(app: &App, label: &[u8], text: &[u8]) -> AppResult<Vec<u8>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(app.secret_key.as_bytes())
        .map_err(|error| AppError::Internal(error.to_string()))?;
    mac.update(label);
    mac.update(text);
    Ok(mac.finalize().into_bytes().to_vec())
}

/// A new salt.
pub(super) fn salt(app: &App) -> String {
    let mut bytes = [0; 16];
    app.random.fill(&mut bytes);
    hex::encode(bytes)
}

/// What the app and the server agree on, for an account.
pub(super) fn totp(app: &App, salt: &str, account: &str) -> AppResult<TOTP> {
    let mut secret = hmac_sha256(app, b"propty second factor", salt.as_bytes())?;
    secret.truncate(20);
    // A colon would end the issuer in the app's address.
    let account = account.replace(':', " ");
    TOTP::new(Algorithm::SHA1, 6, 0, STEP, secret, Some("Propty".to_owned()), account)
        .map_err(|error| AppError::Internal(error.to_string()))
}

/// The secret as people type it: base32.
pub(super) fn base32_secret(totp: &TOTP) -> String {
    Secret::Raw(totp.secret.clone()).to_encoded().to_string()
}

/// The time step whose code this is: now, or the one before or after, since clocks differ.
pub(super) fn matching_step(app: &App, totp: &TOTP, code: &str) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let now = u64::try_from(app.now().timestamp().as_second()).ok()?.checked_div(STEP)?;
    let fits = |step: &u64| {
        let shown = totp.generate(step.saturating_mul(STEP));
        bool::from(subtle::ConstantTimeEq::ct_eq(shown.as_bytes(), code.as_bytes()))
    };
    let step = [now, now.saturating_sub(1), now.saturating_add(1)].into_iter().find(fits)?;
    i64::try_from(step).ok()
}

/// New recovery codes, ten letters each: fifty bits.
pub(super) fn recovery_codes(app: &App) -> Vec<String> {
    let code = || {
        let mut bytes = [0; 10];
        app.random.fill(&mut bytes);
        let letter = |byte: &u8| char::from(ALPHABET.get(usize::from(byte % 32)).copied().unwrap_or(b'a'));
        let letters: String = bytes.iter().map(letter).collect();
        let (left, right) = letters.split_at(5);
        format!("{left}-{right}")
    };
    (0..CODES).map(|_| code()).collect()
}

/// The hash that stands for a recovery code; blanks, dashes and capitals don't matter. None for what can't be one.
pub(super) fn recovery_hash(app: &App, code: &str) -> AppResult<Option<String>> {
    let code: String =
        code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if code.len() != 10 {
        return Ok(None);
    }
    Ok(Some(hex::encode(hmac_sha256(app, b"propty recovery code", code.as_bytes())?)))
}
