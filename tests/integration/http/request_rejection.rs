//! Requests that pages of other sites could make a browser send, and bodies that are too large or never end.

use support::webhooks::{secret, signature};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;

const JSON: (&str, &str) = ("content-type", "application/json");

#[on_sqlite]
async fn cross_site_requests_are_rejected(test: &TestApp) {
    let community = test.connected_community("Forgery", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let mutation = "mutation { signOut { userErrors { code } } }";
    let body = json!({ "query": mutation }).to_string();
    // What a form or a script can send across sites without asking first.
    for kind in [
        "text/plain",
        "text/plain; application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/graphql",
        "",
    ] {
        let (status, _, response) =
            send(graphql_post(&manager, &[("content-type", kind)], body.clone())).await;
        assert_eq!(
            (status, code(&response)),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT"),
            "{kind:?}"
        );
    }
    assert_eq!(
        send(graphql_post(&manager, &[], body.clone())).await.0,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "no type"
    );
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "null"),
        ("origin", "https://evil.example"),
        ("origin", "http://localhost:1"),
        ("origin", ""),
    ] {
        for client in [&manager, &test.anonymous()] {
            let (status, _, response) = send(graphql_request(client, mutation, &[(name, value)])).await;
            assert_eq!((status, code(&response)), (StatusCode::FORBIDDEN, "FORBIDDEN"), "{name}: {value}");
        }
        let own = [(name, value), ("authorization", "Bearer key")];
        let (status, ..) = send(graphql_request(&manager, mutation, &own)).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "a key beside a cookie proves nothing");
        let (status, ..) = send(graphql_request(&test.anonymous(), mutation, &own)).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "a key alone is a program's, and this one is not known");
    }
    let own = [("origin", test.site.as_str()), ("sec-fetch-site", "same-origin")];
    let (status, _, body) = send(graphql_request(&manager, VIEWER, &own)).await;
    assert_eq!(
        (status, &body["data"]["viewer"]["email"]),
        (StatusCode::OK, &json!(community.manager.user.email))
    );
}

#[on_sqlite]
async fn invalid_credentials_are_not_treated_as_anonymous(test: &TestApp) {
    for value in ["Bearer key", "Bearer", "Basic YTpi", "key"] {
        let (status, headers, body) =
            send(graphql_request(&test.anonymous(), VIEWER, &[("authorization", value)])).await;
        assert_eq!((status, code(&body)), (StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"), "{value}");
        assert_eq!(header(&headers, "www-authenticate"), "Bearer");
    }
}

#[on_sqlite]
async fn oversized_bodies_are_rejected_per_endpoint(test: &TestApp) {
    let client = test.anonymous();
    let padded = |most: usize| {
        let body = json!({ "query": VIEWER }).to_string();
        format!("{body}{}", " ".repeat(most - body.len()))
    };
    assert_eq!(send(graphql_post(&client, &[JSON], padded(128 * 1024))).await.0, StatusCode::OK);
    let (status, headers, body) = send(graphql_post(&client, &[JSON], padded(128 * 1024 + 1))).await;
    assert_eq!((status, code(&body)), (StatusCode::PAYLOAD_TOO_LARGE, "BAD_USER_INPUT"));
    assert!(body["errors"][0]["message"].as_str().unwrap().contains("128 KiB"), "{body:#}");
    assert_eq!(header(&headers, "content-type"), "application/json; charset=utf-8");
    let (status, _, body) =
        send(graphql_request(&client, &format!("{VIEWER}{}", " ".repeat(40 * 1024)), &[])).await;
    assert_eq!(
        (status, code(&body)),
        (StatusCode::OK, "BAD_USER_INPUT"),
        "a document is smaller than its body"
    );

    let now = test.clock.millis() / 1000;
    for endpoint in [sandbox::Endpoint::Connect, sandbox::Endpoint::Account] {
        let event =
            json!({ "id": "evt_large", "type": "x", "object": "event", "livemode": false }).to_string();
        let padded = |most: usize| format!("{event}{}", " ".repeat(most - event.len()));
        let status = async |body: String| {
            let header = signature(&secret(endpoint), now, &body);
            test.post_event(endpoint, Some(&header), body).await
        };
        assert_eq!(status(padded(512 * 1024)).await, StatusCode::OK);
        assert_eq!(status(padded(512 * 1024 + 1)).await, StatusCode::PAYLOAD_TOO_LARGE);
    }
    test.run_jobs().await;
}

#[on_sqlite]
async fn oversized_chunked_body_is_rejected_while_streaming(test: &TestApp) {
    let host = test.site.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\n\r\n20001\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&[b' '; 0x20001]).await.unwrap();
    // Neither the chunk nor the body ends.
    let mut response = vec![0; 12];
    stream.read_exact(&mut response).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&response), "HTTP/1.1 413");
}

#[on_sqlite]
async fn incomplete_body_times_out(test: &TestApp) {
    let address = test.also_serve(|site| site.body_timeout = std::time::Duration::from_millis(50)).await;
    let host = address.trim_start_matches("http://");
    for path in ["/graphql", "/webhooks/stripe/connect"] {
        let mut stream = TcpStream::connect(host).await.unwrap();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        // The answer comes although the body doesn't, and the connection ends with it.
        let mut response = String::new();
        stream.read_to_string(&mut response).await.unwrap();
        assert!(response.starts_with("HTTP/1.1 408 "), "{path}: {response}");
        assert!(response.contains("took too long to arrive"), "{path}: {response}");
    }
}
