//! All addresses in one place.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, Request, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router, middleware};
use ipnet::IpNet;
use metrics_exporter_prometheus::PrometheusHandle;
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use super::identity::identify;
use super::{Pace, assets, export, graphql, headers, health, logo, pace, peer, webhooks};
use crate::graphql::{Budgets, PropertySchema};
use application::app::App;
use application::identity::Visitor;

/// How long an answer may take in all.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// How long the body of a request may take to arrive.
const BODY_WITHIN: Duration = Duration::from_secs(15);

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
    /// Networks of our own proxies, whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// How long the body of a request may take to arrive.
    pub body_within: Duration,
    /// What callers may spend on documents.
    pub budgets: Arc<Budgets>,
    /// How many requests networks may make.
    pub pace: Pace,
}

impl Site {
    /// A site on this machine without a proxy, whose client is in `dist`.
    pub fn new(app: App) -> Site {
        Site {
            schema: crate::graphql::schema(app.clone()),
            client_dir: PathBuf::from("dist"),
            https: false,
            metrics: None,
            trusted_proxies: Vec::new(),
            body_within: BODY_WITHIN,
            budgets: Arc::new(Budgets::new(&app.clock)),
            pace: Pace::new(&app.clock),
            app,
        }
    }
}

/// The whole site.
pub fn router(site: Site) -> Router {
    let (client, https) = (assets::routes(&site.client_dir), site.https);
    let state = Arc::new(site);
    let request_id = HeaderName::from_static("x-request-id");
    // Whatever looks up who asks.
    let counted = Router::new()
        .route("/", get(front_door))
        .route(graphql::PATH, post(graphql::answer).fallback(graphql::only_post))
        .route("/files/organizations/{id}/logo", get(logo::logo))
        .route("/admin/export/transactions.csv", get(export::transactions))
        .layer(middleware::from_fn_with_state(Arc::clone(&state), pace::keep));
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/webhooks/stripe/connect", post(webhooks::connect))
        .route("/webhooks/stripe/account", post(webhooks::account))
        .merge(counted)
        .with_state(Arc::clone(&state))
        .merge(client)
        .fallback(not_found)
        .layer(middleware::from_fn_with_state(state, peer::note))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(middleware::from_fn_with_state(https, headers::guard))
        .layer(PropagateRequestIdLayer::new(request_id.clone()))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request<Body>| {
            // The query is left out, and so are the headers: both can hold what a log must not.
            tracing::debug_span!("request", method = %request.method(), path = request.uri().path())
        }))
        .layer(SetRequestIdLayer::new(request_id, MakeRequestUuid))
        .layer(MapRequestLayer::new(headers::keep_tame_request_id))
}

/// Leads to the right place for who asks: the team to the admin, everybody else to the portal.
async fn front_door(
    State(site): State<Arc<Site>>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Response {
    let caller = identify(&site, &headers, &visitor).await.ok().and_then(|identified| identified.caller);
    let team = caller.is_some_and(|caller| !caller.memberships.is_empty());
    Redirect::to(if team { "/admin" } else { "/portal" }).into_response()
}

async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response()
}

/// A defect of ours: the words of a panic are for the log alone.
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = words.unwrap_or("no words"), "a request made the server panic");
    (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side. Try again.\n").into_response()
}
