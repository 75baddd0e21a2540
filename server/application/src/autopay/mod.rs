//! Use cases about automatic payments: set up, changed, run and ended.

pub mod change_autopay;
pub mod end_autopay;
pub mod list_autopays;
pub mod record_autopay;
pub mod run_autopay;
pub mod set_up_autopay;
