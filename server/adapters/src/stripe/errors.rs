//! What Stripe's failures mean to Propty. An outcome that isn't known (no answer, an unreadable answer, a
//! server error) is `Unavailable`: read before repeating. Only Stripe's message and code are kept; the
//! objects in its errors can hold personal data.

use stripe::StripeError;

use crate::one_line;
use application::ports::ExternalError;

/// Judges an error of the client library.
pub(super) fn from_library(error: StripeError) -> ExternalError {
    match error {
        StripeError::Stripe(api, status) => {
            from_response(status, api.code.as_ref().map(|code| code.as_str()), api.message.as_deref())
        }
        StripeError::JSONDeserialize(_) => unreadable(),
        StripeError::ClientError(_) => unreachable(),
        StripeError::Timeout => timed_out(),
        StripeError::ConfigError(_) => {
            ExternalError::Refused("the call to Stripe can't be made with these settings".to_owned())
        }
    }
}

/// Judges an error of the HTTP client.
pub(super) fn from_http(error: &reqwest::Error) -> ExternalError {
    if error.is_timeout() {
        timed_out()
    } else if error.is_decode() || error.is_body() {
        unreadable()
    } else {
        unreachable()
    }
}

/// Judges an error answer by its status, code and message.
pub(super) fn from_response(status: u16, code: Option<&str>, message: Option<&str>) -> ExternalError {
    let message = one_line(&match (message, code) {
        (Some(message), Some(code)) => format!("Stripe: {message} ({code})"),
        (Some(message), None) => format!("Stripe: {message}"),
        (None, Some(code)) => format!("Stripe refused with {code}"),
        (None, None) => format!("Stripe answered with status {status}"),
    });
    match (status, code) {
        (401, _) => {
            ExternalError::Unavailable(format!("{message}; PROPTY_STRIPE_SECRET_KEY must hold a valid key"))
        }
        (404, _) | (_, Some("resource_missing")) => ExternalError::NotFound(message),
        (409 | 424 | 429 | 500.., _) => ExternalError::Unavailable(message),
        (400..=499, _) => ExternalError::Refused(message),
        _ => unreadable(),
    }
}

/// An answer that makes no sense.
pub(super) fn unreadable() -> ExternalError {
    ExternalError::Unavailable("Stripe's answer can't be read".to_owned())
}

fn unreachable() -> ExternalError {
    ExternalError::Unavailable("Stripe can't be reached".to_owned())
}

fn timed_out() -> ExternalError {
    ExternalError::Unavailable("Stripe did not answer in time".to_owned())
}
