//! The HTTP surface: the API's gate (log, outage, key, account, idempotency), the hosted pages and the controls.

mod checkout_page;
mod checkout_words;
mod control;
mod control_page;
mod dashboard_page;
mod dispatch;
mod expand;
mod list;
mod onboarding_page;
pub mod page;
mod session_parts;
mod setup_page;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::routing::{any, get, post};

use super::Stripe;
use super::api_error::ApiError;
use super::call_log::{ApiResponse, Call, Outage};
use super::event::{API_VERSION, Cause};
use super::ids;
use super::state::{PLATFORM, StripeState};

/// Longest request body, in bytes.
const LONGEST_BODY: usize = 1 << 20;

/// All routes of the Stripe sandbox.
pub fn router(stripe: Stripe) -> Router {
    Router::new()
        .route("/v1/{*path}", any(api))
        .route("/v2/{*path}", any(api))
        .route("/checkout/{id}", get(checkout_page::show))
        .route("/checkout/{id}/pay", post(checkout_page::pay))
        .route("/connect/onboarding/{token}", get(onboarding_page::show).post(onboarding_page::submit))
        .route("/_sandbox", get(control_page::show))
        .route("/dashboard/{account}", get(dashboard_page::full))
        .route("/express/{token}", get(dashboard_page::express))
        .route("/_sandbox/style.css", get(page::style))
        .route("/_sandbox/control.css", get(control_page::style))
        .merge(control::routes())
        .fallback(page::not_found)
        .with_state(stripe)
}

/// A call as read from the wire.
struct Incoming {
    method: String,
    path: String,
    query: String,
    body: String,
    key: Option<String>,
    account: Option<String>,
    idempotency_key: Option<String>,
}

