//! From the result of a use case or read to the result of a resolver: user errors go into the payload or become a
//! top-level error, everything else is logged with the request id and masked.

use async_graphql::{Context, Result};

use super::errors::{UserErrorPayload, bad_input, internal, rate_limited, unauthenticated};
use super::request::ContextExt;
use application::error::{AppError, AppResult};
use store::StoreError;

/// A use case's result for a payload: its value, or the user errors.
pub(super) fn into_user_errors<T>(
    ctx: &Context<'_>,
    outcome: AppResult<T>,
) -> Result<Result<T, Vec<UserErrorPayload>>> {
    match outcome {
        Ok(value) => Ok(Ok(value)),
        Err(AppError::User(user_errors)) => {
            if let Some(wait) = user_errors.iter().find_map(|user_error| user_error.retry_after) {
                ctx.set_retry_after(wait);
            }
            Ok(Err(user_errors.into_iter().map(UserErrorPayload::from).collect()))
        }
        Err(AppError::Unauthenticated) => Err(unauthenticated()),
        Err(failure) => Err(internal_error(ctx, &failure)),
    }
}

/// A read's result: a user error is a top-level error, since queries have no user errors.
pub(super) fn into_query_result<T>(ctx: &Context<'_>, outcome: AppResult<T>) -> Result<T> {
    match outcome {
        Ok(value) => Ok(value),
        Err(AppError::User(user_errors)) => {
            let wait = user_errors.iter().find_map(|user_error| user_error.retry_after);
            let Some(wait) = wait else {
                let words = user_errors.into_iter().next().map(|user_error| user_error.message);
                return Err(bad_input(words.unwrap_or_else(|| "this can't be asked for".to_owned())));
            };
            ctx.set_retry_after(wait);
            Err(rate_limited(u64::try_from(wait).unwrap_or_default()))
        }
        Err(failure) => Err(internal_error(ctx, &failure)),
    }
}

/// Logs an internal error with the request id; the caller gets the request id only.
pub(super) fn internal_error(ctx: &Context<'_>, error: &dyn std::fmt::Display) -> async_graphql::Error {
    let id = ctx.request().map(|request| request.id.as_str()).unwrap_or_default();
    tracing::error!(request = id, error = %error, "a request failed");
    internal(id)
}

/// Turns errors that no caller can mend into top-level errors.
pub(super) trait ResultExt<T> {
    fn or_internal_error(self, ctx: &Context<'_>) -> Result<T>;
}

impl<T> ResultExt<T> for Result<T, StoreError> {
    fn or_internal_error(self, ctx: &Context<'_>) -> Result<T> {
        self.map_err(|error| internal_error(ctx, &error))
    }
}

impl<T> ResultExt<T> for AppResult<T> {
    fn or_internal_error(self, ctx: &Context<'_>) -> Result<T> {
        self.map_err(|error| internal_error(ctx, &error))
    }
}
