//! All routes in one place, with the layers every request passes.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, Request, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router, middleware};
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use super::identity::identify;
use super::state::HttpState;
use super::{
    assets, client_address, error_response, export, graphql, headers, health, logo, rate_limit, webhooks,
};
use application::identity::ClientInfo;

/// How long an answer may take in all.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(60);
/// The router of all routes.
pub fn router(state: HttpState) -> Router {
    let (client, https) = (assets::routes(&state.client_dir), state.https);
    let state = Arc::new(state);
    let request_id = HeaderName::from_static("x-request-id");
    // Whatever looks up who asks.
    let rate_limited = Router::new()
        .route("/", get(redirect_to_app))
        .route(error_response::GRAPHQL_PATH, post(graphql::answer).fallback(graphql::method_not_allowed))
        .route("/files/organizations/{id}/logo", get(logo::logo))
        .route("/admin/export/transactions.csv", get(export::transactions))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), rate_limit::limit_requests));
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/webhooks/stripe/connect", post(webhooks::connect))
        .route("/webhooks/stripe/account", post(webhooks::account))
        .merge(rate_limited)
        .with_state(Arc::clone(&state))
        .merge(client)
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(state, client_address::add_client_info))
        .layer(CatchPanicLayer::custom(panic_response))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, RESPONSE_TIMEOUT))
        .layer(middleware::from_fn_with_state(https, headers::set_security_headers))
        .layer(PropagateRequestIdLayer::new(request_id.clone()))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request<Body>| {
            // The query is left out, and so are the headers: both can hold what a log must not.
            tracing::debug_span!("request", method = %request.method(), path = request.uri().path())
        }))
        .layer(SetRequestIdLayer::new(request_id, MakeRequestUuid))
        .layer(MapRequestLayer::new(headers::sanitize_request_id))
}

/// Leads to the right place for who asks: the team to the admin, everybody else to the portal.
async fn redirect_to_app(
    State(state): State<Arc<HttpState>>,
    Extension(client_info): Extension<ClientInfo>,
    headers: HeaderMap,
) -> Response {
    let caller = identify(&state, &headers, &client_info).await.ok().and_then(|identified| identified.caller);
    let team = caller.is_some_and(|caller| !caller.memberships.is_empty());
    Redirect::to(if team { "/admin" } else { "/portal" }).into_response()
}

async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response()
}

/// A defect of ours: the words of a panic are for the log alone.
fn panic_response(panic: Box<dyn std::any::Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = words.unwrap_or("no words"), "a request made the server panic");
    (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side. Try again.\n").into_response()
}
