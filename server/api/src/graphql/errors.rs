//! Expected failures as `userErrors` with stable codes; everything else as a top-level error whose internal text
//! is only logged.

use async_graphql::{Context, Enum, Error, ErrorExtensions, Result, SimpleObject};

use super::context::ContextExt;
use application::error::{self, AppError, AppResult};
use store::StoreError;

/// Stable codes of expected failures; never reused for another meaning.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "error::ErrorCode")]
pub enum ErrorCode {
    /// It does not exist, or the caller may not see it.
    NotFound,
    /// Not a decimal above zero within the limit.
    InvalidAmount,
    /// Not a calendar date.
    InvalidDate,
    /// Not an email address mail can go to.
    InvalidEmail,
    /// A value is missing.
    Required,
    /// A text is too long.
    TooLong,
    /// Due before today.
    DueDatePast,
    /// Received after today.
    ReceivedDateFuture,
    /// No such unit in the property.
    UnknownUnit,
    /// No such income account.
    UnknownIncomeAccount,
    /// An invoice without lines.
    NoLines,
    /// Published before.
    InvoiceAlreadyPublished,
    /// Only drafts can be deleted.
    InvoiceNotDraft,
    /// Only open invoices can be paid, voided or written off.
    InvoiceNotOpen,
    /// Money has come or is on its way.
    InvoiceHasPayments,
    /// A part was written off, so it can't be voided.
    InvoiceWrittenOff,
    /// Changed since the caller read it.
    VersionConflict,
    /// The key was used for something else.
    IdempotencyKeyReused,
    /// The key is empty or too long.
    IdempotencyKeyInvalid,
    /// More than is owed.
    AmountAboveBalance,
    /// Less than can be paid online.
    AmountBelowMinimum,
    /// A transfer is on its way.
    PaymentInProgress,
    /// The property can't take online payments yet.
    PaymentsNotConnected,
    /// Not by this method.
    PaymentMethodUnavailable,
    /// Only money recorded by hand can be reversed.
    PaymentNotReversible,
    /// Nothing of the payment can be given back.
    PaymentNotRefundable,
    /// More than can be given back.
    AmountAboveRefundable,
    /// The processor did not answer; try again.
    ProcessorUnavailable,
    /// The processor refused.
    ProcessorRefused,
    /// Address or password is wrong.
    InvalidCredentials,
    /// The link was used, replaced or is too old.
    LinkInvalid,
    /// Too often; wait.
    TooManyRequests,
    /// The role does not allow it.
    NotAllowed,
    /// There are no drafts.
    NothingToPublish,
    /// Fewer than 8 characters.
    PasswordTooShort,
    /// More than 128 characters.
    PasswordTooLong,
    /// Known to those who guess.
    PasswordCommon,
    /// Not the current password.
    PasswordWrong,
    /// Sign in again by an emailed link first.
    RecentSignInRequired,
    /// The code of the second factor is wrong, used or too old.
    CodeInvalid,
    /// There is a second factor already.
    SecondFactorEnabled,
    /// There is no second factor.
    SecondFactorNotEnabled,
    /// An organization they belong to asks for a second factor.
    SecondFactorRequired,
    /// The invitation was used, replaced, withdrawn or is too old.
    InvitationInvalid,
    /// They belong to the team already.
    AlreadyMember,
    /// An organization keeps at least one manager.
    LastManager,
    /// The resident has no address mail can go to.
    EmailMissing,
    /// The resident has an account already.
    AlreadyActive,
    /// The resident has moved out.
    MovedOut,
    /// Something else has this name already.
    NameTaken,
    /// Not a value that can be used here.
    InvalidValue,
    /// The books of that day are closed.
    PeriodClosed,
    /// The period is not over yet.
    PeriodNotOver,
    /// No period is closed.
    PeriodNotClosed,
    /// The law where the property is forbids passing card fees on.
    CardFeesForbidden,
    /// Nobody has said yet that they checked the rules for card surcharges.
    AcknowledgementRequired,
}

/// An expected failure of a mutation.
#[derive(SimpleObject, Debug, Clone)]
#[graphql(name = "UserError")]
pub struct UserErrorPayload {
    /// What it is.
    code: ErrorCode,
    /// Path of the input field, such as `lines.0.amount`.
    field: Option<String>,
    /// English words for developers; clients translate the code.
    message: String,
    /// Seconds to wait before trying again, with `TOO_MANY_REQUESTS`.
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

/// A query's result: a user error is a top-level error, since queries have no user errors.
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

/// An internal error: logged with the request id; the caller gets the request id only.
pub(super) fn internal_error(ctx: &Context<'_>, error: &dyn std::fmt::Display) -> Error {
    let id = ctx.request().map(|request| request.id.clone()).unwrap_or_default();
    tracing::error!(request = id, error = %error, "a request failed");
    masked_error(&id)
}

/// The top-level error for an internal error: its text is masked.
pub(super) fn masked_error(request_id: &str) -> Error {
    Error::new("Something went wrong on our side. Try again; if it stays, tell us the request id.")
        .extend_with(|_, extensions| {
            extensions.set("code", "INTERNAL");
            extensions.set("requestId", request_id);
        })
}

/// Turns the store's errors into top-level errors.
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
