//! kill -9 of the real server at every step of the main job. After a restart the scenario still ends, with one
//! payment, balanced books, one payout and one mail of each kind. The moment of death is always an awaited
//! event: an answer held on its way, a call that hangs, a lock that is waited for, a row that is there.
//!
//! In each test the server dies and is started again; what is missing of the scenario is played afterwards, and its end
//! is checked (`CrashScenario::finish`).

mod checkout;
mod every_step;
mod invoice_publishing;
mod payment_confirmation;
mod settlement_and_payout;
