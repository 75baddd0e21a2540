//! The client as a browser asks for it.

use std::fs;

use tempfile::TempDir;
use tower::ServiceExt;

use super::*;

const WASM: &str = "admin-0123456789abcdef_bg.wasm";
const INDEX: &str = "<!doctype html><html><head><script src=\"/assets/admin/a.js\"></script>\
    <script type=\"module\">\nimport init from '/assets/admin/a.js';\n</script></head><body>shell</body></html>";

fn built() -> TempDir {
    let dir = TempDir::new().unwrap();
    let admin = dir.path().join("admin");
    fs::create_dir_all(&admin).unwrap();
    fs::write(admin.join("index.html"), INDEX).unwrap();
    fs::write(admin.join(WASM), "plain wasm").unwrap();
    fs::write(admin.join(format!("{WASM}.br")), "brotli wasm").unwrap();
    fs::write(admin.join("icon.svg"), "<svg/>").unwrap();
    fs::write(dir.path().join("secret.txt"), "outside").unwrap();
    dir
}

async fn ask(
    router: &Router,
    method: Method,
    path: &str,
    encoding: Option<&str>,
) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(encoding) = encoding {
        request = request.header(header::ACCEPT_ENCODING, encoding);
    }
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, headers, String::from_utf8(body.to_vec()).unwrap())
}

async fn get(router: &Router, path: &str) -> (StatusCode, HeaderMap, String) {
    ask(router, Method::GET, path, None).await
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_address_of_the_client_is_its_page() {
    let dir = built();
    let router = routes(dir.path());
    for path in ["/admin", "/admin/", "/admin/invoices", "/admin/invoices/inv_1?tab=a"] {
        let (status, headers, body) = get(&router, path).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, INDEX), "{path}");
        assert_eq!(header(&headers, "cache-control"), "no-cache");
        assert_eq!(header(&headers, "content-type"), "text/html; charset=utf-8");
    }
    assert_eq!(ask(&router, Method::POST, "/admin", None).await.0, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_policy_allows_the_inline_module_and_no_other() {
    let dir = built();
    let (_, headers, _) = get(&routes(dir.path()), "/admin").await;
    let policy = header(&headers, "content-security-policy");
    // printf "\nimport init from '/assets/admin/a.js';\n" | openssl dgst -sha256 -binary | base64
    let script =
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-aSgDzU5dIKVsycJWpSmQO+kLRr9TbkeSI/1l2+iyM6o=';";
    assert!(policy.contains(script), "{policy}");
    for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "style-src 'self'"] {
        assert!(policy.contains(part), "{part} is not in {policy}");
    }
    assert!(!policy.contains("unsafe-inline"));
}

#[tokio::test]
async fn hashed_files_are_immutable_and_others_revalidated() {
    let dir = built();
    let router = routes(dir.path());
    let (status, headers, body) = get(&router, &format!("/assets/admin/{WASM}")).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "plain wasm"));
    assert_eq!(header(&headers, "content-type"), "application/wasm");
    assert_eq!(header(&headers, "cache-control"), "public, max-age=31536000, immutable");

    let (_, headers, body) =
        ask(&router, Method::GET, &format!("/assets/admin/{WASM}"), Some("gzip, br")).await;
    assert_eq!((header(&headers, "content-encoding"), body.as_str()), ("br", "brotli wasm"));
    assert_eq!(header(&headers, "content-type"), "application/wasm");
    assert_eq!(header(&headers, "vary").to_ascii_lowercase(), "accept-encoding");

    let (_, headers, _) = get(&router, "/assets/admin/icon.svg").await;
    assert_eq!(header(&headers, "cache-control"), "no-cache");
}

#[test]
fn a_hash_may_have_lost_its_leading_zeros() {
    for path in
        ["/assets/a/app-0123456789abcdef.js", "/assets/a/app-eea26cf508602ed_bg.wasm", "a-1adc45134600.css"]
    {
        assert!(is_hashed(path), "{path}");
    }
    for path in
        ["/assets/a/app.js", "/assets/0123456789abcdef/app.js", "a-b.js", "app-large.png", "app-icon-512.png"]
    {
        assert!(!is_hashed(path), "{path}");
    }
}

#[tokio::test]
async fn unknown_paths_are_404_without_html() {
    let dir = built();
    let router = routes(dir.path());
    for path in [
        "/assets/admin/admin-aaaaaaaaaaaaaaaa.js",
        "/assets/admin/",
        "/assets/admin",
        "/assets/admin/index.html",
        &format!("/assets/admin/{WASM}.br"),
        "/assets/portal/x.js",
        "/assets/admin/../secret.txt",
        "/assets/admin/..%2fsecret.txt",
        "/assets/admin/%2e%2e/secret.txt",
    ] {
        let (status, headers, body) = get(&router, path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}: {body}");
        assert!(!header(&headers, "content-type").contains("html"), "{path}");
        assert_eq!(header(&headers, "cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn pages_that_are_not_built_say_how_to_build_them() {
    let dir = built();
    let (status, headers, body) = get(&routes(dir.path()), "/portal/invoices").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(body.contains("cargo xtask build"), "{body}");
    assert!(header(&headers, "content-security-policy").contains("default-src 'none'"));
}
