//! Time.

use jiff::Timestamp;

/// Tells the time. Nothing else in the server may ask the system for it.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}
