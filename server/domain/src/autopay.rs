//! Automatic payments: Setting up → Active → Ended, and for each invoice a run: Noticed → Charging → Paid, or back to
//! Noticed for another try, Skipped, Over.

use crate::coded_enum;

coded_enum! {
    /// Status of an automatic payment.
    pub enum AutopayStatus {
        /// The resident has not saved a card or bank account yet.
        SettingUp = "setting_up",
        /// Invoices are paid on their day.
        Active = "active",
        /// Nothing is charged any more; final.
        Ended = "ended",
    }
}

coded_enum! {
    /// Why an automatic payment ended.
    pub enum AutopayEndReason {
        /// The resident ended it.
        Stopped = "stopped",
        /// The page to save a card or bank account expired.
        Expired = "expired",
        /// The resident set up another one for the property.
        Replaced = "replaced",
        /// The card or bank account is no longer saved at the payment processor.
        MethodRemoved = "method_removed",
        /// The resident moved out.
        MovedOut = "moved_out",
        /// The property's payment account was disconnected or disabled.
        Disconnected = "disconnected",
        /// A charge was declined as often as it is tried.
        Declined = "declined",
        /// A bank took a charge back.
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
