//! Changing what somebody on a team may do.

use domain::audit::AuditAction;
use domain::id::{MemberId, PropertyId};
use domain::roles::{Permission, Role};
use serde_json::json;

use super::invite_member::properties_for_role;
use super::{Caller, remove_member};
use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult};

/// Changes role and properties. An organization keeps at least one manager.
pub async fn update_member(
    app: &App,
    caller: &Caller,
    id: MemberId,
    role: Role,
    properties: &[PropertyId],
) -> AppResult<()> {
    let scope = caller.scope(Permission::ManageMembers);
    let not_found = || AppError::not_found("member");
    let (member, _) = store::members::get(app.db.read(), &scope, id).await?.ok_or_else(not_found)?;
    let scope = scope.within(member.organization_id);
    let properties = properties_for_role(app, &scope, role, properties).await?;
    let mut work = app.begin().await?;
    let managers = store::members::lock_managers(work.txn(), member.organization_id).await?;
    let (member, user) = store::members::get(work.txn(), &scope, id).await?.ok_or_else(not_found)?;
    if role != Role::OrganizationManager {
        remove_member::require_another_manager(&managers, id)?;
    }
    let before = store::people::assigned_properties(work.txn(), &[id]).await?;
    store::members::update(work.txn(), &member, role.code(), &properties).await?;
    let known = store::properties::all_properties(work.txn(), &scope).await?;
    let names = |ids: &[PropertyId]| -> Vec<&str> {
        known.iter().filter(|row| ids.contains(&row.id)).map(|row| row.name.as_str()).collect()
    };
    let before: Vec<PropertyId> = before.iter().map(|row| row.property_id).collect();
    let detail = json!({
        "role": { "before": member.role, "after": role.code() },
        "properties": { "before": names(&before), "after": names(&properties) },
    });
    let what = AuditedAction::new(AuditAction::MemberUpdated, id, user.name.as_str());
    work.audit(&caller.actor(), member.organization_id, what, &detail);
    work.commit().await?;
    Ok(())
}
