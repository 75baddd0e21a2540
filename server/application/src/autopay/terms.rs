//! The terms of an autopay as a resident gives them: the most one charge may be, and the day.

use domain::money::parse_decimal;

use crate::error::{AppError, AppResult, ErrorCode};

/// The earliest day before the due date.
const MAX_DAYS_BEFORE: i64 = 10;

/// Reads a cap: above zero.
pub(super) fn parse_cap(text: &str) -> AppResult<i64> {
    match parse_decimal(text.trim())? {
        cap if cap > 0 => Ok(cap),
        _ => Err(AppError::field_error(ErrorCode::InvalidAmount, "cap", "the limit is above zero")),
    }
}

/// Checks the days before the due date.
pub(super) fn check_days_before(days: i64) -> AppResult<i64> {
    if (0..=MAX_DAYS_BEFORE).contains(&days) {
        return Ok(days);
    }
    Err(AppError::field_error(ErrorCode::InvalidValue, "daysBefore", "give 0 to 10 days before the due date"))
}
