//! All addresses in one place.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use metrics_exporter_prometheus::PrometheusHandle;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use super::{assets, cookie, graphql, health, logo, webhooks};
use crate::app::App;
use crate::graphql::PropertySchema;

/// Largest GraphQL document with its variables, in bytes.
const GRAPHQL_BODY: usize = 128 * 1024;
/// Largest webhook delivery, in bytes.
const WEBHOOK_BODY: usize = 512 * 1024;

/// What the handlers share.
pub struct Site {
    /// The application.
    pub app: App,
    /// The schema over it.
    pub schema: PropertySchema,
    /// Where the built client is.
    pub client_dir: PathBuf,
    /// Whether the public address is https.
    pub https: bool,
    /// Figures for `/metrics`; none where they are not collected.
    pub metrics: Option<PrometheusHandle>,
}

/// The whole site.
pub fn router(site: Site) -> Router {
    let client = assets::routes(&site.client_dir, site.https);
    let state = Arc::new(site);
    let request_id = HeaderName::from_static("x-request-id");
    let graphql = Router::new()
        .route("/graphql", post(graphql::answer).get(graphql::explore))
        .layer(RequestBodyLimitLayer::new(GRAPHQL_BODY));
    let webhooks = Router::new()
        .route("/webhooks/stripe/connect", post(webhooks::connect))
        .route("/webhooks/stripe/account", post(webhooks::account))
        .layer(RequestBodyLimitLayer::new(WEBHOOK_BODY));
    Router::new()
        .route("/", get(front_door))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/files/organizations/{id}/logo", get(logo::logo))
        .merge(graphql)
        .merge(webhooks)
        .with_state(state)
        .merge(client)
        .fallback(not_found)
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(60)))
        .layer(PropagateRequestIdLayer::new(request_id.clone()))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request<axum::body::Body>| {
            // The query is left out: it can hold what a log must not.
            tracing::debug_span!("request", method = %request.method(), path = request.uri().path())
        }))
        .layer(SetRequestIdLayer::new(request_id, MakeRequestUuid))
}

/// Leads to the right place for who asks: the team to the admin, everybody else to the portal.
async fn front_door(
    axum::extract::State(site): axum::extract::State<Arc<Site>>,
    headers: axum::http::HeaderMap,
) -> Response {
    let caller = match cookie::token(&headers, site.https) {
        Some(token) => {
            crate::people::session::authenticate(&site.app, &token, &crate::people::Visitor::default())
                .await
                .ok()
                .flatten()
        }
        None => None,
    };
    let team = caller.is_some_and(|caller| !caller.memberships.is_empty());
    Redirect::to(if team { "/admin" } else { "/portal" }).into_response()
}

async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response()
}
