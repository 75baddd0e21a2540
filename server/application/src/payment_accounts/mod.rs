//! A property's account at the processor.

pub mod connect_account;
pub mod disconnect_account;
mod notify_managers;
pub mod open_dashboard;
pub mod refresh_account;
mod save_account;
pub mod sync_account;
