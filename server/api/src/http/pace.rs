//! How many requests a network may make, whatever is in them: counted before anything is read or looked up, so
//! that refused requests count like others.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::graphql;
use super::router::Site;
use crate::rate_limit::{Buckets, Refused, Size, Standing};
use application::identity::Visitor;
use application::ports::Clock;

/// 600 at once and 10 a second for ever: an office behind one address, each page of which asks a few times.
const REQUESTS: Size = Size::new(600, 10);

/// The requests of every network.
pub struct Pace(Buckets<IpAddr>);

impl Pace {
    /// Full buckets over a clock.
    pub fn new(clock: &Arc<dyn Clock>) -> Pace {
        Pace(Buckets::new(Arc::clone(clock), REQUESTS))
    }
}

/// Refuses the requests of a network that makes too many.
pub(super) async fn keep(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
    let Err(refused) = site.pace.0.take(&visitor.network, NonZeroU32::MIN) else {
        return next.run(request).await;
    };
    let (standing, seconds) = match refused {
        Refused::Wait { standing, seconds } => (Some(standing), seconds),
        Refused::TooMuch => (None, 1),
    };
    tracing::info!(network = %visitor.network, "a network makes too many requests");
    let words = format!("Too many requests come from your network. Try again in {seconds} s.");
    let mut answer = if request.uri().path() == graphql::PATH {
        graphql::refuse(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", &words)
    } else {
        (StatusCode::TOO_MANY_REQUESTS, words).into_response()
    };
    tell(answer.headers_mut(), standing, Some(seconds));
    answer
}

/// Writes how a bucket stands, and when to try again, into an answer's headers.
pub(super) fn tell(headers: &mut HeaderMap, standing: Option<Standing>, retry_after: Option<u64>) {
    if let Some(Standing { limit, remaining, reset }) = standing {
        headers.insert(HeaderName::from_static("ratelimit-limit"), HeaderValue::from(limit));
        headers.insert(HeaderName::from_static("ratelimit-remaining"), HeaderValue::from(remaining));
        headers.insert(HeaderName::from_static("ratelimit-reset"), HeaderValue::from(reset));
    }
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}
