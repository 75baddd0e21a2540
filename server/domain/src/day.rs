//! Calendar days as columns keep them.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use jiff::civil::Date;
use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

/// A calendar day in a property's time zone. Stored and printed as ISO 8601 text, so that it sorts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType, Serialize, Deserialize,
)]
#[sea_orm(value_type = "String")]
#[serde(transparent)]
pub struct Day(pub Date);

impl Deref for Day {
    type Target = Date;

    fn deref(&self) -> &Date {
        &self.0
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Day {
        Day(date)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Day {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Day, jiff::Error> {
        text.parse().map(Day)
    }
}
