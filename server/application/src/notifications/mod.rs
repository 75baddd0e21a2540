//! Mail to residents and to the team: which kinds there are, queueing one in the transaction that gives the reason
//! for it, what it says, and the job that sends it.

pub mod email;
pub(crate) mod queue;
pub mod send_email;

pub use queue::EmailKind;
