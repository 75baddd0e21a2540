//! What the hosted pages share: the frame, the style sheet, and the headers.

use axum::body::Body;
use axum::http::{Response, StatusCode, Uri};
use maud::{Markup, html};
use serde_json::json;

use crate::html::document;

/// The forms lead back to the product, which runs on another port, so they may go to any http address.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self' http: https:; base-uri 'none'; \
                      frame-ancestors 'none'";

/// A language of the hosted pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    French,
}

impl Language {
    /// From a locale such as `fr-CA`, or else from an `Accept-Language` header.
    pub fn choose(locale: Option<&str>, accepted: Option<&str>) -> Self {
        let wanted = locale.filter(|locale| *locale != "auto").or(accepted).unwrap_or("en");
        if wanted.trim_start().to_lowercase().starts_with("fr") {
            Language::French
        } else {
            Language::English
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }

    /// Minor units as money, such as `$1,205.00` or `1 205,00 $`.
    pub fn money(self, minor: i64, currency: &str) -> String {
        let (sign, minor) = if minor < 0 { ("-", minor.unsigned_abs()) } else { ("", minor.unsigned_abs()) };
        let (thousands, point) = match self {
            Language::English => (',', '.'),
            Language::French => ('\u{a0}', ','),
        };
        let whole = (minor / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index) % 3 == 0 {
                grouped.push(thousands);
            }
            grouped.push(digit);
        }
        let cents = minor % 100;
        match (self, currency) {
            (Language::English, "cad") => format!("{sign}CA${grouped}{point}{cents:02}"),
            (Language::English, _) => format!("{sign}${grouped}{point}{cents:02}"),
            (Language::French, "cad") => format!("{sign}{grouped}{point}{cents:02}\u{a0}$\u{a0}CA"),
            (Language::French, _) => format!("{sign}{grouped}{point}{cents:02}\u{a0}$\u{a0}US"),
        }
    }
}

/// A whole page around `main`.
pub fn page(status: StatusCode, language: Language, title: &str, main: &Markup) -> Response<Body> {
    frame(status, language, title, &["/_sandbox/style.css"], main)
}

/// 404 for people: a title, and what to do instead.
pub fn missing_page(language: Language, title: &str, why: &str) -> Response<Body> {
    let main = html! {
        h1 { (title) }
        p { (why) }
    };
    page(StatusCode::NOT_FOUND, language, title, &main)
}

/// As [`page`], with the style sheets at these addresses.
pub fn frame(
    status: StatusCode,
    language: Language,
    title: &str,
    styles: &[&str],
    main: &Markup,
) -> Response<Body> {
    let html = document(language.code(), title, styles, main).into_string();
    let reply = Response::builder()
        .status(status)
        .header("content-type", "text/html; charset=utf-8")
        .header("cache-control", "no-store")
        .header("referrer-policy", "no-referrer")
        .header("content-security-policy", POLICY);
    reply.body(Body::from(html)).unwrap_or_default()
}

/// 303 to another page.
pub fn redirect(address: &str) -> Response<Body> {
    let reply = Response::builder().status(StatusCode::SEE_OTHER).header("location", address);
    reply.body(Body::empty()).unwrap_or_default()
}

/// 404 in Stripe's shape, naming the address.
pub async fn not_found(uri: Uri) -> Response<Body> {
    let message =
        format!("Unrecognized request URL: {}. The sandbox serves /v1, /v2 and /_sandbox.", uri.path());
    let body = json!({"error": {"type": "invalid_request_error", "message": message}});
    let reply = Response::builder().status(StatusCode::NOT_FOUND).header("content-type", "application/json");
    reply.body(Body::from(body.to_string())).unwrap_or_default()
}

/// The style of the hosted pages.
pub async fn style() -> Response<Body> {
    let reply = Response::builder().header("content-type", "text/css; charset=utf-8");
    reply.body(Body::from(include_str!("style.css"))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_in_both_languages() {
        assert_eq!(Language::English.money(120_500, "usd"), "$1,205.00");
        assert_eq!(Language::English.money(5, "cad"), "CA$0.05");
        assert_eq!(Language::French.money(123_456_789, "cad"), "1\u{a0}234\u{a0}567,89\u{a0}$\u{a0}CA");
    }

    #[test]
    fn session_locale_takes_precedence_over_accept_language() {
        assert_eq!(Language::choose(Some("fr-CA"), Some("en")), Language::French);
        assert_eq!(Language::choose(Some("auto"), Some("fr-CA,fr;q=0.9")), Language::French);
        assert_eq!(Language::choose(Some("en"), Some("fr")), Language::English);
        assert_eq!(Language::choose(None, None), Language::English);
    }
}
