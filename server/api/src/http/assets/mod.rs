//! The built client: two pages, `/admin` and `/portal`, and the files they load from `/assets`.
//!
//! Files with a hash in their name never change and are kept by browsers for a year; the pages are asked for
//! again each time. Each page carries a content security policy that allows its own scripts and nothing else.

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use sha2::{Digest, Sha256};
use tower_http::services::ServeDir;

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
const NEVER: HeaderValue = HeaderValue::from_static("no-store");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
/// Trunk's hashes have 16 hexadecimal digits, less leading zeros.
const MIN_HASH_LENGTH: usize = 8;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Not built</title></head>\
    <body><h1>The pages are not built</h1><p>Run <code>cargo xtask build</code>, then start the server again. \
    PROPTY_CLIENT_DIR names the folder they are read from.</p></body></html>";

/// The pages and files below a folder with `admin` and `portal` in it, read once.
pub fn routes(client_dir: &Path) -> Router {
    let mut router = Router::new();
    for entry in ["admin", "portal"] {
        let folder = client_dir.join(entry);
        let page = HtmlPage::read(&folder.join("index.html"));
        let serve = get(move || {
            let page = page.clone();
            async move { page.into_response() }
        });
        let files = ServeDir::new(&folder).append_index_html_on_directories(false).precompressed_br();
        router = router
            .route(&format!("/{entry}"), serve.clone())
            .route(&format!("/{entry}/"), serve.clone())
            .route(&format!("/{entry}/{{*rest}}"), serve)
            .nest_service(&format!("/assets/{entry}"), files);
    }
    router.layer(middleware::from_fn(file_headers))
}

/// Says how long a file may be kept, and turns whatever isn't a file into a plain 404: an old page must not
/// take HTML for the script it asked for.
async fn file_headers(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if !path.starts_with("/assets/") {
        return next.run(request).await;
    }
    let readable = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = if path.ends_with(".html") || path.ends_with(".br") {
        StatusCode::NOT_FOUND.into_response()
    } else {
        next.run(request).await
    };
    let missing = response.status() == StatusCode::NOT_FOUND;
    if missing {
        response = (StatusCode::NOT_FOUND, "There is no such file.\n").into_response();
    }
    let caching = if missing || !readable {
        NEVER
    } else if is_hashed(&path) {
        IMMUTABLE
    } else {
        REVALIDATE
    };
    response.headers_mut().insert(header::CACHE_CONTROL, caching);
    response
}

/// Whether the name of a file has a hash in it: `admin-0123456789abcdef_bg.wasm`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((_, tail)) = name.rsplit_once('-') else { return false };
    let hash = tail.split(['.', '_']).next().unwrap_or_default();
    (MIN_HASH_LENGTH..=16).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A page, ready to be sent.
#[derive(Clone)]
struct HtmlPage {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl HtmlPage {
    fn read(index: &Path) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HTML);
        headers.insert(header::CACHE_CONTROL, REVALIDATE);
        let (status, body) = match std::fs::read_to_string(index) {
            Ok(html) => (StatusCode::OK, html),
            Err(_) => (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT.to_owned()),
        };
        if let Ok(policy) = HeaderValue::try_from(content_security_policy(&body)) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        HtmlPage { status, headers, body: Bytes::from(body) }
    }
}

impl IntoResponse for HtmlPage {
    fn into_response(self) -> Response {
        (self.status, self.headers, Body::from(self.body)).into_response()
    }
}

/// Allows what the page is made of: its own files, WebAssembly, and its inline scripts by their hashes.
fn content_security_policy(html: &str) -> String {
    let hashes: String = inline_scripts(html)
        .into_iter()
        .map(|script| format!(" 'sha256-{}'", BASE64.encode(Sha256::digest(script.as_bytes()))))
        .collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

/// What stands inside the `<script>` elements that load no file, to the letter.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some((_, after)) = rest.split_once("<script") {
        let Some((attributes, content)) = after.split_once('>') else { break };
        let Some((script, after)) = content.split_once("</script>") else { break };
        let loads_a_file = attributes.split_ascii_whitespace().any(|attribute| attribute.starts_with("src="));
        if !loads_a_file && !script.is_empty() {
            scripts.push(script);
        }
        rest = after;
    }
    scripts
}

#[cfg(test)]
mod tests;
