//! Use cases about automatic payments: set up, changed, run and ended.

pub mod change_autopay;
mod detach_payment_methods;
pub mod end_autopay;
mod metadata;
pub mod record_autopay;
pub mod run_autopay;
mod send_charge;
pub mod set_up_autopay;
mod terms;
