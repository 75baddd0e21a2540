//! Why money did not move.

use async_graphql::Enum;
use domain::failure::{PaymentFailure, RefundFailure};

/// Why a payment did not go through.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "PaymentFailure")]
pub enum PaymentFailureReason {
    /// There was not enough money.
    InsufficientFunds,
    /// The card has expired.
    CardExpired,
    /// The card's number, date or security code is wrong.
    CardDetails,
    /// The bank asked its customer to confirm, and they did not.
    NotConfirmed,
    /// A limit of the card or account was reached.
    LimitReached,
    /// The account is closed.
    AccountClosed,
    /// There is no such account.
    AccountNotFound,
    /// The account may not be debited.
    AccountRestricted,
    /// The bank could not process it; later it may.
    NotProcessed,
    /// Stripe would not take it; nobody was asked to pay.
    NotStarted,
    /// Automatic payments were stopped before it was sent.
    Stopped,
    /// The bank refused, without a reason that may be told.
    Declined,
}

/// Why a refund did not reach the payer.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "RefundFailure")]
pub enum RefundFailureReason {
    /// The card is lost, stolen, canceled or expired.
    CardGone,
    /// The payer's bank refused.
    Declined,
    /// The balance at Stripe did not cover it.
    InsufficientFunds,
    /// The payment was disputed meanwhile.
    Disputed,
    /// The community asked Stripe not to send it.
    Withdrawn,
    /// Stripe would not take it.
    NotStarted,
    /// Something else.
    Other,
}
