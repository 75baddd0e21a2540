//! Tokens of emailed links: the link's id and a MAC over it with the server's secret. Nothing secret is kept
//! in the database, and a token can't be made from what is.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::Uuid;
use hmac::{Hmac, Mac};
use sha2::Sha256;

fn mac(secret: &str, id: Uuid) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(b"propty sign-in link");
    mac.update(id.as_bytes());
    Some(mac)
}

/// The token of a link.
pub fn make(secret: &str, id: Uuid) -> String {
    let mut bytes = id.as_bytes().to_vec();
    if let Some(mac) = mac(secret, id) {
        bytes.extend_from_slice(&mac.finalize().into_bytes());
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The link of a token, if the token is right.
pub fn read(secret: &str, token: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, tag) = bytes.split_at_checked(16)?;
    let id = Uuid::from_slice(id).ok()?;
    mac(secret, id)?.verify_slice(tag).ok()?;
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_secret_makes_a_token() {
        let id = Uuid::from_bytes([9; 16]);
        let token = make("secret", id);
        assert_eq!(read("secret", &token), Some(id));
        assert_eq!(read("other", &token), None);
        let flipped = if token.ends_with('A') { 'B' } else { 'A' };
        let forged = format!("{}{flipped}", &token[..token.len() - 2]);
        assert_eq!(read("secret", &forged), None);
        assert_eq!(read("secret", ""), None);
        assert_eq!(read("secret", &URL_SAFE_NO_PAD.encode(id.as_bytes())), None);
    }
}
