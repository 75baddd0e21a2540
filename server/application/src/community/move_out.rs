//! Moving out: a residency ends, and with the last one the resident's access, at once. The history stays.

use domain::audit::AuditAction;
use domain::community::ResidentStatus;
use domain::id::{ResidencyId, ResidentId, UnitId};
use domain::roles::Permission;
use jiff::civil::Date;
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::identity::Caller;

/// Ends one residency of a resident, or every one the caller may manage.
pub async fn move_out(
    app: &App,
    caller: &Caller,
    id: ResidentId,
    unit: Option<UnitId>,
    ends_on: Option<Date>,
) -> AppResult<()> {
    let scope = caller.scope(Permission::ManageProperty);
    let mut work = app.begin().await?;
    let resident = store::community::lock_resident(work.txn(), &scope, id).await?;
    let mut resident = resident.ok_or_else(|| AppError::not_found("resident"))?;
    if resident.status == ResidentStatus::Inactive {
        return Err(AppError::user_error(ErrorCode::MovedOut, "the resident has moved out already"));
    }
    let all = store::community::residencies(work.txn(), id).await?;
    let reached = |row: &&entity::residency::Model| {
        scope.reaches(row.organization_id, row.property_id) && unit.is_none_or(|unit| unit == row.unit_id)
    };
    let ending: Vec<_> = all.iter().filter(reached).collect();
    let Some(first) = ending.first() else { return Err(AppError::not_found("unit")) };
    let property = store::properties::property(work.txn(), &scope, first.property_id).await?;
    let today = app.today(property.as_ref().map_or("UTC", |property| property.time_zone.as_str()));
    let day = ends_on.unwrap_or(today);
    let too_early = ending.iter().any(|row| row.starts_on > day.into());
    if day > today || too_early {
        let why = "the last day is today or before, and not before the first day";
        return Err(AppError::field_error(ErrorCode::InvalidDate, "endsOn", why));
    }
    let ids: Vec<ResidencyId> = ending.iter().map(|row| row.id).collect();
    store::community::end_residencies(work.txn(), &ids, &day.to_string()).await?;
    let has_moved_out = ids.len() == all.len();
    let (organization, name) = (resident.organization_id, resident.name.clone());
    if has_moved_out {
        resident.status = ResidentStatus::Inactive;
        store::community::save_resident(work.txn(), resident).await?;
        store::invitations::end_of_resident(work.txn(), id, app.now()).await?;
    }
    let what = AuditedAction::new(AuditAction::ResidentMovedOut, id, name.as_str());
    let detail = json!({ "endsOn": day.to_string(), "residencies": ids.len(), "accessEnded": has_moved_out });
    work.audit(&caller.actor(), organization, what, &detail);
    work.commit().await?;
    Ok(())
}
