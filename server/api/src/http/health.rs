//! Whether the process lives, whether it can work, and its figures.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sea_orm::ConnectionTrait;

use super::state::HttpState;

/// The process lives.
pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers.
pub(super) async fn ready(State(state): State<Arc<HttpState>>) -> Response {
    match state.app.db.read().execute_unprepared("SELECT 1").await {
        Ok(_) => "ready\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// Figures in Prometheus' format.
pub(super) async fn metrics(State(state): State<Arc<HttpState>>) -> Response {
    let Some(handle) = &state.metrics else { return StatusCode::NOT_FOUND.into_response() };
    if let Ok(waiting) = store::jobs::count_pending(state.app.db.read()).await {
        metrics::gauge!("propty_jobs_waiting").set(f64::from(u32::try_from(waiting).unwrap_or(u32::MAX)));
    }
    handle.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
}
