//! Closing a property's books through the end of a month, and reopening them with a reason. A closing keeps the
//! balances and the hash its days ended with; nothing is recorded on a closed day afterwards.

use domain::audit::AuditAction;
use domain::bookkeeping::PeriodClosingKind;
use domain::id::PropertyId;
use domain::instant::Instant;
use domain::roles::Permission;
use entity::{period_closing, property};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use super::open_period::closed_through;
use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::validation::parse_reason;
use store::Txn;

/// Closes all days up to and with the last day of a month that is over; gives the property.
pub async fn close_period(
    app: &App,
    caller: &Caller,
    property: PropertyId,
    through: Date,
    key: &str,
) -> AppResult<PropertyId> {
    let key = IdempotencyKey::new(caller, key, "periodClose", &(property, through))?;
    let mut work = app.begin().await?;
    let row = lock_ledger(work.txn(), caller, property).await?;
    if let Some(id) = key.claim(&work, &property).await? {
        return Ok(id);
    }
    if through != through.last_of_month() {
        let message = "close through the last day of a month";
        return Err(AppError::field_error(ErrorCode::InvalidDate, "through", message));
    }
    if through >= app.today(&row.time_zone) {
        let message = "only months that are over can be closed";
        return Err(AppError::field_error(ErrorCode::PeriodNotOver, "through", message));
    }
    if closed_through(&row).is_some_and(|closed| through <= closed) {
        let message = "the books are closed through a later day already";
        return Err(AppError::field_error(ErrorCode::PeriodClosed, "through", message));
    }
    let end = store::ledger::last_before(work.txn(), property, end_of_day(&row, through)?).await?;
    let (sequence, hash) = end.unwrap_or_default();
    let balances = store::ledger::balances_through(work.txn(), property, sequence).await?;
    let new_closing = NewClosing {
        kind: PeriodClosingKind::Closed,
        through: Some(through),
        reason: None,
        end: (sequence, hash),
        balances,
    };
    insert_closing(app, work.txn(), caller, row.clone(), new_closing).await?;
    let what = AuditedAction::new(AuditAction::PeriodClosed, property, row.name.as_str());
    let detail = json!({ "through": through.to_string() });
    work.audit(&caller.actor(), row.organization_id, what, &detail);
    work.commit().await?;
    Ok(property)
}

/// Reopens the latest closed period; what was closed before it stays closed. Gives the property.
pub async fn reopen_period(
    app: &App,
    caller: &Caller,
    property: PropertyId,
    why: &str,
    key: &str,
) -> AppResult<PropertyId> {
    let key = IdempotencyKey::new(caller, key, "periodReopen", &(property, why))?;
    let why = parse_reason(why)?;
    let mut work = app.begin().await?;
    let row = lock_ledger(work.txn(), caller, property).await?;
    if let Some(id) = key.claim(&work, &property).await? {
        return Ok(id);
    }
    if closed_through(&row).is_none() {
        return Err(AppError::user_error(ErrorCode::PeriodNotClosed, "no period is closed"));
    }
    let (through, end) = match previous_closing(work.txn(), property).await? {
        Some(closing) => {
            (closing.closed_through.map(|day| day.0), (closing.ledger_sequence, closing.ledger_hash))
        }
        None => (None, (0, String::new())),
    };
    let new_closing = NewClosing {
        kind: PeriodClosingKind::Reopened,
        through,
        reason: Some(why.clone()),
        end,
        balances: Vec::new(),
    };
    insert_closing(app, work.txn(), caller, row.clone(), new_closing).await?;
    let what = AuditedAction::new(AuditAction::PeriodReopened, property, row.name.as_str());
    let detail = json!({ "reason": why, "through": through.map(|day| day.to_string()) });
    work.audit(&caller.actor(), row.organization_id, what, &detail);
    work.commit().await?;
    Ok(property)
}

/// The property with its books locked, if the caller may close them.
async fn lock_ledger(txn: &Txn, caller: &Caller, property: PropertyId) -> AppResult<property::Model> {
    let scope = caller.scope(Permission::ClosePeriods);
    let found = store::properties::property(txn, &scope, property).await?;
    found.ok_or_else(|| AppError::not_found("property"))?;
    Ok(store::ledger::lock(txn, property).await?)
}

/// The instant at which a day is over in the property's zone.
fn end_of_day(property: &property::Model, through: Date) -> AppResult<Instant> {
    let zone = TimeZone::get(&property.time_zone).unwrap_or(TimeZone::UTC);
    let next = through.tomorrow().and_then(|next| next.to_zoned(zone));
    let next = next.map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(Instant::from(next.timestamp()))
}

/// The closing that holds once the latest is taken back.
async fn previous_closing(txn: &Txn, property: PropertyId) -> AppResult<Option<period_closing::Model>> {
    let mut rows = store::periods::of_properties(txn, &[property]).await?;
    let rows = rows.remove(&property).unwrap_or_default();
    // Replayed from the oldest: a closing is put on the stack, a reopening takes the uppermost away.
    let mut stack: Vec<period_closing::Model> = Vec::new();
    for row in rows.into_iter().rev() {
        if row.kind == PeriodClosingKind::Closed {
            stack.push(row);
        } else {
            stack.pop();
        }
    }
    stack.pop();
    Ok(stack.pop())
}

struct NewClosing {
    kind: PeriodClosingKind,
    through: Option<Date>,
    reason: Option<String>,
    end: (i64, String),
    balances: Vec<(String, i64)>,
}

async fn insert_closing(
    app: &App,
    txn: &Txn,
    caller: &Caller,
    row: property::Model,
    new_closing: NewClosing,
) -> AppResult<()> {
    let before = store::periods::count(txn, row.id).await?;
    let closing = period_closing::Model {
        id: app.new_id(),
        organization_id: row.organization_id,
        property_id: row.id,
        sequence: i64::try_from(before).unwrap_or(i64::MAX).saturating_add(1),
        kind: new_closing.kind,
        closed_through: new_closing.through.map(Into::into),
        reason: new_closing.reason,
        user_id: caller.user.id,
        user_name: caller.user.name.clone(),
        ledger_sequence: new_closing.end.0,
        ledger_hash: new_closing.end.1,
        created_at: app.now(),
    };
    store::periods::insert(txn, row, closing, new_closing.balances).await?;
    Ok(())
}
