//! Who makes a request. A session's cookie and an `Authorization: Bearer` both say so; a cookie is sent by
//! browsers without being asked, so who comes with one must also come from our own pages.

use axum::http::{HeaderMap, StatusCode, header};

use super::cookie;
use super::state::HttpState;
use crate::rate_limit::RateLimitSubject;
use application::error::AppError;
use application::identity::{Caller, ClientInfo, api_key, session};

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
    pub fn is_api_client(&self) -> bool {
        self.bearer.is_some() && self.session.is_none()
    }
}

/// Who makes a request.
pub(super) struct Identity {
    /// The person or program; none when nobody is signed in.
    pub caller: Option<Caller>,
    /// The session's token, to end it.
    pub token: Option<String>,
}

impl Identity {
    /// Whose points the request spends.
    pub fn rate_limit_subject(&self, client_info: &ClientInfo) -> RateLimitSubject {
        match &self.caller {
            Some(caller) => match &caller.key {
                Some(identity) => RateLimitSubject::ApiKey(identity.key.id),
                None => RateLimitSubject::User(caller.user.id),
            },
            None => RateLimitSubject::Network(client_info.network),
        }
    }
}

/// Why it can't be said who makes a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdentityError {
    /// The key that came with it is not known or has ended. A request that brings one is never answered as if it had not.
    UnknownKey,
    /// The database does not answer.
    Unavailable,
}

impl IdentityError {
    /// Status, code and words of the answer.
    pub fn response_parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            IdentityError::UnknownKey => (
                StatusCode::UNAUTHORIZED,
                "UNAUTHENTICATED",
                "The key in the Authorization header is not known, or has ended.",
            ),
            IdentityError::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "INTERNAL", "Try again in a moment.")
            }
        }
    }
}

/// Says who makes a request. A session that has ended is nobody's.
pub(super) async fn identify(
    state: &HttpState,
    headers: &HeaderMap,
    client_info: &ClientInfo,
) -> Result<Identity, IdentityError> {
    let credentials = Credentials::of(headers, state.https);
    let unavailable = |error: AppError| {
        tracing::error!(%error, "a session or key could not be read");
        IdentityError::Unavailable
    };
    if let Some(key) = credentials.bearer {
        let caller = api_key::authenticate(&state.app, &key, client_info).await.map_err(unavailable)?;
        return match caller {
            Some(caller) => Ok(Identity { caller: Some(caller), token: None }),
            None => Err(IdentityError::UnknownKey),
        };
    }
    let Some(token) = credentials.session else { return Ok(Identity { caller: None, token: None }) };
    let caller = session::authenticate(&state.app, &token, client_info).await.map_err(unavailable)?;
    Ok(Identity { caller, token: Some(token) })
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
    fn session_cookie_and_api_key_are_distinguished() {
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
    fn only_a_key_without_a_cookie_is_an_api_client() {
        assert!(of(&[("authorization", "Bearer key")]).is_api_client());
        assert!(!of(&[("authorization", "Bearer key"), ("cookie", "propty=t")]).is_api_client());
        assert!(!of(&[("cookie", "propty=t")]).is_api_client());
        assert!(!of(&[]).is_api_client());
    }
}
