//! What every answer tells a browser, on every address and however it ends.

use std::path::Path;

use api::http::HttpState;
use tempfile::TempDir;

use super::*;

const INDEX: &str = "<!doctype html><html><head><script type=\"module\">go();</script></head></html>";

/// A client as it is built: two pages and a file with a hash.
fn built_client() -> TempDir {
    let dir = TempDir::new().unwrap();
    for entry in ["admin", "portal"] {
        std::fs::create_dir_all(dir.path().join(entry)).unwrap();
        std::fs::write(dir.path().join(entry).join("index.html"), INDEX).unwrap();
        std::fs::write(dir.path().join(entry).join("app-0123456789abcdef.js"), "go()").unwrap();
    }
    dir
}

/// Every kind of answer: method, path, what is sent, status.
fn response_kinds() -> Vec<(&'static str, &'static str, Option<&'static str>, u16)> {
    let query = Some(r#"{"query": "{ viewer { email } }"}"#);
    vec![
        ("GET", "/", None, 303),
        ("GET", "/healthz", None, 200),
        ("GET", "/readyz", None, 200),
        ("GET", "/metrics", None, 404),
        ("GET", "/files/organizations/org_1/logo", None, 404),
        ("GET", "/admin/export/transactions.csv", None, 401),
        ("POST", "/files/organizations/org_1/logo", None, 405),
        ("POST", "/graphql", query, 200),
        ("POST", "/graphql", Some("{"), 400),
        ("POST", "/graphql", Some(r#"{"query": "{ nothing }"}"#), 200),
        ("POST", "/graphql", None, 415),
        ("GET", "/graphql", None, 405),
        ("OPTIONS", "/graphql", None, 405),
        ("POST", "/webhooks/stripe/connect", Some("{}"), 400),
        ("POST", "/webhooks/stripe/account", Some("{}"), 400),
        ("GET", "/webhooks/stripe/account", None, 405),
        ("GET", "/admin", None, 200),
        ("GET", "/admin/", None, 200),
        ("GET", "/admin/invoices/inv_1", None, 200),
        ("GET", "/portal", None, 200),
        ("GET", "/portal/sign-in", None, 200),
        ("POST", "/portal", None, 405),
        ("GET", "/assets/admin/app-0123456789abcdef.js", None, 200),
        ("GET", "/assets/portal/app-0123456789abcdef.js", None, 200),
        ("GET", "/assets/portal/old-0123456789abcdef.js", None, 404),
        ("GET", "/nothing", None, 404),
        ("DELETE", "/nothing", None, 404),
    ]
}

fn assert_security_headers(what: &str, headers: &HeaderMap, https: bool) {
    let policy = header(headers, "content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{what}: {part} is not in {policy:?}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{what}: {policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(header(headers, name), value, "{what}: {name}");
    }
    assert!(header(headers, "permissions-policy").contains("camera=()"), "{what}");
    assert_eq!(header(headers, "strict-transport-security").starts_with("max-age=31536000"), https, "{what}");
    assert!(
        !header(headers, "cache-control").is_empty() && !header(headers, "x-request-id").is_empty(),
        "{what}"
    );
    assert_eq!(header(headers, "server"), "", "{what}: which program this is, is nobody's business");
    assert!(!headers.keys().any(|name| name.as_str().starts_with("access-control")), "{what}");
}

#[on_sqlite]
async fn security_headers_on_every_response(test: &TestApp) {
    let client_dir = built_client();
    for https in [false, true] {
        let address = test
            .also_serve(|site| {
                site.client_dir = client_dir.path().to_owned();
                site.https = https;
            })
            .await;
        let client = test.anonymous().at(&address);
        for (method, path, body, status) in response_kinds() {
            let what = format!("{method} {path} {body:?}");
            let mut request = client.request(method.parse().unwrap(), path);
            if let Some(body) = body {
                request = request.header("content-type", "application/json").body(body);
            }
            let (answered, headers, _) = send(request).await;
            assert_eq!(answered.as_u16(), status, "{what}");
            assert_security_headers(&what, &headers, https);
            let cached = header(&headers, "cache-control");
            let kept = path.starts_with("/assets/") && status == 200;
            let page = status == 200 && (path.starts_with("/admin") || path.starts_with("/portal"));
            assert_eq!(cached.contains("immutable"), kept, "{what}: {cached}");
            assert_eq!(cached == "no-cache", page, "{what}: {cached}");
            assert_eq!(cached == "no-store", !kept && !page, "{what}: {cached}");
        }
    }
}

#[on_sqlite]
async fn security_headers_on_error_responses(test: &TestApp) {
    let large =
        graphql_post(&test.anonymous(), &[("content-type", "application/json")], " ".repeat(129 * 1024));
    assert_security_headers("too large", &send(large).await.1, false);
    let foreign = graphql_request(&test.anonymous(), VIEWER, &[("origin", "https://evil.example")]);
    assert_security_headers("foreign", &send(foreign).await.1, false);
    let community = test.connected_community("Broken", 1).await;
    let manager = test.sign_in(&community.manager).await;
    // A process that lost its database: whatever looks somebody up fails.
    let broken = test.another_app(&[]).await;
    broken.db.clone().close().await.unwrap();
    let manager = manager.at(&test.also_serve(|site| *site = HttpState::new(broken)).await);
    let (status, headers, body) = send(graphql_request(&manager, VIEWER, &[])).await;
    assert_eq!((status, code(&body)), (StatusCode::SERVICE_UNAVAILABLE, "INTERNAL"));
    assert_security_headers("without a database", &headers, false);
    let (status, headers, _) = send(manager.request(Method::GET, "/readyz")).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_security_headers("not ready", &headers, false);
}

#[on_sqlite]
async fn valid_proxy_request_id_is_kept(test: &TestApp) {
    let response_id = async |id: &str| {
        let (_, headers, _) = send(graphql_request(&test.anonymous(), VIEWER, &[("x-request-id", id)])).await;
        header(&headers, "x-request-id").to_owned()
    };
    assert_eq!(response_id("018f-Ab_9").await, "018f-Ab_9");
    for wild in ["", "a b", "<script>", "id\tERROR forged line", &"x".repeat(65)] {
        let own = response_id(wild).await;
        assert!(own != wild && own.len() == 36, "{wild:?} became {own:?}");
    }
}

#[test]
fn every_route_is_covered() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("server/api/src/http");
    let mut routes = 0;
    for file in ["router.rs", "assets/mod.rs"] {
        let source = std::fs::read_to_string(sources.join(file)).unwrap();
        for rest in source.split(".route(").skip(1) {
            routes += 1;
            let route = rest.split(',').next().unwrap().trim();
            let place = match route {
                "error_response::GRAPHQL_PATH" => "/graphql".to_owned(),
                _ => route.trim_start_matches("&format!(").trim_end_matches(')').trim_matches('"').to_owned(),
            };
            // Up to the first part that stands for any text.
            let start = place.replace("{entry}", "admin");
            let start = start.split('{').next().unwrap();
            assert!(
                response_kinds().iter().any(|(_, path, ..)| path.starts_with(start)),
                "{route} is not walked"
            );
        }
    }
    assert!(routes >= 11, "the routes were not found: {routes}");
}
