//! Automatic payments: Setting up → Active → Ended, and for each invoice a run: Noticed → Charging → Paid, or back to
//! Noticed for another try, Skipped, Over.

use crate::coded_enum;

coded_enum! {
    /// Where an autopay stands.
    pub enum AutopayStatus {
        /// The resident is saving a card or bank account.
        SettingUp = "setting_up",
        /// Invoices are paid with it.
        Active = "active",
        /// Nothing is charged any more.
        Ended = "ended",
    }
}

coded_enum! {
    /// Why an autopay ended.
    pub enum AutopayEndReason {
        /// The resident ended it.
        Stopped = "stopped",
        /// Nothing was saved in time.
        Expired = "expired",
        /// The resident set up another.
        Replaced = "replaced",
        /// What was saved is gone at the processor.
        MethodRemoved = "method_removed",
        /// The resident moved out.
        MovedOut = "moved_out",
        /// The property's account was disconnected or disabled.
        Disconnected = "disconnected",
        /// The charge was declined as often as it is tried.
        Declined = "declined",
        /// The payer's bank took a payment back.
        Returned = "returned",
    }
}

coded_enum! {
    /// How far an autopay is with one invoice.
    pub enum AutopayRunState {
        /// The resident was told when it will be charged.
        Noticed = "noticed",
        /// A payment was started.
        Charging = "charging",
        /// The payment succeeded.
        Paid = "paid",
        /// The invoice is not paid automatically.
        Skipped = "skipped",
        /// Nothing is left to do.
        Over = "over",
    }
}

coded_enum! {
    /// Why an invoice is not paid automatically.
    pub enum AutopaySkipReason {
        /// The property can't take this payment method now.
        NotReady = "not_ready",
        /// More than the resident's limit.
        AboveCap = "above_cap",
    }
}
