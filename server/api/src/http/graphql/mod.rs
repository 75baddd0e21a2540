//! GraphQL over HTTP, as the specification of that name has it: POST with `application/json` and nothing else,
//! one request at a time, answered in the media type the caller accepts.

mod accept;
mod decode;

use std::sync::Arc;

use async_graphql::{ServerError, Value};
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use self::accept::Form;
use super::identity::{Credentials, Identified, identify};
use super::router::Site;
use super::{body, cookie, origin, pace};
use crate::graphql::{Purse, Request, SessionCookie};
use crate::rate_limit::Refused;
use application::identity::Visitor;

/// Where it is.
pub(super) const PATH: &str = "/graphql";
/// Largest document with its variables, in bytes.
const LARGEST: usize = 128 * 1024;

/// An answer to a request that was not even read.
pub(super) fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    written(
        Form::Json,
        status,
        &json!({ "errors": [{ "message": message, "extensions": { "code": code } }] }),
    )
}

/// Anything but POST.
pub(super) async fn only_post() -> Response {
    let words = "Send GraphQL by POST, as application/json.";
    let mut answer = refuse(StatusCode::METHOD_NOT_ALLOWED, "BAD_USER_INPUT", words);
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    answer
}

/// Answers a request.
pub(super) async fn answer(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let form = match admit(&site, &headers) {
        Ok(form) => form,
        Err((status, code, words)) => return refuse(status, code, words),
    };
    let body = match body::read(&headers, body, LARGEST, site.body_within).await {
        Ok(body) => body,
        Err(unread) => return refuse(unread.status(), "BAD_USER_INPUT", &unread.words()),
    };
    let identified = match identify(&site, &headers, &visitor).await {
        Ok(identified) => identified,
        Err(unidentified) => {
            let (status, code, words) = unidentified.words();
            let mut refusal = refuse(status, code, words);
            if status == StatusCode::UNAUTHORIZED {
                refusal.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            return refusal;
        }
    };
    let context = Arc::new(context(&site, identified, visitor, &headers));
    let mut answer = match context.purse.as_ref().map_or(Ok(()), Purse::enter) {
        Err(Refused::Wait { seconds, .. }) => {
            context.wait(seconds);
            let words = format!("You have asked for a lot in a short time. Try again in {seconds} s.");
            refuse(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", &words)
        }
        Ok(()) | Err(Refused::TooMuch) => match decode::decode(&body) {
            Ok(request) => execute(&site, &context, form, request).await,
            Err(words) => refuse(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", words),
        },
    };
    let standing = context.purse.as_ref().and_then(Purse::standing);
    let retry_after = context.retry_after.lock().ok().and_then(|seconds| *seconds);
    pace::tell(answer.headers_mut(), standing, retry_after);
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

/// Status, code and words of a refusal.
type Refusal = (StatusCode, &'static str, &'static str);

/// What can be refused by the request's head alone; else how the answer is to be written.
fn admit(site: &Site, headers: &HeaderMap) -> Result<Form, Refusal> {
    let Some(form) = accept::negotiate(headers) else {
        let words =
            "Accept application/graphql-response+json or application/json: nothing else is written here.";
        return Err((StatusCode::NOT_ACCEPTABLE, "BAD_USER_INPUT", words));
    };
    if !accept::is_json(headers) {
        let words = "Send the request as application/json, in UTF-8.";
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT", words));
    }
    let credentials = Credentials::of(headers, site.https);
    if !credentials.is_a_programs() && origin::is_foreign(headers, &site.app.base_url) {
        return Err((StatusCode::FORBIDDEN, "FORBIDDEN", "Requests from other sites are not answered."));
    }
    Ok(form)
}

fn context(site: &Site, identified: Identified, visitor: Visitor, headers: &HeaderMap) -> Request {
    let id = headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut request = Request::new(&site.app);
    request.purse = Some(Purse::new(&site.budgets, identified.payer(&visitor)));
    request.caller = identified.caller;
    request.token = identified.token;
    request.visitor = visitor;
    id.clone_into(&mut request.id);
    request
}

/// An answer's body. What was refused before it was run has no data, which is not the same as null.
#[derive(Serialize)]
struct Answer {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
}

async fn execute(
    site: &Site,
    context: &Arc<Request>,
    form: Form,
    request: async_graphql::Request,
) -> Response {
    let request = if context.caller.is_none() { request.disable_introspection() } else { request };
    let response = context.run(site.schema.execute(request.data(Arc::clone(context)))).await;
    let begun = context.has_begun();
    let limited = response.errors.iter().any(|error| code(error) == Some("RATE_LIMITED"));
    let status = match (begun, limited) {
        (true, _) => StatusCode::OK,
        (false, true) => StatusCode::TOO_MANY_REQUESTS,
        (false, false) => form.unrun(),
    };
    written(form, status, &Answer { data: begun.then_some(response.data), errors: response.errors })
}

fn code(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}

fn written(form: Form, status: StatusCode, body: &impl Serialize) -> Response {
    let Ok(bytes) = serde_json::to_vec(body) else {
        tracing::error!("an answer could not be written as JSON");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, form.content_type()),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, bytes).into_response()
}
