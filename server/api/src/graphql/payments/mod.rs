//! Payments, fees, payment accounts and payouts: types, queries and mutations.

mod accounts;
mod autopay;
mod failures;
mod fees;
mod mutations;
mod payouts;
mod queries;
mod returns;
mod types;

pub use accounts::PaymentAccount;
pub use autopay::{Autopay, AutopayMutation};
pub use fees::{FeeQuote, FeeSettings, FeeSettingsInput, PropertyFeesSetInput};
pub use mutations::PaymentMutation;
pub use payouts::{Payout, PayoutConnection, PayoutQuery};
pub(super) use payouts::{PayoutFilter, payout_by_key};
pub use queries::PaymentQuery;
pub(super) use queries::{PaymentFilter, payment_by_key};
pub use types::{Payment, PaymentConnection, PaymentMethod};
