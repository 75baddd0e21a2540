//! Webhook events of the processor.

use crate::coded_enum;

coded_enum! {
    /// Which of the two webhook endpoints a delivery came to.
    pub enum WebhookEndpoint {
        /// Events of connected accounts.
        Connect = "connect",
        /// The platform's own events.
        Account = "account",
    }
}

coded_enum! {
    /// What applying a webhook event did.
    pub enum WebhookEventOutcome {
        /// A payment was read from the processor.
        PaymentSynced = "payment_synced",
        /// A payment was read whose Checkout Session or charge was not known yet.
        PaymentRecovered = "payment_recovered",
        /// The refunds and disputes of a payment were read.
        RefundsAndDisputesSynced = "refunds_and_disputes_synced",
        /// A payout was read.
        PayoutSynced = "payout_synced",
        /// A payment account was read.
        AccountSynced = "account_synced",
        /// A payment account was disconnected.
        AccountDisconnected = "account_disconnected",
        /// An autopay was read.
        AutopaySynced = "autopay_synced",
        /// Test money where real money is dealt in, or the other way round.
        OtherMode = "ignored_other_mode",
        /// The payload can't be read.
        Unreadable = "ignored_unreadable",
        /// It names no account.
        NoAccount = "ignored_no_account",
        /// An account that is no property's.
        UnknownAccount = "ignored_unknown_account",
        /// The account is linked to no property any more.
        UnlinkedAccount = "ignored_unlinked_account",
        /// An object that belongs to nothing here.
        UnknownObject = "ignored_unknown_object",
        /// A Checkout Session nobody was sent to.
        UnusedSession = "ignored_unused_session",
        /// A kind of event nothing follows from.
        Irrelevant = "ignored_irrelevant",
    }
}
