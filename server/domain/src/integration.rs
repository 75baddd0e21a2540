//! What Propty is connected to.

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
