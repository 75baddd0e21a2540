//! What Stripe's failures mean to Propty. An outcome that isn't known (no answer, an unreadable answer, a
//! server error) is `Unavailable`: read before repeating. Only Stripe's message and code are kept; the
//! objects in its errors can hold personal data.

use stripe::StripeError;

use super::super::one_line;
use application::ports::OutsideError;

/// Judges an error of the client library.
pub(super) fn from_library(error: StripeError) -> OutsideError {
    match error {
        StripeError::Stripe(api, status) => {
            from_answer(status, api.code.as_ref().map(|code| code.as_str()), api.message.as_deref())
        }
        StripeError::JSONDeserialize(_) => unreadable(),
        StripeError::ClientError(_) => unreachable(),
        StripeError::Timeout => late(),
        StripeError::ConfigError(_) => {
            OutsideError::Refused("the call to Stripe can't be made with these settings".to_owned())
        }
    }
}

/// Judges an error of the HTTP client.
pub(super) fn from_http(error: &reqwest::Error) -> OutsideError {
    if error.is_timeout() {
        late()
    } else if error.is_decode() || error.is_body() {
        unreadable()
    } else {
        unreachable()
    }
}

/// Judges an error answer by its status, code and message.
pub(super) fn from_answer(status: u16, code: Option<&str>, message: Option<&str>) -> OutsideError {
    let told = one_line(&match (message, code) {
        (Some(message), Some(code)) => format!("Stripe: {message} ({code})"),
        (Some(message), None) => format!("Stripe: {message}"),
        (None, Some(code)) => format!("Stripe refused with {code}"),
        (None, None) => format!("Stripe answered with status {status}"),
    });
    match (status, code) {
        (401, _) => {
            OutsideError::Unavailable(format!("{told}; PROPTY_STRIPE_SECRET_KEY must hold a valid key"))
        }
        (404, _) | (_, Some("resource_missing")) => OutsideError::NotFound(told),
        (409 | 424 | 429 | 500.., _) => OutsideError::Unavailable(told),
        (400..=499, _) => OutsideError::Refused(told),
        _ => unreadable(),
    }
}

/// An answer that makes no sense.
pub(super) fn unreadable() -> OutsideError {
    OutsideError::Unavailable("Stripe's answer can't be read".to_owned())
}

fn unreachable() -> OutsideError {
    OutsideError::Unavailable("Stripe can't be reached".to_owned())
}

fn late() -> OutsideError {
    OutsideError::Unavailable("Stripe did not answer in time".to_owned())
}
