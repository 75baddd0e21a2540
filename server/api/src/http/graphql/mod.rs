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

use self::accept::ResponseFormat;
use super::error_response::graphql_error;
use super::identity::{Credentials, Identity, identify};
use super::state::HttpState;
use super::{body, cookie, origin, rate_limit};
use crate::graphql::{self, RequestContext, SessionCookie};
use crate::rate_limit::{CostBudget, RateLimited};
use application::identity::ClientInfo;

/// Largest document with its variables, in bytes.
const MAX_BODY_BYTES: usize = 128 * 1024;

/// Anything but POST.
pub(super) async fn method_not_allowed() -> Response {
    let words = "Send GraphQL by POST, as application/json.";
    let mut answer = graphql_error(StatusCode::METHOD_NOT_ALLOWED, "BAD_USER_INPUT", words);
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    answer
}

/// Answers a request.
pub(super) async fn answer(
    State(state): State<Arc<HttpState>>,
    Extension(client_info): Extension<ClientInfo>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let form = match negotiate(&state, &headers) {
        Ok(form) => form,
        Err((status, code, words)) => return graphql_error(status, code, words),
    };
    let body = match body::read(&headers, body, MAX_BODY_BYTES, state.body_timeout).await {
        Ok(body) => body,
        Err(unread) => return graphql_error(unread.status(), "BAD_USER_INPUT", &unread.message()),
    };
    let identified = match identify(&state, &headers, &client_info).await {
        Ok(identified) => identified,
        Err(error) => {
            let (status, code, words) = error.response_parts();
            let mut response = graphql_error(status, code, words);
            if status == StatusCode::UNAUTHORIZED {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            return response;
        }
    };
    let context = Arc::new(context(&state, identified, client_info, &headers));
    let mut answer = match context.cost_budget.as_ref().map_or(Ok(()), CostBudget::charge_request) {
        Err(RateLimited::RetryAfter { seconds, .. }) => {
            context.set_retry_after(seconds);
            let words = format!("You have asked for a lot in a short time. Try again in {seconds} s.");
            graphql_error(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", &words)
        }
        Ok(()) | Err(RateLimited::ExceedsCapacity) => match decode::decode(&body) {
            Ok(request) => execute(&state, &context, form, request).await,
            Err(words) => graphql_error(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", words),
        },
    };
    let rate_limit_status = context.cost_budget.as_ref().and_then(CostBudget::rate_limit_status);
    let retry_after = context.retry_after.lock().ok().and_then(|seconds| *seconds);
    rate_limit::set_headers(answer.headers_mut(), rate_limit_status, retry_after);
    let wanted = context.cookie.lock().ok().and_then(|mut cookie| cookie.take());
    let cookie = match wanted {
        Some(SessionCookie::Set(token)) => cookie::set(Some(&token), state.https),
        Some(SessionCookie::Clear) => cookie::set(None, state.https),
        None => None,
    };
    if let Some(cookie) = cookie {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// Status, code and words of a refusal.
type Rejection = (StatusCode, &'static str, &'static str);

/// What can be refused by the request's head alone; else how the answer is to be written.
fn negotiate(state: &HttpState, headers: &HeaderMap) -> Result<ResponseFormat, Rejection> {
    let Some(form) = accept::negotiate(headers) else {
        let words =
            "Accept application/graphql-response+json or application/json: nothing else is written here.";
        return Err((StatusCode::NOT_ACCEPTABLE, "BAD_USER_INPUT", words));
    };
    if !accept::is_json(headers) {
        let words = "Send the request as application/json, in UTF-8.";
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT", words));
    }
    let credentials = Credentials::of(headers, state.https);
    if !credentials.is_api_client() && origin::is_foreign(headers, &state.app.base_url) {
        return Err((StatusCode::FORBIDDEN, "FORBIDDEN", "Requests from other sites are not answered."));
    }
    Ok(form)
}

fn context(
    state: &HttpState,
    identified: Identity,
    client_info: ClientInfo,
    headers: &HeaderMap,
) -> RequestContext {
    let id = headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut request = RequestContext::default();
    request.cost_budget = Some(CostBudget::new(&state.budgets, identified.rate_limit_subject(&client_info)));
    request.caller = identified.caller;
    request.token = identified.token;
    request.client_info = client_info;
    id.clone_into(&mut request.id);
    request
}

/// An answer's body. What was refused before it was run has no data, which is not the same as null.
#[derive(Serialize)]
struct ResponseBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
}

async fn execute(
    state: &HttpState,
    context: &Arc<RequestContext>,
    form: ResponseFormat,
    request: async_graphql::Request,
) -> Response {
    let request = if context.caller.is_none() { request.disable_introspection() } else { request };
    let response = graphql::execute(&state.schema, &state.app, context, request).await;
    let executed = context.was_executed();
    let limited = response.errors.iter().any(|error| code(error) == Some("RATE_LIMITED"));
    let status = match (executed, limited) {
        (true, _) => StatusCode::OK,
        (false, true) => StatusCode::TOO_MANY_REQUESTS,
        (false, false) => form.not_executed_status(),
    };
    json_response(
        form,
        status,
        &ResponseBody { data: executed.then_some(response.data), errors: response.errors },
    )
}

fn code(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}

fn json_response(form: ResponseFormat, status: StatusCode, body: &impl Serialize) -> Response {
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
