//! Periods of the books and runs over many invoices.

use crate::coded_enum;

coded_enum! {
    /// What was done to the books of a period.
    pub enum PeriodClosingKind {
        /// Nothing can be posted in it any more.
        Closed = "closed",
        /// It can be posted in again.
        Reopened = "reopened",
    }
}

coded_enum! {
    /// Whether a billing run goes on.
    pub enum BillingRunStatus {
        /// Drafts are still to be published.
        Running = "running",
        /// Every draft was published or refused.
        Done = "done",
    }
}
