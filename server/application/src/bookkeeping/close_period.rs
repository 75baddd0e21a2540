//! Closing a property's books through the end of a month, and reopening them with a reason. A closing keeps the
//! balances and the hash its days ended with; nothing is recorded on a closed day afterwards.

use domain::audit::Action;
use domain::id::Uuid;
use domain::roles::Permission;
use entity::{period_closing, property};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::app::App;
use crate::audit;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::idempotency::Key;
use crate::identity::Caller;
use crate::invoices::void_invoice::reason;
use store::{Txn, day};

/// Closes all days up to and with the last day of a month that is over; gives the property.
pub async fn close_period(
    app: &App,
    caller: &Caller,
    property: Uuid,
    through: Date,
    key: &str,
) -> Outcome<Uuid> {
    let key = Key::new(caller, key, "periodClose", &(property, through))?;
    let txn = app.db.begin().await?;
    let row = books(&txn, caller, property).await?;
    if let Some(id) = key.before::<Uuid>(&txn).await? {
        return Ok(id);
    }
    if through != through.last_of_month() {
        let message = "close through the last day of a month";
        return Err(Failure::refuse_field(ErrorCode::InvalidDate, "through", message));
    }
    if through >= app.today(&row.time_zone) {
        let message = "only months that are over can be closed";
        return Err(Failure::refuse_field(ErrorCode::PeriodNotOver, "through", message));
    }
    if closed_through(&row)?.is_some_and(|closed| through <= closed) {
        let message = "the books are closed through a later day already";
        return Err(Failure::refuse_field(ErrorCode::PeriodClosed, "through", message));
    }
    let end = store::ledger::end_before(&txn, property, instant_after(&row, through)?).await?;
    let (sequence, hash) = end.unwrap_or_default();
    let balances = store::ledger::balances_through(&txn, property, sequence).await?;
    let kept =
        Closing { kind: "closed", through: Some(through), reason: None, end: (sequence, hash), balances };
    record(app, &txn, caller, row.clone(), kept).await?;
    key.keep(app, &txn, &property).await?;
    let what = (Action::PeriodClosed, property, row.name.as_str());
    let detail = json!({ "through": through.to_string() });
    audit::write(app, &txn, &caller.actor(), row.organization_id, what, &detail).await?;
    txn.commit().await?;
    Ok(property)
}

/// Reopens the latest closed period; what was closed before it stays closed. Gives the property.
pub async fn reopen_period(
    app: &App,
    caller: &Caller,
    property: Uuid,
    why: &str,
    key: &str,
) -> Outcome<Uuid> {
    let key = Key::new(caller, key, "periodReopen", &(property, why))?;
    let why = reason(why)?;
    let txn = app.db.begin().await?;
    let row = books(&txn, caller, property).await?;
    if let Some(id) = key.before::<Uuid>(&txn).await? {
        return Ok(id);
    }
    if closed_through(&row)?.is_none() {
        return Err(Failure::refuse(ErrorCode::PeriodNotClosed, "no period is closed"));
    }
    let (through, end) = match earlier(&txn, property).await? {
        Some(closing) => (
            closing.closed_through.as_deref().map(day).transpose()?,
            (closing.ledger_sequence, closing.ledger_hash),
        ),
        None => (None, (0, String::new())),
    };
    let kept = Closing { kind: "reopened", through, reason: Some(why.clone()), end, balances: Vec::new() };
    record(app, &txn, caller, row.clone(), kept).await?;
    key.keep(app, &txn, &property).await?;
    let what = (Action::PeriodReopened, property, row.name.as_str());
    let detail = json!({ "reason": why, "through": through.map(|day| day.to_string()) });
    audit::write(app, &txn, &caller.actor(), row.organization_id, what, &detail).await?;
    txn.commit().await?;
    Ok(property)
}

/// Refuses a day whose books are closed.
pub(crate) fn refuse_closed(property: &property::Model, on: Date, field: &str) -> Outcome<()> {
    match closed_through(property)? {
        Some(closed) if on <= closed => Err(Failure::refuse_field(
            ErrorCode::PeriodClosed,
            field,
            format!("the books are closed through {closed}"),
        )),
        _ => Ok(()),
    }
}

/// The property with its books locked, if the caller may close them.
async fn books(txn: &Txn, caller: &Caller, property: Uuid) -> Outcome<property::Model> {
    let scope = caller.scope(Permission::ClosePeriods);
    let found = store::properties::property(txn, &scope, property).await?;
    found.ok_or_else(|| Failure::not_found("property"))?;
    Ok(store::ledger::lock(txn, property).await?)
}

fn closed_through(property: &property::Model) -> Outcome<Option<Date>> {
    Ok(property.books_closed_through.as_deref().map(day).transpose()?)
}

/// The instant at which a day is over in the property's zone.
fn instant_after(property: &property::Model, through: Date) -> Outcome<i64> {
    let zone = TimeZone::get(&property.time_zone).unwrap_or(TimeZone::UTC);
    let next = through.tomorrow().and_then(|next| next.to_zoned(zone));
    let next = next.map_err(|error| Failure::Inner(error.to_string()))?;
    Ok(next.timestamp().as_millisecond())
}

/// The closing that holds once the latest is taken back.
async fn earlier(txn: &Txn, property: Uuid) -> Outcome<Option<period_closing::Model>> {
    let mut rows = store::periods::of_properties(txn, &[property]).await?;
    let rows = rows.remove(&property).unwrap_or_default();
    // Replayed from the oldest: a closing is put on the pile, a reopening takes the uppermost away.
    let mut pile: Vec<period_closing::Model> = Vec::new();
    for row in rows.into_iter().rev() {
        if row.kind == "closed" {
            pile.push(row);
        } else {
            pile.pop();
        }
    }
    pile.pop();
    Ok(pile.pop())
}

struct Closing {
    kind: &'static str,
    through: Option<Date>,
    reason: Option<String>,
    end: (i64, String),
    balances: Vec<(String, i64)>,
}

async fn record(app: &App, txn: &Txn, caller: &Caller, row: property::Model, kept: Closing) -> Outcome<()> {
    let before = store::periods::count(txn, row.id).await?;
    let closing = period_closing::Model {
        id: app.new_id(),
        organization_id: row.organization_id,
        property_id: row.id,
        sequence: i64::try_from(before).unwrap_or(i64::MAX).saturating_add(1),
        kind: kept.kind.to_owned(),
        closed_through: kept.through.map(|through| through.to_string()),
        reason: kept.reason,
        user_id: caller.user.id,
        user_name: caller.user.name.clone(),
        ledger_sequence: kept.end.0,
        ledger_hash: kept.end.1,
        created_at: app.now_ms(),
    };
    store::periods::insert(txn, row, closing, kept.balances).await?;
    Ok(())
}
