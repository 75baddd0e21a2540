//! The payment processor: Stripe, with direct charges on one connected account per property. A trait per concern with
//! its types; [`PaymentProcessor`] is all of them.
//!
//! For all of them: ids are the processor's, as text with its prefix (`acct_…`, `pi_…`). `account` is the property's
//! account. Amounts are in minor units of the currency named beside them. Metadata are our own ids, by which an object
//! of ours is recognized. A call that makes something takes an idempotency key of 1 to 255 characters that is kept
//! before the call: repeated with the same key, it makes nothing new and gives the first answer.
//!
//! Errors are those of [`ExternalError`](super::ExternalError): `Unavailable` when the outcome is unknown, `Refused`
//! when it was refused or an id or key is malformed, `NotFound` for an id that does not exist on the account.

mod accounts;
mod activity;
mod balance;
mod charges;
mod checkout;
mod payment;
mod payouts;
mod refunds;
mod saved_methods;
mod webhooks;

use async_trait::async_trait;

use super::ExternalError;

pub use accounts::{AccountApi, NewAccount, RemoteAccount};
pub use activity::{ActivityApi, RecentActivity, RecentDispute, RecentPayout, RecentRefund};
pub use balance::{BalanceApi, RemoteBalance};
pub use charges::{ChargeApi, NewCharge};
pub use checkout::{CheckoutApi, CheckoutLine, NewCheckout};
pub use payment::RemotePayment;
pub use payouts::{PayoutApi, RemotePayout, RemotePayoutItem};
pub use refunds::{NewRefund, RefundApi, RemoteDispute, RemoteRefund, RemoteRefundsAndDisputes};
pub use saved_methods::{NewCustomer, NewSetup, RemoteSetup, SavedMethodApi, SetupStatus};
pub use webhooks::{VerifiedEvent, WebhookError, WebhookVerifier};

/// Collects money and pays it out.
#[async_trait]
pub trait PaymentProcessor:
    AccountApi
    + ActivityApi
    + BalanceApi
    + ChargeApi
    + CheckoutApi
    + PayoutApi
    + RefundApi
    + SavedMethodApi
    + WebhookVerifier
{
    /// Whether this is real money: what events and objects must agree with.
    fn livemode(&self) -> bool;
    /// Whether the processor answers with our key. `Unavailable` also when it does not take the key.
    async fn check(&self) -> Result<(), ExternalError>;
}
