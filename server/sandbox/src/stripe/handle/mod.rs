//! The handles of the sandbox: what a test makes payers, banks, owners and the delivery of events do.

mod events;
mod payments;
mod saved;
