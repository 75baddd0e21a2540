//! The session cookie: `__Host-` where the site is https, so that no other host or path can set it.

use axum::http::{HeaderMap, HeaderValue, header};

use application::identity::session::MAX_LIFETIME;

fn name(https: bool) -> &'static str {
    if https { "__Host-propty" } else { "propty" }
}

/// The session's token in a request.
pub(super) fn token(headers: &HeaderMap, https: bool) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, value)| *key == name(https) && !value.is_empty()).map(|(_, value)| value.to_owned())
}

/// Sets the token, or clears the cookie.
pub(super) fn set(token: Option<&str>, https: bool) -> Option<HeaderValue> {
    let secure = if https { "; Secure" } else { "" };
    let (value, age) = token.map_or(("", 0), |token| (token, MAX_LIFETIME.as_secs()));
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}", name(https));
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_cookie_counts() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=b; propty=token; __Host-propty=other"));
        assert_eq!(token(&headers, false).as_deref(), Some("token"));
        assert_eq!(token(&headers, true).as_deref(), Some("other"));
        assert_eq!(token(&HeaderMap::new(), true), None);
    }

    #[test]
    fn an_https_site_sets_a_host_cookie() {
        let value = set(Some("t"), true).unwrap();
        let text = value.to_str().unwrap();
        assert!(
            text.starts_with("__Host-propty=t; Path=/; HttpOnly; SameSite=Lax") && text.ends_with("; Secure")
        );
        assert!(set(None, false).unwrap().to_str().unwrap().contains("Max-Age=0"));
    }
}
