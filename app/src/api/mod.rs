//! The one way to the server: GraphQL by POST, answers as typed values, everything that can go wrong as
//! one [`ApiError`].
//!
//! Operations are checked against the server's schema when the client is built.

pub mod account;
pub mod admin;
pub mod autopay;
mod decode;
mod enums;
mod error;
pub mod invitation;
pub mod invoices;
mod operation;
pub mod payments;
pub mod session;
mod transport;
mod words;

use std::future::Future;
use std::pin::Pin;

use cynic::Operation;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use operation::Outgoing;
use transport::Exchange;

pub use decode::named;
pub use enums::{
    ApiLanguage, Currency, DisputeStatus, ErrorCode, InvoiceStatus, InvoiceStatusFilter, OnlinePaymentMethod,
    PaymentFailureReason, PaymentMethod, PaymentStatus, RefundStatus, ResidencyKind, Role, SignInAudience,
    TimelineKind,
};
pub use error::{ApiError, Failure, UserError};
pub use words::{error_code_text, error_text, reason_text};

/// The server's schema, as types for the derives of this module's operations.
#[cynic::schema("propty")]
pub mod schema {}

/// A decimal number as the API writes it: `1200.00`.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Decimal")]
pub struct Decimal(pub String);

impl Decimal {
    /// Whether the amount is nought.
    pub fn is_zero(&self) -> bool {
        !self.0.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
    }

    /// The amount in hundredths; `None` when it is not of the API's form.
    pub fn cents(&self) -> Option<i64> {
        let (whole, cents) = self.0.split_once('.').unwrap_or((&self.0, ""));
        let cents: i64 = match cents.len() {
            0 => 0,
            1 => cents.parse::<i64>().ok()?.checked_mul(10)?,
            2 => cents.parse().ok()?,
            _ => return None,
        };
        let negative = whole.starts_with('-');
        let whole: i64 = whole.trim_start_matches('-').parse().ok()?;
        let value = whole.checked_mul(100)?.checked_add(cents)?;
        Some(if negative { -value } else { value })
    }

    /// An amount of hundredths in the API's form.
    pub fn from_cents(cents: i64) -> Self {
        let sign = if cents < 0 { "-" } else { "" };
        let cents = cents.unsigned_abs();
        Self(format!("{sign}{}.{:02}", cents / 100, cents % 100))
    }
}

/// A calendar date, `2026-11-22`.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Date")]
pub struct Date(pub String);

/// An instant in UTC, RFC 3339.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "DateTime")]
pub struct DateTime(pub String);

/// An amount of money.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct Money {
    pub amount: Decimal,
    pub currency: Currency,
}

/// Where a page of a list begins and ends.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq)]
pub struct PageInfo {
    pub has_next_page: bool,
    pub has_previous_page: bool,
    pub start_cursor: Option<String>,
    pub end_cursor: Option<String>,
}

/// Which page of a list is wanted: after or before a cursor of another page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

/// Runs one operation.
///
/// # Errors
/// [`ApiError`], already told apart: no connection, signed out, or the server's code with its request id.
pub async fn run<Sent>(operation: Sent) -> Result<Sent::Answer, ApiError>
where
    Sent: Outgoing,
    Sent::Answer: DeserializeOwned,
{
    read(send(operation).await?)
}

/// Sends one operation. What comes back has no type yet: see [`read`] and [`read_payload`].
fn send(operation: impl Outgoing) -> Exchange {
    transport::exchange(operation.write())
}

fn read<Answer: DeserializeOwned>(data: JsValue) -> Result<Answer, ApiError> {
    decode::decode(data).map_err(|_| ApiError::Failed(Failure::Internal, None))
}

/// Reads the payload of the one mutation that was sent. Mutations that select the same payload share the
/// code that reads it, which is why this does not go by the operation's own type.
fn read_payload<Payload: DeserializeOwned>(data: &JsValue) -> Result<Payload, ApiError> {
    read(transport::only_field(data))
}

/// The thing a mutation made, or why it was refused.
///
/// # Errors
/// [`ApiError::Refused`] when the payload carries user errors, and a failure when it carries neither.
pub fn accepted<Thing>(thing: Option<Thing>, user_errors: Vec<UserError>) -> Result<Thing, ApiError> {
    if user_errors.is_empty() {
        thing.ok_or(ApiError::Failed(Failure::Internal, None))
    } else {
        Err(ApiError::Refused(user_errors))
    }
}

/// An action on its way, of which only matters whether it was done.
pub type Pending = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;

/// What every mutation's payload has.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SignOutPayload")]
struct MutationPayload {
    user_errors: Vec<UserError>,
}

/// Runs a mutation for what it does. Its answer's own type is for the check against the schema only: all
/// of these answers are read in the same way, once for all of them.
pub fn perform<Answer, Variables: Serialize>(operation: Operation<Answer, Variables>) -> Pending {
    settle(send(operation))
}

fn settle(exchange: Exchange) -> Pending {
    Box::pin(async move {
        let outcome: MutationPayload = read_payload(&exchange.await?)?;
        accepted(Some(()), outcome.user_errors)
    })
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn decimals_are_read_exactly() {
        for (text, cents) in
            [("0.00", 0), ("1200.00", 120_000), ("1.5", 150), ("7", 700), ("-3.05", -305), ("-0.05", -5)]
        {
            assert_eq!(Decimal(text.to_owned()).cents(), Some(cents), "{text}");
        }
        for cents in [0, 5, 150, 120_000, -305, -5] {
            assert_eq!(Decimal::from_cents(cents).cents(), Some(cents));
        }
        assert_eq!(Decimal("1.005".to_owned()).cents(), None);
        assert!(Decimal("0.00".to_owned()).is_zero());
        assert!(!Decimal("0.01".to_owned()).is_zero());
    }
}
