//! Who makes a request. A session's cookie and an `Authorization: Bearer` both say so; a cookie is sent by
//! browsers without being asked, so who comes with one must also come from our own pages.

use axum::http::{HeaderMap, StatusCode, header};

use super::cookie;
use super::router::Site;
use crate::graphql::Payer;
use application::error::Failure;
use application::identity::{Caller, Visitor, api_key, session};

/// What a request says about who makes it, before anything is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Credentials {
    /// The session's token, from the cookie.
    pub session: Option<String>,
    /// What stands behind `Bearer`; empty when the header is there and can't be read.
    pub bearer: Option<String>,
}

impl Credentials {
    /// Reads them.
    pub fn of(headers: &HeaderMap, https: bool) -> Credentials {
        let bearer = headers.get(header::AUTHORIZATION).map(|value| {
            let text = value.to_str().unwrap_or_default();
            let (scheme, token) = text.split_once(' ').unwrap_or_default();
            if scheme.eq_ignore_ascii_case("bearer") { token.trim().to_owned() } else { String::new() }
        });
        Credentials { session: cookie::token(headers, https), bearer }
    }

    /// Whether only a program can have sent this: a page of another site can't set the header without being
    /// let, and brings no cookie of ours when it is not.
    pub fn is_a_programs(&self) -> bool {
        self.bearer.is_some() && self.session.is_none()
    }
}

/// Who makes a request.
pub(super) struct Identified {
    /// The person or program; none when nobody is signed in.
    pub caller: Option<Caller>,
    /// The session's token, to end it.
    pub token: Option<String>,
}

impl Identified {
    /// Whose points the request spends.
    pub fn payer(&self, visitor: &Visitor) -> Payer {
        match &self.caller {
            Some(caller) => match &caller.key {
                Some(identity) => Payer::Key(identity.key.id),
                None => Payer::Person(caller.user.id),
            },
            None => Payer::Network(visitor.network),
        }
    }
}

/// Why it can't be said who makes a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unidentified {
    /// The key that came with it is not known or has ended. A request that brings one is never answered as if it had not.
    UnknownKey,
    /// The database does not answer.
    Unavailable,
}

impl Unidentified {
    /// Status, code and words of the answer.
    pub fn words(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Unidentified::UnknownKey => (
                StatusCode::UNAUTHORIZED,
                "UNAUTHENTICATED",
                "The key in the Authorization header is not known, or has ended.",
            ),
            Unidentified::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "INTERNAL", "Try again in a moment.")
            }
        }
    }
}

/// Says who makes a request. A session that has ended is nobody's.
pub(super) async fn identify(
    site: &Site,
    headers: &HeaderMap,
    visitor: &Visitor,
) -> Result<Identified, Unidentified> {
    let credentials = Credentials::of(headers, site.https);
    let unavailable = |error: Failure| {
        tracing::error!(%error, "a session or key could not be read");
        Unidentified::Unavailable
    };
    if let Some(key) = credentials.bearer {
        let caller = api_key::authenticate(&site.app, &key, visitor).await.map_err(unavailable)?;
        return match caller {
            Some(caller) => Ok(Identified { caller: Some(caller), token: None }),
            None => Err(Unidentified::UnknownKey),
        };
    }
    let Some(token) = credentials.session else { return Ok(Identified { caller: None, token: None }) };
    let caller = session::authenticate(&site.app, &token, visitor).await.map_err(unavailable)?;
    Ok(Identified { caller, token: Some(token) })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn of(pairs: &[(&'static str, &'static str)]) -> Credentials {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        Credentials::of(&headers, false)
    }

    #[test]
    fn a_cookie_and_a_key_are_told_apart() {
        assert_eq!(of(&[]), Credentials { session: None, bearer: None });
        assert_eq!(of(&[("cookie", "propty=t")]).session.as_deref(), Some("t"));
        for text in ["Bearer key", "bearer key", "BEARER  key "] {
            assert_eq!(of(&[("authorization", text)]).bearer.as_deref(), Some("key"), "{text}");
        }
        for text in ["Basic YTpi", "Bearer", "", "key"] {
            assert_eq!(of(&[("authorization", text)]).bearer.as_deref(), Some(""), "{text}");
        }
    }

    #[test]
    fn only_a_key_without_a_cookie_is_a_programs() {
        assert!(of(&[("authorization", "Bearer key")]).is_a_programs());
        assert!(!of(&[("authorization", "Bearer key"), ("cookie", "propty=t")]).is_a_programs());
        assert!(!of(&[("cookie", "propty=t")]).is_a_programs());
        assert!(!of(&[]).is_a_programs());
    }
}
