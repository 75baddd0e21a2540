//! Accepting an invitation: the account is set up, or taken where the address has one, and signed in. The link
//! came by mail, so whoever has it has the mailbox.

use domain::audit::AuditAction;
use domain::community::ResidentStatus;
use domain::id::{PropertyId, ResidentId};
use domain::instant::Instant;
use domain::session::SignInMethod;
use entity::{invitation, member, organization, user};
use locales::Language;
use serde_json::json;

use super::session::{self, SignedIn};
use super::{ClientInfo, attempts, password};
use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::{AppError, AppResult, ErrorCode};
use crate::link_token::LinkPurpose;
use crate::unit_of_work::UnitOfWork;
use crate::{link_token, validation};
use store::Scope;

/// How to accept; name, language and password only count for a new account.
#[derive(Debug, Clone, Default)]
pub struct InvitationAcceptance {
    /// Full name; the invited one when left out.
    pub name: Option<String>,
    /// Language; the invitation's when left out.
    pub language: Option<Language>,
    /// To sign in by password besides links.
    pub password: Option<String>,
}

/// What a token leads to.
#[derive(Debug, Clone)]
pub struct InvitationPreview {
    /// The invitation.
    pub invitation: invitation::Model,
    /// Who invites.
    pub organization: organization::Model,
    /// Name of the property a resident lives in.
    pub property: Option<String>,
    /// The address has an account already.
    pub has_account: bool,
}

fn invalid() -> AppError {
    let why = "the invitation was used, replaced, withdrawn or is too old; ask for a new one";
    AppError::user_error(ErrorCode::InvitationInvalid, why)
}

fn is_open(row: &invitation::Model, now: Instant) -> bool {
    row.accepted_at.is_none() && row.ended_at.is_none() && row.expires_at > now
}

/// What a token leads to; none when it leads nowhere any more.
pub async fn preview(
    app: &App,
    token: &str,
    client_info: &ClientInfo,
) -> AppResult<Option<InvitationPreview>> {
    attempts::allow_network(app, attempts::TOKENS_BY_NETWORK, client_info.network).await?;
    let Some(id) = link_token::verify(&app.secret_key, LinkPurpose::Invitation, token) else {
        return Ok(None);
    };
    let connection = app.db.read();
    let found = store::invitations::by_id(connection, id).await?;
    let Some(invitation) = found.filter(|row| is_open(row, app.now())) else { return Ok(None) };
    let scope = Scope::for_organization(invitation.organization_id);
    let organization =
        store::properties::organization(connection, &scope, invitation.organization_id).await?;
    let property = match invitation.resident_id {
        Some(resident) => resident_property_name(app, &scope, resident).await?,
        None => None,
    };
    let has_account = store::people::user_by_email(connection, &invitation.email).await?.is_some();
    Ok(organization.map(|organization| InvitationPreview { invitation, organization, property, has_account }))
}

async fn resident_property_name(app: &App, scope: &Scope, resident: ResidentId) -> AppResult<Option<String>> {
    let residencies = store::people::residencies_of(app.db.read(), &[resident]).await?;
    let Some(first) = residencies.first() else { return Ok(None) };
    let property = store::properties::property(app.db.read(), scope, first.property_id).await?;
    Ok(property.map(|property| property.name))
}

/// Accepts and signs in.
pub async fn accept_invitation(
    app: &App,
    token: &str,
    input: &InvitationAcceptance,
    client_info: &ClientInfo,
) -> AppResult<SignedIn> {
    attempts::allow_network(app, attempts::TOKENS_BY_NETWORK, client_info.network).await?;
    let id = link_token::verify(&app.secret_key, LinkPurpose::Invitation, token).ok_or_else(invalid)?;
    let now = app.now();
    let found = store::invitations::by_id(app.db.read(), id).await?;
    let row = found.filter(|row| is_open(row, now)).ok_or_else(invalid)?;
    let account = store::people::user_by_email(app.db.read(), &row.email).await?;
    let account = match account {
        Some(account) => account,
        None => new_account(app, &row, input).await?,
    };

    let mut work = app.begin().await?;
    let row = store::invitations::lock(work.txn(), id).await?;
    let row = row.filter(|row| is_open(row, now)).ok_or_else(invalid)?;
    let user = store::people::insert_or_get_user(work.txn(), account).await?;
    // Before residents and audit chains: the order of locks of everything that changes an account.
    store::people::lock_user(work.txn(), user.id).await?;
    store::invitations::close(work.txn(), id, invitation::Column::AcceptedAt, now).await?;
    let actor = Actor::person(&user, Some(client_info.network.to_string()));
    match row.resident_id {
        Some(resident) => join_as_resident(&mut work, resident, &user, &actor).await?,
        None => join_as_member(&mut work, &row, &user, &actor).await?,
    }
    let begun = session::begin(&mut work, &user, SignInMethod::Invitation, client_info).await?;
    work.commit().await?;
    session::signed_in(app, user, begun, client_info).await
}

async fn new_account(
    app: &App,
    row: &invitation::Model,
    input: &InvitationAcceptance,
) -> AppResult<user::Model> {
    let name = validation::parse_name("name", input.name.as_deref().unwrap_or(&row.name), 100)?;
    let password_hash = match input.password.as_deref().filter(|password| !password.is_empty()) {
        Some(chosen) => {
            password::check("password", chosen, &[&row.email, &name, "propty"]).await?;
            Some(password::hash(app, chosen).await?)
        }
        None => None,
    };
    let language = input.language.unwrap_or(row.language);
    Ok(user::Model {
        id: app.new_id(),
        email: row.email.clone(),
        name,
        language,
        password_hash,
        second_factor_salt: None,
        second_factor_enabled_at: None,
        second_factor_step: None,
        created_at: app.now(),
    })
}

async fn join_as_member(
    work: &mut UnitOfWork<'_>,
    row: &invitation::Model,
    user: &user::Model,
    actor: &Actor,
) -> AppResult<()> {
    let app = work.app();
    // Somebody who was invited twice under one address joins once.
    if store::members::is_member(work.txn(), row.organization_id, user.id).await? {
        return Ok(());
    }
    let role = row.role.ok_or_else(|| AppError::Internal("an invitation without a role".into()))?;
    let properties = store::invitations::properties(work.txn(), &[row.id]).await?;
    let properties: Vec<PropertyId> = properties.iter().map(|row| row.property_id).collect();
    let new = member::Model {
        id: app.new_id(),
        organization_id: row.organization_id,
        user_id: user.id,
        role,
        created_at: app.now(),
    };
    let detail = json!({ "role": new.role });
    let what = AuditedAction::new(AuditAction::MemberJoined, new.id, user.name.as_str());
    store::members::insert(work.txn(), new.clone(), &properties).await?;
    work.audit(actor, row.organization_id, what, &detail);
    Ok(())
}

async fn join_as_resident(
    work: &mut UnitOfWork<'_>,
    id: ResidentId,
    user: &user::Model,
    actor: &Actor,
) -> AppResult<()> {
    let resident = store::community::lock_resident_by_id(work.txn(), id).await?;
    let mut resident = resident.filter(|row| row.status != ResidentStatus::Inactive).ok_or_else(invalid)?;
    resident.user_id = Some(user.id);
    resident.status = ResidentStatus::Active;
    resident.language.clone_from(&user.language);
    let organization = resident.organization_id;
    store::community::save_resident(work.txn(), resident).await?;
    let what = AuditedAction::new(AuditAction::ResidentJoined, id, user.name.as_str());
    work.audit(actor, organization, what, &json!({}));
    Ok(())
}
