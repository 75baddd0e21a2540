//! An authenticator app.

use totp_rs::{Algorithm, Secret, TOTP};

/// The code it shows at an instant, in Unix milliseconds, for the secret that was typed into it.
pub fn code(secret: &str, millis: i64) -> String {
    let secret = Secret::Encoded(secret.to_owned()).to_bytes().unwrap();
    let totp = TOTP::new(Algorithm::SHA1, 6, 0, 30, secret, None, String::new()).unwrap();
    totp.generate(u64::try_from(millis).unwrap() / 1000)
}