async fn api(State(stripe): State<Stripe>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else {
        return html_error(StatusCode::PAYLOAD_TOO_LARGE, "The request body is longer than 1 MB.");
    };
    let header = |name: &str| header(&parts.headers, name);
    let incoming = Incoming {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
        key: header("authorization").and_then(|value| value.strip_prefix("Bearer ").map(str::to_owned)),
        account: header("stripe-account"),
        idempotency_key: header("idempotency-key"),
    };
    let request_id = ids::fresh("req");
    let shared = &stripe.shared;
    let (number, outage) = shared.with_state(|state| {
        state.calls.log.push(Call {
            method: incoming.method.clone(),
            path: incoming.path.clone(),
            account: incoming.account.clone(),
            idempotency_key: incoming.idempotency_key.clone(),
            status: None,
        });
        state.touch();
        (state.calls.log.len() - 1, state.calls.next_outage(&incoming.path))
    });
    if outage == Outage::Hang {
        let mut changes = shared.changes();
        while shared.with_state(|state| state.calls.hangs(&incoming.path)) {
            if changes.changed().await.is_err() {
                break;
            }
        }
    }
    let answered = shared.with_state(|state| {
        let answered = match outage {
            Outage::None | Outage::LostAnswer | Outage::ServerError => {
                Some(answer(state, &incoming, &stripe.secret_key, &request_id, outage))
            }
            Outage::Refuse | Outage::NonJson | Outage::Hang => None,
        };
        let status = match (&answered, outage) {
            (_, Outage::LostAnswer | Outage::NonJson) => 500,
            (Some((answer, _)), _) => answer.status,
            (None, _) => 503,
        };
        if let Some(call) = state.calls.log.get_mut(number) {
            call.status = Some(status);
        }
        state.touch();
        answered.filter(|_| outage != Outage::LostAnswer)
    });
    match answered {
        Some((answer, replayed)) => reply(&answer, &request_id, &incoming, replayed),
        None if outage == Outage::Refuse || outage == Outage::Hang => html_error(
            StatusCode::SERVICE_UNAVAILABLE,
            "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>",
        ),
        None => {
            html_error(StatusCode::INTERNAL_SERVER_ERROR, "<html><body>upstream connect error</body></html>")
        }
    }
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// The answer, and whether it is a replay.
fn answer(
    state: &mut StripeState,
    incoming: &Incoming,
    secret_key: &str,
    request_id: &str,
    outage: Outage,
) -> (ApiResponse, bool) {
    let account = match authorize(state, incoming, secret_key) {
        Ok(account) => account,
        Err(problem) => return (error_response(&problem), false),
    };
    let call = match dispatch::Call::read(incoming, account) {
        Ok(call) => call,
        Err(problem) => return (error_response(&problem), false),
    };
    let key = incoming.idempotency_key.as_deref().filter(|_| incoming.method == "POST");
    let fingerprint = call.fingerprint();
    if let Some(key) = key {
        match state.calls.replay(&call.account, key, &fingerprint) {
            Ok(Some(kept)) => return (kept, true),
            Ok(None) => {}
            Err(problem) => return (error_response(&problem), false),
        }
    }
    state.cause = Some(Cause { request: request_id.to_owned(), idempotency_key: key.map(str::to_owned) });
    let result =
        if outage == Outage::ServerError { Err(server_error()) } else { dispatch::run(state, &call) };
    state.cause = None;
    let answer = match result {
        Ok(value) => ApiResponse { status: 200, body: value.to_string() },
        Err(problem) => error_response(&problem),
    };
    // As Stripe does: a call that failed validation never began, so its key stays free. A declined card was tried.
    let began = answer.status < 400 || answer.status == 402 || answer.status >= 500;
    if let Some(key) = key.filter(|_| began) {
        state.calls.store(&call.account, key, fingerprint, answer.clone());
    }
    (answer, false)
}

fn authorize(state: &StripeState, incoming: &Incoming, secret_key: &str) -> Result<String, ApiError> {
    let unauthorized = |message: String| ApiError { status: 401, ..ApiError::invalid(message) };
    match incoming.key.as_deref() {
        Some(key) if key == secret_key => {}
        None => {
            return Err(unauthorized(
                "You did not provide an API key. Send it as 'Authorization: Bearer YOUR_SECRET_KEY'."
                    .to_owned(),
            ));
        }
        Some(key) => {
            let start: String = key.chars().take(8).collect();
            return Err(unauthorized(format!("Invalid API Key provided: {start}****")));
        }
    }
    match incoming.account.as_deref() {
        None | Some("") => Ok(PLATFORM.to_owned()),
        Some(account) if state.accounts.contains_key(account) && state.platform_has_access(account) => {
            Ok(account.to_owned())
        }
        Some(account) => Err(no_access(account)),
    }
}

/// 403: not an account of this platform, or no more.
pub fn no_access(account: &str) -> ApiError {
    ApiError {
        status: 403,
        ..ApiError::invalid(format!(
            "The provided key does not have access to account '{account}' (or that account does not exist)."
        ))
        .code("account_invalid")
    }
}

fn server_error() -> ApiError {
    ApiError { status: 500, kind: "api_error", ..ApiError::invalid("An unknown error occurred.") }
}

fn error_response(problem: &ApiError) -> ApiResponse {
    ApiResponse { status: problem.status, body: problem.to_json().to_string() }
}

fn reply(answer: &ApiResponse, request_id: &str, incoming: &Incoming, replayed: bool) -> Response<Body> {
    let mut reply = Response::builder()
        .status(answer.status)
        .header("content-type", "application/json")
        .header("request-id", request_id)
        .header("stripe-version", API_VERSION);
    if let Some(key) = &incoming.idempotency_key {
        reply = reply.header("idempotency-key", key);
    }
    if replayed {
        reply = reply.header("idempotent-replayed", "true");
    }
    reply.body(Body::from(answer.body.clone())).unwrap_or_default()
}

fn html_error(status: StatusCode, text: &'static str) -> Response<Body> {
    let reply = Response::builder().status(status).header("content-type", "text/html");
    reply.body(Body::from(text)).unwrap_or_default()
}
