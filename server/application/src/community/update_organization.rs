//! Changing an organization's settings.

use domain::audit::AuditAction;
use domain::id::OrganizationId;
use domain::roles::Permission;
use serde_json::json;

use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::identity::Caller;
use crate::validation;

/// What to change; what is none stays.
#[derive(Debug, Clone, Default)]
pub struct OrganizationChanges {
    /// Name, as residents see it.
    pub name: Option<String>,
    /// Whether members need a second factor.
    pub second_factor_required: Option<bool>,
}

/// Saves the settings. Who asks others for a second factor needs to have one, so that nobody locks themselves out.
pub async fn update_organization(
    app: &App,
    caller: &Caller,
    id: OrganizationId,
    changes: &OrganizationChanges,
) -> AppResult<()> {
    let scope = caller.require_organization(Permission::ManageOrganization, id)?;
    let name = changes.name.as_deref().map(|name| validation::parse_name("name", name, 100)).transpose()?;
    if changes.second_factor_required == Some(true) && caller.user.second_factor_enabled_at.is_none() {
        let why = "set up your own second factor first";
        return Err(AppError::field_error(ErrorCode::SecondFactorRequired, "secondFactorRequired", why));
    }
    let mut work = app.begin().await?;
    let before = store::community::lock_organization(work.txn(), &scope, id).await?;
    let before = before.ok_or_else(|| AppError::not_found("organization"))?;
    let name = name.unwrap_or_else(|| before.name.clone());
    let required = changes.second_factor_required.unwrap_or(before.second_factor_required);
    store::community::save_organization(work.txn(), id, &name, required).await?;
    let mut detail = serde_json::Map::new();
    if name != before.name {
        detail.insert("name".to_owned(), json!({ "before": before.name, "after": name }));
    }
    if required != before.second_factor_required {
        let change = json!({ "before": before.second_factor_required, "after": required });
        detail.insert("secondFactorRequired".to_owned(), change);
    }
    if !detail.is_empty() {
        let what = AuditedAction::new(AuditAction::OrganizationUpdated, id, name.as_str());
        work.audit(&caller.actor(), id, what, &detail.into());
    }
    work.commit().await?;
    Ok(())
}
