//! Email to residents and to the team: a template per kind, queueing one in the transaction that gives the reason
//! for it, and the job that renders and sends it.

pub(crate) mod autopay_charge;
pub(crate) mod context;
pub(crate) mod email;
pub(crate) mod invitation;
pub(crate) mod invoice_amount;
pub(crate) mod link;
pub(crate) mod payment_details;
pub(crate) mod payment_issue;
pub(crate) mod queue;
pub(crate) mod related;
pub mod send_email;
pub(crate) mod template;
pub(crate) mod templates;
