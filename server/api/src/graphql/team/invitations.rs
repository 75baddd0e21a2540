//! Invitations to the team as its managers see them.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::id::Uuid;
use domain::roles::Permission;
use entity::{invitation, property};

use super::super::community::Property;
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, UserErrorPayload, into_user_errors};
use super::super::people::{Language, Role};
use super::super::scalars::{DateTime, decode_id, encode_id};
use super::property_keys;
use application::error::AppError;
use application::identity::invite_member::{NewMember, invite_member, revoke_invitation};
use store::Scope;

/// An invitation to the team that nobody has accepted yet.
pub struct MemberInvitation {
    row: invitation::Model,
    properties: Vec<property::Model>,
}

/// An invitation to the team that nobody has accepted yet.
#[Object]
impl MemberInvitation {
    /// `minv_…`
    async fn id(&self) -> ID {
        encode_id::<id::Invitation>(self.row.id)
    }
    /// Full name.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// Where it was sent.
    async fn email(&self) -> &str {
        &self.row.email
    }
    /// What they will be.
    async fn role(&self) -> Role {
        Role::from_member(self.row.role.unwrap_or(domain::roles::Role::PropertyManager))
    }
    /// Properties they will work on.
    async fn properties(&self) -> Vec<Property> {
        self.properties.iter().cloned().map(Property).collect()
    }
    /// When it was sent.
    async fn sent_at(&self) -> DateTime {
        DateTime::stored(self.row.created_at)
    }
    /// When it ends.
    async fn expires_at(&self) -> DateTime {
        DateTime::stored(self.row.expires_at)
    }
    /// Whether it is too old: invite again.
    async fn is_expired(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.row.expires_at <= ctx.app()?.now_ms())
    }
}

/// Invitations with their properties: two statements whatever their number.
async fn with_properties(
    ctx: &Context<'_>,
    scope: &Scope,
    rows: Vec<invitation::Model>,
) -> Result<Vec<MemberInvitation>> {
    let connection = ctx.app()?.db.read();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let pairs = store::invitations::properties(connection, &ids).await.or_internal_error(ctx)?;
    let known = store::properties::all_properties(connection, scope).await.or_internal_error(ctx)?;
    let invitation = |row: invitation::Model| {
        let named = |property: &&property::Model| {
            pairs.iter().any(|pair| pair.invitation_id == row.id && pair.property_id == property.id)
        };
        let properties = known.iter().filter(named).cloned().collect();
        MemberInvitation { row, properties }
    };
    Ok(rows.into_iter().map(invitation).collect())
}

/// The open invitations to an organization's team; empty for who may not see them.
pub async fn of_organization(ctx: &Context<'_>, organization: Uuid) -> Result<Vec<MemberInvitation>> {
    let scope = ctx.caller()?.scope(Permission::ManageMembers).within(organization);
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let rows =
        store::invitations::to_team(ctx.app()?.db.read(), organization).await.or_internal_error(ctx)?;
    with_properties(ctx, &scope, rows).await
}

/// Whom to invite.
#[derive(InputObject)]
pub struct MemberInviteInput {
    /// Full name.
    name: String,
    /// Address.
    email: String,
    /// Language of the mail.
    language: Language,
    /// What they will be.
    role: Role,
    /// Properties of a property manager, at least one.
    property_ids: Option<Vec<ID>>,
}

/// The invitation.
#[derive(SimpleObject)]
pub struct MemberInvitePayload {
    /// The invitation.
    invitation: Option<MemberInvitation>,
    /// Why nobody was invited.
    user_errors: Vec<UserErrorPayload>,
}

/// The invitation that is gone.
#[derive(SimpleObject)]
pub struct MemberInvitationRevokePayload {
    /// Its id.
    revoked_id: Option<ID>,
    /// Why it is still there.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of invitations to the team.
#[derive(Default)]
pub struct MemberInvitationMutation;

/// Mutations of invitations to the team.
#[Object]
impl MemberInvitationMutation {
    /// Mails an invitation to the team; it replaces the one before to the same address.
    async fn member_invite(
        &self,
        ctx: &Context<'_>,
        organization_id: ID,
        input: MemberInviteInput,
    ) -> Result<MemberInvitePayload> {
        let new = NewMember {
            name: input.name,
            email: input.email,
            language: input.language.into(),
            role: input.role.into(),
            properties: property_keys(input.property_ids.unwrap_or_default()),
        };
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Organization>(&organization_id) {
            Some(key) => invite_member(ctx.app()?, caller, key, &new).await,
            None => Err(AppError::not_found("organization")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(row) => {
                let scope = caller.scope(Permission::ManageMembers).within(row.organization_id);
                let invitation = with_properties(ctx, &scope, vec![row]).await?.pop();
                MemberInvitePayload { invitation, user_errors: Vec::new() }
            }
            Err(user_errors) => MemberInvitePayload { invitation: None, user_errors },
        })
    }

    /// Withdraws an invitation.
    async fn member_invitation_revoke(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<MemberInvitationRevokePayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Invitation>(&id) {
            Some(key) => revoke_invitation(ctx.app()?, caller, key).await,
            None => Err(AppError::not_found("invitation")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(()) => MemberInvitationRevokePayload { revoked_id: Some(id), user_errors: Vec::new() },
            Err(user_errors) => MemberInvitationRevokePayload { revoked_id: None, user_errors },
        })
    }
}
