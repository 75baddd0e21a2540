//! Query of ledger transactions, as people ask for it: days are those of each property's own time zone.

use std::collections::BTreeSet;

use domain::id::PropertyId;
use domain::instant::Instant;
use domain::ledger::TransactionCause;
use domain::payment::PaymentMethod;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::app::App;
use crate::error::{AppError, AppResult};
use store::Scope;
use store::ledger_transactions::{LedgerTransactionCriteria, TimeWindow};

/// Longest text that is looked for, in characters.
const MAX_SEARCH_CHARS: usize = 100;

/// What to list.
#[derive(Debug, Clone, Default)]
pub struct TransactionQuery {
    /// One property.
    pub property: Option<PropertyId>,
    /// These causes; empty means all.
    pub causes: Vec<TransactionCause>,
    /// One method.
    pub method: Option<PaymentMethod>,
    /// From this day.
    pub from: Option<Date>,
    /// Up to and with this day.
    pub to: Option<Date>,
    /// Matches payer, unit, reference, invoice and payout.
    pub search: Option<String>,
}

/// The store's filter for a query.
pub async fn to_criteria(
    app: &App,
    scope: &Scope,
    query: TransactionQuery,
) -> AppResult<LedgerTransactionCriteria> {
    let windows = match (query.from, query.to) {
        (None, None) => None,
        (from, to) => Some(windows(app, scope, from, to).await?),
    };
    let search = query.search.map(|text| text.chars().take(MAX_SEARCH_CHARS).collect());
    Ok(LedgerTransactionCriteria {
        property: query.property,
        causes: query.causes,
        method: query.method,
        search,
        windows,
    })
}

async fn windows(
    app: &App,
    scope: &Scope,
    from: Option<Date>,
    to: Option<Date>,
) -> AppResult<Vec<TimeWindow>> {
    let properties = store::properties::all_properties(app.db.read(), scope).await?;
    let zones: BTreeSet<String> = properties.into_iter().map(|property| property.time_zone).collect();
    let window = |time_zone: String| {
        let zone = TimeZone::get(&time_zone).unwrap_or(TimeZone::UTC);
        let start = |day: Date| {
            let start = day.to_zoned(zone.clone()).map_err(|error| AppError::Internal(error.to_string()))?;
            Ok::<Instant, AppError>(start.timestamp().into())
        };
        let from = from.map(start).transpose()?;
        // The last day there is has no morrow, and nothing lies behind it.
        let before = to.and_then(|day| day.tomorrow().ok()).map(start).transpose()?;
        Ok(TimeWindow { time_zone, from, before })
    };
    zones.into_iter().map(window).collect()
}
