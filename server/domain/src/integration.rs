//! What Propty is connected to, and the email it sends there.

use crate::coded_enum;

coded_enum! {
    /// A connection to the outside.
    pub enum IntegrationKind {
        /// A property's account at the processor.
        Stripe = "stripe",
        /// The mail server.
        Email = "email",
        /// The file store.
        Storage = "storage",
    }
}

coded_enum! {
    /// Where an email stands.
    pub enum EmailStatus {
        /// Waits to be sent.
        Queued = "queued",
        /// The mail server has it.
        Sent = "sent",
        /// It could not be sent.
        Failed = "failed",
    }
}
