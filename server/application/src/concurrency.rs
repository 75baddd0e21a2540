//! Optimistic concurrency: a caller may say which version of an object it saw.

use crate::error::{AppError, AppResult, ErrorCode};

/// Refuses what was changed since the caller read it.
pub(crate) fn check_version(version: i64, expected: Option<i64>) -> AppResult<()> {
    match expected {
        Some(expected) if expected != version => Err(AppError::user_error(
            ErrorCode::VersionConflict,
            "it was changed in the meantime; read it again",
        )),
        _ => Ok(()),
    }
}
