//! Inviting somebody to a team: a single-use link by email that replaces the one before to the same address.

use domain::audit::AuditAction;
use domain::community::InvitationKind;
use domain::id::{InvitationId, OrganizationId, PropertyId};
use domain::roles::{Permission, Role};
use entity::invitation;
use jiff::SignedDuration;
use locales::Language;
use serde_json::json;

use super::{Caller, attempts};
use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::link_token::INVITATION_DAYS;
use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::templates::member_invitation::MemberInvitation;
use crate::validation;
use store::Scope;

/// Whom to invite to what.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// Full name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Language of the mail.
    pub language: Language,
    /// What they will be.
    pub role: Role,
    /// Properties of a property manager.
    pub properties: Vec<PropertyId>,
}

/// Queues the mail; gives the invitation.
pub async fn invite_member(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    input: &NewMember,
) -> AppResult<invitation::Model> {
    let scope = caller.require_organization(Permission::ManageMembers, organization)?;
    let name = validation::parse_name("name", &input.name, 100)?;
    let email = validation::parse_email("email", &input.email)?;
    let properties = properties_for_role(app, &scope, input.role, &input.properties).await?;
    attempts::allow(app, attempts::INVITATIONS_BY_ADDRESS, &format!("{organization}:{email}")).await?;
    let now = app.now();
    let row = invitation::Model {
        id: app.new_id(),
        organization_id: organization,
        kind: InvitationKind::Member,
        name,
        email,
        language: input.language,
        role: Some(input.role),
        resident_id: None,
        invited_by: caller.user.id,
        created_at: now,
        expires_at: now + SignedDuration::from_hours(INVITATION_DAYS * 24),
        accepted_at: None,
        ended_at: None,
    };
    let mut work = app.begin().await?;
    // Of two at the same moment the second replaces the first.
    store::community::lock_organization(work.txn(), &scope, organization).await?;
    if let Some(user) = store::people::user_by_email(work.txn(), &row.email).await?
        && store::members::is_member(work.txn(), organization, user.id).await?
    {
        let why = "this person belongs to the team already";
        return Err(AppError::field_error(ErrorCode::AlreadyMember, "email", why));
    }
    store::invitations::end_replaced(work.txn(), &row, now).await?;
    store::invitations::insert(work.txn(), row.clone(), &properties).await?;
    let envelope = Envelope::new(&row.name, &row.email, row.language).on_behalf_of(organization, None);
    queue_email::<MemberInvitation>(&mut work, envelope, row.id)?;
    let detail = json!({ "email": row.email, "role": row.role });
    let what = AuditedAction::new(AuditAction::MemberInvited, row.id, row.name.as_str());
    work.audit(&caller.actor(), organization, what, &detail);
    work.commit().await?;
    Ok(row)
}

/// Withdraws an invitation.
pub async fn revoke_invitation(app: &App, caller: &Caller, id: InvitationId) -> AppResult<()> {
    let scope = caller.scope(Permission::ManageMembers);
    let mut work = app.begin().await?;
    let row = store::invitations::lock_member(work.txn(), &scope, id).await?;
    let row = row.ok_or_else(|| AppError::not_found("invitation"))?;
    store::invitations::close(work.txn(), id, invitation::Column::EndedAt, app.now()).await?;
    let what = AuditedAction::new(AuditAction::MemberInvitationRevoked, id, row.name.as_str());
    let detail = json!({ "email": row.email });
    work.audit(&caller.actor(), row.organization_id, what, &detail);
    work.commit().await?;
    Ok(())
}

/// The properties a member gets: those named, which must be of the organization, for a property manager; none for
/// an organization manager, who works on all.
pub(super) async fn properties_for_role(
    app: &App,
    scope: &Scope,
    role: Role,
    named: &[PropertyId],
) -> AppResult<Vec<PropertyId>> {
    if role != Role::PropertyManager {
        return Ok(Vec::new());
    }
    if named.is_empty() {
        let why = "choose at least one property for a property manager";
        return Err(AppError::field_error(ErrorCode::Required, "propertyIds", why));
    }
    require_properties(app, scope, named).await
}

/// These properties without repetition, if a scope reaches all of them.
pub(super) async fn require_properties(
    app: &App,
    scope: &Scope,
    named: &[PropertyId],
) -> AppResult<Vec<PropertyId>> {
    let known = store::properties::all_properties(app.db.read(), scope).await?;
    let mut properties: Vec<PropertyId> = named.to_vec();
    properties.sort_unstable();
    properties.dedup();
    if properties.iter().all(|id| known.iter().any(|property| property.id == *id)) {
        return Ok(properties);
    }
    Err(AppError::field_error(ErrorCode::NotFound, "propertyIds", "there is no such property"))
}
