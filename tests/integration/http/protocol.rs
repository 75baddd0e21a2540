//! GraphQL over HTTP: media types, statuses, and what a request's body must be.

use super::*;

const JSON: &str = "application/json; charset=utf-8";
const RESPONSE: &str = "application/graphql-response+json; charset=utf-8";
const ACCEPT_RESPONSE: (&str, &str) = ("accept", "application/graphql-response+json");

#[on_sqlite]
async fn response_media_type_follows_accept(test: &TestApp) {
    let client = test.anonymous();
    for (accept, written) in [
        (None, JSON),
        (Some("*/*"), JSON),
        (Some("application/*"), JSON),
        (Some("application/json"), JSON),
        (Some("application/json; charset=utf-8"), JSON),
        (Some("application/graphql-response+json"), RESPONSE),
        (Some("application/graphql-response+json, application/json;q=0.9"), RESPONSE),
        (Some("text/html, application/graphql-response+json;q=0.5, */*;q=0.1"), RESPONSE),
    ] {
        let pairs: Vec<_> = accept.map(|accept| ("accept", accept)).into_iter().collect();
        let (status, headers, body) = send(graphql_request(&client, VIEWER, &pairs)).await;
        assert_eq!((status, header(&headers, "content-type")), (StatusCode::OK, written), "{accept:?}");
        assert_eq!(body, json!({ "data": { "viewer": null } }));
    }
    for accept in ["text/html", "application/json; charset=utf-16", "application/xml, image/*", "*/*;q=0"] {
        let (status, _, body) = send(graphql_request(&client, VIEWER, &[("accept", accept)])).await;
        assert_eq!((status, code(&body)), (StatusCode::NOT_ACCEPTABLE, "BAD_USER_INPUT"), "{accept}");
    }
}

#[on_sqlite]
async fn request_errors_are_400_or_200_by_media_type(test: &TestApp) {
    let community = test.connected_community("Media", 1).await;
    let client = test.sign_in(&community.manager).await;
    let unrun = [
        "",
        "{",
        "{ nothing }",
        "{ viewer }",
        "query A { viewer { id } } query B { viewer { id } }",
        "query($n: Int!) { viewer { id } }",
        "{ viewer { ...F } }",
        "subscription { viewer { id } }",
    ];
    for document in unrun {
        let (status, _, body) = send(graphql_request(&client, document, &[ACCEPT_RESPONSE])).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{document:?}: {body:#}");
        assert!(body["errors"][0]["message"].is_string() && body.get("data").is_none(), "{body:#}");
        let (status, _, body) = send(graphql_request(&client, document, &[])).await;
        assert_eq!((status, body.get("data")), (StatusCode::OK, None), "{document:?}: {body:#}");
    }
    // What failed while it was run has data, if only null.
    let failing = "{ organization(id: \"x\") { units(first: 9999) { totalCount } } }";
    let failing = failing.replace("\"x\"", &format!("\"{}\"", community.organization_id()));
    let (status, _, body) = send(graphql_request(&client, &failing, &[ACCEPT_RESPONSE])).await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.get("data").is_some() && body["errors"][0]["path"].is_array(), "{body:#}");
}

#[on_sqlite]
async fn request_body_must_be_one_json_object(test: &TestApp) {
    let client = test.anonymous();
    for (body, status) in [
        (r#"{"query": "{ viewer { id } }"}"#, StatusCode::OK),
        (
            r#" {"query": "{ viewer { id } }", "variables": null, "operationName": null, "extensions": null} "#,
            StatusCode::OK,
        ),
        (
            r#"{"query": "query Q { viewer { id } }", "operationName": "Q", "variables": {}, "extensions": {"a": 1}}"#,
            StatusCode::OK,
        ),
        ("", StatusCode::BAD_REQUEST),
        ("{", StatusCode::BAD_REQUEST),
        ("null", StatusCode::BAD_REQUEST),
        ("\"{ viewer { id } }\"", StatusCode::BAD_REQUEST),
        ("{}", StatusCode::BAD_REQUEST),
        (r#"{"query": null}"#, StatusCode::BAD_REQUEST),
        (r#"{"query": 1}"#, StatusCode::BAD_REQUEST),
        (r#"{"query": ["{ viewer { id } }"]}"#, StatusCode::BAD_REQUEST),
        (r#"{"query": "{ viewer { id } }", "variables": []}"#, StatusCode::BAD_REQUEST),
        (r#"{"query": "{ viewer { id } }", "variables": "{}"}"#, StatusCode::BAD_REQUEST),
        (r#"{"query": "{ viewer { id } }", "operationName": 1}"#, StatusCode::BAD_REQUEST),
        (r#"{"query": "{ viewer { id } }", "extensions": [1]}"#, StatusCode::BAD_REQUEST),
        (r#"[]"#, StatusCode::BAD_REQUEST),
        (r#"[{"query": "{ viewer { id } }"}]"#, StatusCode::BAD_REQUEST),
        (r#"["{ viewer { id } }", null, {}, {}]"#, StatusCode::BAD_REQUEST),
    ] {
        for accept in ["application/json", "application/graphql-response+json"] {
            let request =
                graphql_post(&client, &[("content-type", "application/json"), ("accept", accept)], body);
            let (answered, _, answer) = send(request).await;
            assert_eq!(answered, status, "{body}: {answer:#}");
            assert!(status == StatusCode::OK || code(&answer) == "BAD_USER_INPUT", "{body}: {answer:#}");
        }
    }
    let latin =
        graphql_post(&client, &[("content-type", "application/json")], b"{\"query\": \"\xe9\"}".to_vec());
    assert_eq!(send(latin).await.0, StatusCode::BAD_REQUEST);
}

#[on_sqlite]
async fn only_post_is_allowed(test: &TestApp) {
    let community = test.connected_community("Methods", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let query = "/graphql?query=mutation%7BsignOut%7BuserErrors%7Bcode%7D%7D%7D";
    for method in ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"] {
        let request = manager.request(method.parse().unwrap(), query).header("accept", "text/html");
        let (status, headers, _) = send(request).await;
        assert_eq!((status, header(&headers, "allow")), (StatusCode::METHOD_NOT_ALLOWED, "POST"), "{method}");
        assert!(
            !headers.keys().any(|name| name.as_str().starts_with("access-control")),
            "{method}: {headers:?}"
        );
    }
    let viewer = manager.execute(VIEWER, json!({})).await["viewer"].clone();
    assert_eq!(viewer["email"], json!(community.manager.user.email), "still signed in");
}
