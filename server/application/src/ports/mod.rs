//! What Propty needs of the outside: traits that use cases call and adapters implement, a file per concern. Only
//! `server` and `demo` put adapters behind them.
//!
//! The types here are arguments and answers of calls. What is stored or shown to a caller is a type of `domain`,
//! `entity` or the use case.

mod clock;
mod error;
mod file_store;
mod mailer;
pub mod processor;
mod randomness;

pub use clock::Clock;
pub use error::ExternalError;
pub use file_store::FileStore;
pub use mailer::{Email, Mailer};
pub use processor::PaymentProcessor;
pub use randomness::Randomness;
