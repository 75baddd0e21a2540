//! Refuses the requests of a network that makes too many, before anything is read or looked up, so that refused
//! requests count like others; and writes the state of a limit into response headers.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error_response::{GRAPHQL_PATH, graphql_error};
use super::state::HttpState;
use crate::rate_limit::{RateLimitStatus, RateLimited};
use application::identity::ClientInfo;

/// Refuses the requests of a network that makes too many.
pub(super) async fn limit_requests(
    State(state): State<Arc<HttpState>>,
    request: Request,
    next: Next,
) -> Response {
    let client_info = request.extensions().get::<ClientInfo>().cloned().unwrap_or_default();
    let Err(refused) = state.network_rate_limit.charge_request(client_info.network) else {
        return next.run(request).await;
    };
    let (rate_limit_status, seconds) = match refused {
        RateLimited::RetryAfter { rate_limit_status, seconds } => (Some(rate_limit_status), seconds),
        RateLimited::ExceedsCapacity => (None, 1),
    };
    tracing::info!(network = %client_info.network, "a network makes too many requests");
    let words = format!("Too many requests come from your network. Try again in {seconds} s.");
    let mut answer = if request.uri().path() == GRAPHQL_PATH {
        graphql_error(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", &words)
    } else {
        (StatusCode::TOO_MANY_REQUESTS, words).into_response()
    };
    set_headers(answer.headers_mut(), rate_limit_status, Some(seconds));
    answer
}

/// Writes the state of a limit, and when to try again, into a response's headers.
pub(super) fn set_headers(
    headers: &mut HeaderMap,
    rate_limit_status: Option<RateLimitStatus>,
    retry_after: Option<u64>,
) {
    if let Some(RateLimitStatus { limit, remaining, reset }) = rate_limit_status {
        headers.insert(HeaderName::from_static("ratelimit-limit"), HeaderValue::from(limit));
        headers.insert(HeaderName::from_static("ratelimit-remaining"), HeaderValue::from(remaining));
        headers.insert(HeaderName::from_static("ratelimit-reset"), HeaderValue::from(reset));
    }
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}
