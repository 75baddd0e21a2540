//! An organization's logo, from the file store.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::OrganizationId;

use super::identity::identify;
use super::state::HttpState;
use application::community::directory;
use application::identity::ClientInfo;

/// The image, for those who belong to the organization; anything else does not exist.
pub(super) async fn logo(
    State(state): State<Arc<HttpState>>,
    Extension(client_info): Extension<ClientInfo>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let not_found = || StatusCode::NOT_FOUND.into_response();
    let Ok(id) = id.parse::<OrganizationId>() else { return not_found() };
    let caller = identify(&state, &headers, &client_info).await.ok().and_then(|identified| identified.caller);
    let Some(caller) = caller else { return not_found() };
    let row = directory::organization(&state.app, &caller, id).await;
    let Some(key) = row.ok().flatten().and_then(|row| row.logo_key) else { return not_found() };
    match state.app.files.get(&key).await {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "image/png"),
                (header::CACHE_CONTROL, "private, max-age=300"),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => {
            tracing::warn!(%error, "a logo could not be read");
            (StatusCode::BAD_GATEWAY, "The file store does not answer.\n").into_response()
        }
    }
}
