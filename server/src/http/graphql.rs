//! GraphQL over HTTP: POST with `application/json` and nothing else, one request at a time.

use std::sync::Arc;

use async_graphql::http::GraphiQLSource;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

use super::router::Site;
use super::{cookie, origin};
use crate::graphql::{Request, SessionCookie};
use crate::people::{Visitor, session};

fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    (status, axum::Json(body)).into_response()
}

/// Answers a request.
pub(super) async fn answer(State(site): State<Arc<Site>>, headers: HeaderMap, body: Bytes) -> Response {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    // Browsers send other types across sites without asking first.
    if !essence.eq_ignore_ascii_case("application/json") {
        let message = "Send the request as application/json.";
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT", message);
    }
    let token = cookie::token(&headers, site.https);
    if origin::is_foreign(&headers, &site.app.base_url) {
        let message = "Requests from other sites are not answered.";
        return refuse(StatusCode::FORBIDDEN, "FORBIDDEN", message);
    }
    let Ok(request) = serde_json::from_slice::<async_graphql::Request>(&body) else {
        let message =
            "The body is not a GraphQL request in JSON: send {\"query\": \"…\", \"variables\": {…}}.";
        return refuse(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", message);
    };
    let caller = match &token {
        Some(token) => match session::authenticate(&site.app, token, &Visitor::default()).await {
            Ok(caller) => caller,
            Err(error) => {
                tracing::error!(%error, "a session could not be read");
                return refuse(StatusCode::SERVICE_UNAVAILABLE, "INTERNAL", "Try again in a moment.");
            }
        },
        None => None,
    };
    let id = headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let request = if caller.is_none() { request.disable_introspection() } else { request };
    let context = Arc::new(Request::new(&site.app, caller, Visitor::default(), token, id));
    let response = context.run(site.schema.execute(request.data(Arc::clone(&context)))).await;
    let mut answer = axum::Json(&response).into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let wanted = context.cookie.lock().ok().and_then(|mut cookie| cookie.take());
    let cookie = match wanted {
        Some(SessionCookie::Set(token)) => cookie::set(Some(&token), site.https),
        Some(SessionCookie::Clear) => cookie::set(None, site.https),
        None => None,
    };
    if let Some(cookie) = cookie {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// A place to try queries, for those who are signed in.
pub(super) async fn explore(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let signed_in = match cookie::token(&headers, site.https) {
        Some(token) => {
            matches!(session::authenticate(&site.app, &token, &Visitor::default()).await, Ok(Some(_)))
        }
        None => false,
    };
    if !signed_in {
        return refuse(
            StatusCode::METHOD_NOT_ALLOWED,
            "BAD_USER_INPUT",
            "Send queries by POST, or sign in to explore.",
        );
    }
    Html(GraphiQLSource::build().endpoint("/graphql").title("Propty API").finish()).into_response()
}
