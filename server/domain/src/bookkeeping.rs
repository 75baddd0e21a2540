//! Periods of the books and runs over many invoices.

use crate::coded_enum;

coded_enum! {
    /// What was done to a period of the books.
    pub enum PeriodClosingKind {
        /// The books were closed through a day; nothing can be recorded on closed days.
        Closed = "closed",
        /// The latest closed period was reopened.
        Reopened = "reopened",
    }
}

coded_enum! {
    /// Whether a billing run is still at work.
    pub enum BillingRunStatus {
        /// Drafts are still to be published.
        Running = "running",
        /// Every draft was published or counted as failed.
        Done = "done",
    }
}
