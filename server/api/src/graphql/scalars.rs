//! Money, days, instants and ids as GraphQL sees them.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value};
use domain::money::{self, format_decimal};
use jiff::Timestamp;
use jiff::civil;
use type_safe_id::{StaticType, TypeSafeId};

use store::StoreResult;

/// A decimal number as a string, `"1200.00"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(pub String);

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

/// A calendar date, `2026-11-22`, in the property's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub civil::Date);

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

impl Date {
    /// From a row's text.
    pub fn stored(text: &str) -> StoreResult<Date> {
        store::parse_date(text).map(Date)
    }
}

/// An instant in UTC, RFC 3339, `2026-11-22T18:42:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime(pub Timestamp);

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
    /// From a row's milliseconds.
    pub fn stored(millis: i64) -> DateTime {
        DateTime(Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH))
    }
}

/// A currency.
#[derive(async_graphql::Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "money::Currency")]
pub enum Currency {
    /// United States dollar.
    Usd,
    /// Canadian dollar.
    Cad,
}

/// An amount of money.
#[derive(SimpleObject, Debug, Clone)]
pub struct Money {
    /// Decimal text with two decimals.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

impl Money {
    /// From minor units.
    pub fn stored(minor: i64, currency: money::Currency) -> Money {
        Money { amount: Decimal(format_decimal(minor)), currency: currency.into() }
    }
}

/// The public form of a key.
pub fn encode_id<T: StaticType>(uuid: domain::id::Uuid) -> async_graphql::ID {
    async_graphql::ID(TypeSafeId::<T>::from_uuid(uuid).to_string())
}

/// The key of a public id; none when it is not of this kind, which answers like one that does not exist.
pub fn decode_id<T: StaticType>(id: &async_graphql::ID) -> Option<domain::id::Uuid> {
    id.parse::<TypeSafeId<T>>().ok().map(|id| id.uuid())
}
