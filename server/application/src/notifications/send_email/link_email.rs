//! Mail that carries a link: its token is made here, at the last moment, so that none waits in the database. A
//! dead link helps nobody and is not sent.

use domain::id::Uuid;
use domain::roles::Role;
use entity::email;

use crate::app::App;
use crate::link_token::{self, LinkPurpose};
use crate::notifications::email::{EmailContent, InvitedRole};
use store::{StoreError, StoreResult};

/// What a message with a link says; none when the link is dead.
pub(super) async fn content(app: &App, row: &email::Model, link: Uuid) -> StoreResult<Option<EmailContent>> {
    match row.kind.as_str() {
        "sign_in_link" => sign_in(app, row, link).await,
        "member_invitation" | "resident_invitation" => invitation(app, row, link).await,
        "sign_up" => sign_up_confirmation(app, row, link).await,
        other => Err(StoreError::Corrupt(format!("no mail with a link is called {other}"))),
    }
}

/// The token stands behind the hash, so that it never reaches a server's log or a referrer.
fn address(app: &App, path: &str, purpose: LinkPurpose, id: Uuid) -> String {
    let token = link_token::create(&app.secret_key, purpose, id);
    format!("{}{path}#token={token}", app.base_url)
}

async fn sign_in(app: &App, row: &email::Model, link: Uuid) -> StoreResult<Option<EmailContent>> {
    let Some(link) = store::people::sign_in_link(app.db.read(), link).await? else { return Ok(None) };
    if link.expires_at <= app.now_ms() || link.consumed_at.is_some() {
        return Ok(None);
    }
    let path = format!("/{}/sign-in/link", link.audience);
    Ok(Some(EmailContent::SignInLink {
        recipient_name: row.to_name.clone(),
        url: address(app, &path, LinkPurpose::SignIn, link.id),
        minutes: u64::try_from(link_token::SIGN_IN_MINUTES).unwrap_or_default(),
    }))
}

async fn invitation(app: &App, row: &email::Model, link: Uuid) -> StoreResult<Option<EmailContent>> {
    let Some(found) = store::invitations::by_id(app.db.read(), link).await? else { return Ok(None) };
    if found.accepted_at.is_some() || found.ended_at.is_some() || found.expires_at <= app.now_ms() {
        return Ok(None);
    }
    let (role, path) = match found.role {
        None => (InvitedRole::Resident, "/portal/invitation"),
        Some(Role::OrganizationManager) => (InvitedRole::OrganizationManager, "/admin/invitation"),
        Some(_) => (InvitedRole::PropertyManager, "/admin/invitation"),
    };
    let inviter = store::people::user(app.db.read(), found.invited_by).await?;
    Ok(Some(EmailContent::Invitation {
        recipient_name: row.to_name.clone(),
        role,
        inviter: inviter.map(|user| user.name).unwrap_or_default(),
        url: address(app, path, LinkPurpose::Invitation, found.id),
        days: u64::try_from(link_token::INVITATION_DAYS).unwrap_or_default(),
    }))
}

async fn sign_up_confirmation(
    app: &App,
    row: &email::Model,
    link: Uuid,
) -> StoreResult<Option<EmailContent>> {
    let Some(found) = store::invitations::sign_up(app.db.read(), link).await? else { return Ok(None) };
    if found.consumed_at.is_some() || found.expires_at <= app.now_ms() {
        return Ok(None);
    }
    Ok(Some(EmailContent::SignUp {
        recipient_name: row.to_name.clone(),
        url: address(app, "/admin/sign-up/confirm", LinkPurpose::SignUp, found.id),
        organization: found.organization_name,
        hours: u64::try_from(link_token::SIGN_UP_HOURS).unwrap_or_default(),
    }))
}
