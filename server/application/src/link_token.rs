//! Tokens of emailed links: the link's id and a MAC over it with the server's secret. Nothing secret is kept
//! in the database, and a token can't be made from what is.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::{Id, Uuid};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Minutes a sign-in link works.
pub const SIGN_IN_MINUTES: i64 = 10;
/// Hours a sign-up link works.
pub const SIGN_UP_HOURS: i64 = 24;
/// Days an invitation works.
pub const INVITATION_DAYS: i64 = 14;

/// What a link is for; a token of one kind is none of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Signs in.
    SignIn,
    /// Accepts an invitation.
    Invitation,
    /// Opens an organization.
    SignUp,
}

impl LinkPurpose {
    fn label(self) -> &'static [u8] {
        match self {
            LinkPurpose::SignIn => b"propty sign-in link",
            LinkPurpose::Invitation => b"propty invitation",
            LinkPurpose::SignUp => b"propty sign-up",
        }
    }
}

fn mac(secret: &str, purpose: LinkPurpose, id: Uuid) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(purpose.label());
    mac.update(id.as_bytes());
    Some(mac)
}

/// The token of a link.
pub fn create<K>(secret: &str, purpose: LinkPurpose, id: Id<K>) -> String {
    let id = id.uuid();
    let mut bytes = id.as_bytes().to_vec();
    if let Some(mac) = mac(secret, purpose, id) {
        bytes.extend_from_slice(&mac.finalize().into_bytes());
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The link of a token, if the token is right.
pub fn verify<K>(secret: &str, purpose: LinkPurpose, token: &str) -> Option<Id<K>> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, tag) = bytes.split_at_checked(16)?;
    let id = Uuid::from_slice(id).ok()?;
    mac(secret, purpose, id)?.verify_slice(tag).ok()?;
    Some(Id::from_uuid(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::{SignInLink, SignInLinkId};

    #[test]
    fn token_verifies_only_with_its_secret_and_purpose() {
        let id = SignInLinkId::from_uuid(Uuid::from_bytes([9; 16]));
        let token = create("secret", LinkPurpose::SignIn, id);
        let verify =
            |secret: &str, token: &str| super::verify::<SignInLink>(secret, LinkPurpose::SignIn, token);
        assert_eq!(verify("secret", &token), Some(id));
        assert_eq!(verify("other", &token), None);
        let flipped = if token.ends_with('A') { 'B' } else { 'A' };
        let forged = format!("{}{flipped}", &token[..token.len() - 2]);
        assert_eq!(verify("secret", &forged), None);
        assert_eq!(verify("secret", ""), None);
        assert_eq!(verify("secret", &URL_SAFE_NO_PAD.encode(id.as_bytes())), None);
        for other in [LinkPurpose::Invitation, LinkPurpose::SignUp] {
            assert_eq!(super::verify("secret", other, &token), None::<SignInLinkId>, "{other:?}");
        }
    }
}
