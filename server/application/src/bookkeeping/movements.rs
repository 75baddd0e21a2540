//! What moved, as people ask for it: days are those of each property's own time zone.

use std::collections::BTreeSet;

use domain::id::Uuid;
use domain::ledger::Cause;
use domain::payment::Method;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::app::App;
use crate::error::{Failure, Outcome};
use store::Scope;
use store::movements::{Filter, Window};

/// Longest text that is looked for, in characters.
const LONGEST_SEARCH: usize = 100;

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// One property.
    pub property: Option<Uuid>,
    /// These causes; empty means all.
    pub causes: Vec<Cause>,
    /// One method.
    pub method: Option<Method>,
    /// From this day.
    pub from: Option<Date>,
    /// Up to and with this day.
    pub to: Option<Date>,
    /// Matches payer, unit, reference, invoice and deposit.
    pub search: Option<String>,
}

/// What is asked for, as the store knows it.
pub async fn filter(app: &App, scope: &Scope, asked: Asked) -> Outcome<Filter> {
    let windows = match (asked.from, asked.to) {
        (None, None) => None,
        (from, to) => Some(windows(app, scope, from, to).await?),
    };
    let search = asked.search.map(|text| text.chars().take(LONGEST_SEARCH).collect());
    Ok(Filter { property: asked.property, causes: asked.causes, method: asked.method, search, windows })
}

async fn windows(app: &App, scope: &Scope, from: Option<Date>, to: Option<Date>) -> Outcome<Vec<Window>> {
    let properties = store::properties::all_properties(app.db.read(), scope).await?;
    let zones: BTreeSet<String> = properties.into_iter().map(|property| property.time_zone).collect();
    let window = |time_zone: String| {
        let zone = TimeZone::get(&time_zone).unwrap_or(TimeZone::UTC);
        let start = |day: Date| {
            let start = day.to_zoned(zone.clone()).map_err(|error| Failure::Inner(error.to_string()))?;
            Ok::<i64, Failure>(start.timestamp().as_millisecond())
        };
        let from = from.map(start).transpose()?;
        // The last day there is has no morrow, and nothing lies behind it.
        let before = to.and_then(|day| day.tomorrow().ok()).map(start).transpose()?;
        Ok(Window { time_zone, from, before })
    };
    zones.into_iter().map(window).collect()
}
