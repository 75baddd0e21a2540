//! Errors as callers see them: the user errors in a mutation's payload, and the top-level errors with a code in
//! their `extensions`. Nothing here reads a request; `results` does.

use async_graphql::{Error, ErrorExtensions, SimpleObject};

use super::enums::schema_enum;
use application::error;

schema_enum!(ErrorCode = error::ErrorCode);

/// An expected failure of a mutation.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(name = "UserError")]
pub struct UserErrorPayload {
    /// The code to decide by.
    code: ErrorCode,
    /// Path of the input field at fault, such as `lines.0.amount`; null when no single field is.
    field: Option<String>,
    /// Explanation for developers, in English. Show people words of your own for `code`.
    message: String,
    /// Seconds to wait before trying again; set with `TOO_MANY_REQUESTS` only.
    retry_after: Option<i32>,
}

impl From<error::UserError> for UserErrorPayload {
    fn from(user_error: error::UserError) -> Self {
        let retry_after = user_error.retry_after.map(|seconds| i32::try_from(seconds).unwrap_or(i32::MAX));
        UserErrorPayload {
            code: user_error.code.into(),
            field: user_error.field,
            message: user_error.message,
            retry_after,
        }
    }
}

/// Nobody is signed in.
pub(super) fn unauthenticated() -> Error {
    Error::new("Sign in first.").extend_with(|_, extensions| extensions.set("code", "UNAUTHENTICATED"))
}

/// An argument that can't be used.
pub(super) fn bad_input(message: impl Into<String>) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", "BAD_USER_INPUT"))
}

/// Too much was asked in too short a time.
pub(super) fn rate_limited(seconds: u64) -> Error {
    let unit = if seconds == 1 { "second" } else { "seconds" };
    Error::new(format!("You have asked for a lot in a short time. Try again in {seconds} {unit}."))
        .extend_with(|_, extensions| extensions.set("code", "RATE_LIMITED"))
}

/// An internal error: its text is masked, the request id finds it in the log.
pub(super) fn internal(request_id: &str) -> Error {
    Error::new("Something went wrong on our side. Try again; if it stays, tell us the request id.")
        .extend_with(|_, extensions| {
            extensions.set("code", "INTERNAL");
            extensions.set("requestId", request_id);
        })
}
