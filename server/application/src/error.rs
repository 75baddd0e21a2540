//! How use cases fail. Expected failures are user errors: a stable code, the input field at fault and a message for
//! developers. Everything else is an internal error that is logged and never shown.

use domain::invoice::InvoiceError;
use domain::money::MoneyError;

pub use crate::error_code::ErrorCode;
use crate::ports::ExternalError;
use store::StoreError;

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
