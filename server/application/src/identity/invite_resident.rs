//! Inviting a resident to the portal: Pending → Invited. A new invitation replaces the old.

use domain::audit::AuditAction;
use domain::community::InvitationKind;
use domain::community::ResidentStatus;
use domain::id::ResidentId;
use domain::roles::Permission;
use entity::invitation;
use jiff::SignedDuration;
use serde_json::json;

use super::{Caller, attempts};
use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::link_token::INVITATION_DAYS;
use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::templates::resident_invitation::ResidentInvitation;
use crate::validation;

/// Queues the mail.
pub async fn invite_resident(app: &App, caller: &Caller, id: ResidentId) -> AppResult<()> {
    let scope = caller.scope(Permission::ManageProperty);
    let mut work = app.begin().await?;
    let resident = store::community::lock_resident(work.txn(), &scope, id).await?;
    let mut resident = resident.ok_or_else(|| AppError::not_found("resident"))?;
    match resident.status {
        ResidentStatus::Active => {
            let why = "the resident has an account already";
            return Err(AppError::user_error(ErrorCode::AlreadyActive, why));
        }
        ResidentStatus::Inactive => {
            return Err(AppError::user_error(ErrorCode::MovedOut, "the resident has moved out"));
        }
        ResidentStatus::Pending | ResidentStatus::Invited => {}
    }
    let Some(email) = resident.email.clone() else {
        return Err(AppError::user_error(ErrorCode::EmailMissing, "the resident has no email address"));
    };
    let email = validation::parse_email("email", &email)?;
    let residencies = store::community::residencies(work.txn(), id).await?;
    // It speaks for a property the caller may speak for.
    let home = residencies.iter().find(|row| scope.reaches(row.organization_id, row.property_id));
    let Some(home) = home else {
        return Err(AppError::user_error(ErrorCode::MovedOut, "the resident lives in no unit of yours"));
    };
    let now = app.now();
    let row = invitation::Model {
        id: app.new_id(),
        organization_id: resident.organization_id,
        kind: InvitationKind::Resident,
        name: resident.name.clone(),
        email,
        language: resident.language,
        role: None,
        resident_id: Some(id),
        invited_by: caller.user.id,
        created_at: now,
        expires_at: now + SignedDuration::from_hours(INVITATION_DAYS * 24),
        accepted_at: None,
        ended_at: None,
    };
    let bucket = format!("{}:{}", resident.organization_id, row.email);
    match attempts::count_in(app, work.txn(), attempts::INVITATIONS_BY_ADDRESS, &bucket).await? {
        Ok(()) => {}
        Err(seconds) => return Err(AppError::too_many_requests(seconds)),
    }
    store::invitations::end_replaced(work.txn(), &row, now).await?;
    store::invitations::insert(work.txn(), row.clone(), &[]).await?;
    let envelope = Envelope::new(&row.name, &row.email, row.language)
        .on_behalf_of(resident.organization_id, Some(home.property_id));
    queue_email::<ResidentInvitation>(&mut work, envelope, row.id)?;
    resident.status = ResidentStatus::Invited;
    let organization = resident.organization_id;
    store::community::save_resident(work.txn(), resident).await?;
    let what = AuditedAction::new(AuditAction::ResidentInvited, id, row.name.as_str());
    work.audit(&caller.actor(), organization, what, &json!({ "email": row.email }));
    work.commit().await?;
    Ok(())
}
