//! Money, days, instants and ids as GraphQL sees them.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value};
use domain::day::Day;
use domain::id::{Id, IdKind};
use domain::instant::Instant;
use domain::money::{self, format_decimal};
use jiff::Timestamp;
use jiff::civil;

use super::enums::schema_enum;

use store::StoreResult;

/// A decimal number as a string with two decimals, such as `"1200.00"` or `"-5.50"`. As input, at most two
/// decimals; a number literal in the document is accepted too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(pub String);

/// A decimal number as a string with two decimals, such as `"1200.00"` or `"-5.50"`. As input, at most two
/// decimals; a number literal in the document is accepted too.
#[Scalar]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) if text.len() <= 32 => Ok(Decimal(text)),
            // A number in the document is exact text too; only a string is, in variables.
            Value::Number(number) => Ok(Decimal(number.to_string())),
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A calendar date as ISO 8601 string, such as `"2026-11-22"`. Unless said otherwise, days are those of the
/// property's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub civil::Date);

/// A calendar date as ISO 8601 string, such as `"2026-11-22"`. Unless said otherwise, days are those of the
/// property's time zone.
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Date(text.parse().map_err(|_| "write a date such as 2026-11-22")?)),
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Date {
        Date(day.0)
    }
}

impl Date {
    /// From a row's text.
    pub fn stored(text: &str) -> StoreResult<Date> {
        store::parse_date(text).map(Date)
    }
}

/// An instant in UTC as RFC 3339 string, such as `"2026-11-22T18:42:00Z"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime(pub Timestamp);

/// An instant in UTC as RFC 3339 string, such as `"2026-11-22T18:42:00Z"`.
#[Scalar]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => {
                Ok(DateTime(text.parse().map_err(|_| "write an instant such as 2026-11-22T18:42:00Z")?))
            }
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl DateTime {
    /// Of a row.
    pub fn stored(at: Instant) -> DateTime {
        DateTime(at.timestamp())
    }
}

schema_enum!(Currency = domain::money::Currency);

/// An amount of money.
#[derive(SimpleObject, Debug, Clone)]
pub struct Money {
    /// The amount in units of the currency, with two decimals; below zero where money goes back or is owed.
    pub amount: Decimal,
    /// The currency of the amount. Amounts of different currencies are never added.
    pub currency: Currency,
}

impl Money {
    /// From minor units.
    pub fn stored(minor: i64, currency: money::Currency) -> Money {
        Money { amount: Decimal(format_decimal(minor)), currency: currency.into() }
    }
}

impl From<money::Money> for Money {
    fn from(amount: money::Money) -> Money {
        Money { amount: Decimal(format_decimal(amount.minor)), currency: amount.currency.into() }
    }
}

/// The id as callers see it.
pub fn encode_id<K: IdKind>(id: Id<K>) -> async_graphql::ID {
    async_graphql::ID(id.to_string())
}

/// The id a caller means; none when it is not of this kind, which answers like one that does not exist.
pub fn decode_id<K: IdKind>(id: &async_graphql::ID) -> Option<Id<K>> {
    id.parse().ok()
}

/// The id a caller means; the nil id, which nothing has, when it is not of this kind.
pub fn decode_id_or_nil<K: IdKind>(id: &async_graphql::ID) -> Id<K> {
    decode_id(id).unwrap_or(Id::nil())
}
