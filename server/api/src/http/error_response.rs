//! The answer to a GraphQL request that was refused before it was read, in the form GraphQL clients read errors in.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Path of the GraphQL endpoint, whose callers get their errors as JSON.
pub(super) const GRAPHQL_PATH: &str = "/graphql";

/// One GraphQL error as `application/json`, without `data`.
pub(super) fn graphql_error(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, body.to_string()).into_response()
}
