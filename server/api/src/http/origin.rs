//! Whether a browser sent a request from our own pages. Programs that come with a key and no cookie need not
//! prove it: no page can make them do something.

use axum::http::{HeaderMap, header};

/// What another site's page could have sent. Browsers say where a request comes from in `Sec-Fetch-Site`, and
/// older ones in `Origin`; a program that says neither is not a browser.
pub(super) fn is_foreign(headers: &HeaderMap, own: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let origin = text(header::ORIGIN.as_str()).is_some_and(|origin| origin != own);
    site || origin
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn foreign(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        is_foreign(&headers, "https://propty.example")
    }

    #[test]
    fn cross_site_requests_are_recognized() {
        assert!(foreign(&[("sec-fetch-site", "cross-site")]));
        assert!(foreign(&[("sec-fetch-site", "same-site")]));
        assert!(foreign(&[("origin", "https://evil.example")]));
        assert!(foreign(&[("origin", "null")]));
        assert!(!foreign(&[("sec-fetch-site", "same-origin"), ("origin", "https://propty.example")]));
        assert!(!foreign(&[]));
    }
}
