//! What every answer tells browsers, whoever made it: the API, a page, a file, an error. An answer that knows
//! better has set the header already and keeps it.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Nothing an answer holds is run, loaded, framed or sent anywhere.
const DEFAULT_CSP: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const DEFAULT_HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, DEFAULT_CSP),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // For browsers that don't know `frame-ancestors`.
    (header::X_FRAME_OPTIONS, "DENY"),
    // Links in mail carry a token behind the #, which is never part of a referrer, and ids in the path, which
    // stay within the site.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Longest id of a request that is taken over from a proxy.
const MAX_REQUEST_ID_LENGTH: usize = 64;

/// Takes away an id of the request that is more than an id: it is logged and told again.
pub(super) fn sanitize_request_id<B>(mut request: axum::http::Request<B>) -> axum::http::Request<B> {
    let name = HeaderName::from_static("x-request-id");
    let is_valid = |value: &HeaderValue| {
        let bytes = value.as_bytes();
        let is_id = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (1..=MAX_REQUEST_ID_LENGTH).contains(&bytes.len()) && bytes.iter().all(is_id)
    };
    if request.headers().get_all(&name).into_iter().any(|value| !is_valid(value)) {
        request.headers_mut().remove(name);
    }
    request
}

/// Sets what is not set. `https` says whether the public address is: browsers are then told to stay on it.
pub(super) async fn set_security_headers(
    State(https): State<bool>,
    request: Request,
    next: Next,
) -> Response {
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    for (name, value) in DEFAULT_HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if https {
        let a_year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, a_year);
    }
    answer
}
