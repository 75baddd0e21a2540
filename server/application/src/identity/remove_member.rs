//! Taking somebody off a team. Their account and what they did stay; what the team let them see ends at once.

use domain::audit::AuditAction;
use domain::id::MemberId;
use domain::roles::Permission;
use entity::member;
use serde_json::json;

use super::Caller;
use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};

/// Removes a member. An organization keeps at least one manager.
pub async fn remove_member(app: &App, caller: &Caller, id: MemberId) -> AppResult<()> {
    let scope = caller.scope(Permission::ManageMembers);
    let not_found = || AppError::not_found("member");
    let (member, _) = store::members::get(app.db.read(), &scope, id).await?.ok_or_else(not_found)?;
    let mut work = app.begin().await?;
    let managers = store::members::lock_managers(work.txn(), member.organization_id).await?;
    let (member, user) = store::members::get(work.txn(), &scope, id).await?.ok_or_else(not_found)?;
    require_another_manager(&managers, id)?;
    store::members::delete(work.txn(), id).await?;
    let what = AuditedAction::new(AuditAction::MemberRemoved, id, user.name.as_str());
    let detail = json!({ "email": user.email, "role": member.role });
    work.audit(&caller.actor(), member.organization_id, what, &detail);
    work.commit().await?;
    Ok(())
}

/// Refuses what would leave an organization without a manager.
pub(super) fn require_another_manager(managers: &[member::Model], id: MemberId) -> AppResult<()> {
    match managers {
        [only] if only.id == id => {
            let why = "make somebody else organization manager first";
            Err(AppError::user_error(ErrorCode::LastManager, why))
        }
        _ => Ok(()),
    }
}
