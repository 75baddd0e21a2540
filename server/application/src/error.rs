//! Expected failures: what a caller asked for can't be done, said with a stable code, the field at fault and
//! words for developers. Everything else is an internal error that is logged and never shown.

use domain::invoice::InvoiceError;
use domain::money::MoneyError;

use crate::ports::ExternalError;
use store::StoreError;

/// Stable codes; never reused for another meaning. Clients translate them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// It doesn't exist, or the caller may not see it.
    NotFound,
    /// Not a decimal above zero within the limit.
    InvalidAmount,
    /// Not a calendar date.
    InvalidDate,
    /// Not an email address.
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

/// One expected failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserError {
    /// What it is.
    pub code: ErrorCode,
    /// Path of the input field, such as `lines.0.amount`.
    pub field: Option<String>,
    /// English words for developers.
    pub message: String,
    /// Seconds to wait before trying again, where waiting helps.
    pub retry_after: Option<i64>,
}

/// How a use case fails.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The caller is told why.
    #[error("user errors: {0:?}")]
    User(Vec<UserError>),
    /// Nobody is signed in.
    #[error("not signed in")]
    Unauthenticated,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something that should not happen.
    #[error("{0}")]
    Internal(String),
}

/// Result of a use case.
pub type AppResult<T> = Result<T, AppError>;

impl AppError {
    /// One user error without a field.
    pub fn user_error(code: ErrorCode, message: impl Into<String>) -> AppError {
        AppError::User(vec![UserError { code, field: None, message: message.into(), retry_after: None }])
    }

    /// One user error of an input field.
    pub fn field_error(code: ErrorCode, field: impl Into<String>, message: impl Into<String>) -> AppError {
        AppError::User(vec![UserError {
            code,
            field: Some(field.into()),
            message: message.into(),
            retry_after: None,
        }])
    }

    /// Too often; waiting so many seconds helps.
    pub fn too_many_requests(retry_after: i64) -> AppError {
        let message = format!("too many attempts; try again in {retry_after} seconds");
        let (code, retry_after) = (ErrorCode::TooManyRequests, Some(retry_after));
        AppError::User(vec![UserError { code, field: None, message, retry_after }])
    }

    /// What does not exist and what may not be seen answer alike.
    pub fn not_found(what: &str) -> AppError {
        AppError::user_error(ErrorCode::NotFound, format!("there is no such {what}"))
    }
}

impl From<sea_orm::DbErr> for AppError {
    fn from(error: sea_orm::DbErr) -> Self {
        AppError::Store(StoreError::from(error))
    }
}

impl From<InvoiceError> for AppError {
    fn from(error: InvoiceError) -> Self {
        let code = match error {
            InvoiceError::NoLines => ErrorCode::NoLines,
            InvoiceError::InvalidAmount => ErrorCode::InvalidAmount,
            InvoiceError::DueDatePast => ErrorCode::DueDatePast,
            InvoiceError::AlreadyPublished => ErrorCode::InvoiceAlreadyPublished,
            InvoiceError::NotDraft => ErrorCode::InvoiceNotDraft,
            InvoiceError::NotOpen => ErrorCode::InvoiceNotOpen,
            InvoiceError::HasPayments => ErrorCode::InvoiceHasPayments,
            InvoiceError::PaymentInProgress => ErrorCode::PaymentInProgress,
            InvoiceError::WrittenOff => ErrorCode::InvoiceWrittenOff,
            InvoiceError::AboveBalance => ErrorCode::AmountAboveBalance,
        };
        let field = match error {
            InvoiceError::NoLines => Some("lines".to_owned()),
            InvoiceError::DueDatePast => Some("dueOn".to_owned()),
            _ => None,
        };
        AppError::User(vec![UserError { code, field, message: error.to_string(), retry_after: None }])
    }
}

impl From<MoneyError> for AppError {
    fn from(error: MoneyError) -> Self {
        AppError::field_error(ErrorCode::InvalidAmount, "amount", error.to_string())
    }
}

impl From<domain::ledger::LedgerError> for AppError {
    fn from(error: domain::ledger::LedgerError) -> Self {
        AppError::Internal(format!("the ledger refused: {error}"))
    }
}

impl From<ExternalError> for AppError {
    fn from(error: ExternalError) -> Self {
        tracing::warn!(%error, "the processor did not do what was asked");
        match error {
            ExternalError::Unavailable(_) => AppError::user_error(
                ErrorCode::ProcessorUnavailable,
                "the payment processor did not answer; nothing was charged, try again",
            ),
            ExternalError::Refused(why) | ExternalError::NotFound(why) => AppError::user_error(
                ErrorCode::ProcessorRefused,
                format!("the payment processor refused: {why}"),
            ),
        }
    }
}
