//! Invitations to the team as its managers see them.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id;

use super::property_keys;
use crate::graphql::community::Property;
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::people::{Language, Role};
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_user_errors};
use crate::graphql::scalars::{DateTime, decode_id, encode_id};
use application::error::AppError;
use application::identity::invite_member::{NewMember, invite_member, revoke_invitation};
use application::identity::list_invitations::{TeamInvitation, sent_invitation};

/// An invitation to the team that nobody has accepted yet.
pub struct MemberInvitation(pub TeamInvitation);

/// An invitation to the team that nobody has accepted yet.
#[Object]
impl MemberInvitation {
    /// `minv_…`
    async fn id(&self) -> ID {
        encode_id::<id::Invitation>(self.0.row.id)
    }
    /// Full name.
    async fn name(&self) -> &str {
        &self.0.row.name
    }
    /// Where it was sent.
    async fn email(&self) -> &str {
        &self.0.row.email
    }
    /// What they will be.
    async fn role(&self) -> Role {
        Role::from_member(self.0.row.role.unwrap_or(domain::roles::Role::PropertyManager))
    }
    /// Properties they will work on.
    async fn properties(&self) -> Vec<Property> {
        self.0.properties.iter().cloned().map(Property).collect()
    }
    /// When it was sent.
    async fn sent_at(&self) -> DateTime {
        DateTime::stored(self.0.row.created_at)
    }
    /// When it ends.
    async fn expires_at(&self) -> DateTime {
        DateTime::stored(self.0.row.expires_at)
    }
    /// Whether it is too old: invite again.
    async fn is_expired(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.is_expired(ctx.app()?))
    }
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
                let sent = sent_invitation(ctx.app()?, caller, row).await.or_internal_error(ctx)?;
                let invitation = sent.map(MemberInvitation);
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
