//! The handles of the sandbox: what a test makes payers, banks, owners and the delivery of events do.

mod accounts;
mod events;
mod fees;
mod payment_methods;
mod payments;
