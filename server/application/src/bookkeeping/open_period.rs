//! Which days of a property are open: those after the last day its books are closed through.

use entity::property;
use jiff::civil::Date;

use crate::error::{AppError, AppResult, ErrorCode};

/// Refuses a day whose books are closed.
pub(crate) fn ensure_period_open(property: &property::Model, on: Date, field: &str) -> AppResult<()> {
    match closed_through(property) {
        Some(closed) if on <= closed => Err(AppError::field_error(
            ErrorCode::PeriodClosed,
            field,
            format!("the books are closed through {closed}"),
        )),
        _ => Ok(()),
    }
}

/// The last day of the closed books; none while nothing is closed.
pub(super) fn closed_through(property: &property::Model) -> Option<Date> {
    property.books_closed_through.map(|day| day.0)
}
