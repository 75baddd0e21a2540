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

/// An invitation to the team that was not accepted yet.
pub struct MemberInvitation(pub TeamInvitation);

/// An invitation to the team that was not accepted yet.
#[Object]
impl MemberInvitation {
    /// Unique id, starting with `minv_`.
    async fn id(&self) -> ID {
        encode_id::<id::Invitation>(self.0.row.id)
    }
    /// Name of the invited person.
    async fn name(&self) -> &str {
        &self.0.row.name
    }
    /// Email address the invitation was sent to.
    async fn email(&self) -> &str {
        &self.0.row.email
    }
    /// Role the person will have.
    async fn role(&self) -> Role {
        self.0.row.role.unwrap_or(domain::roles::Role::PropertyManager).into()
    }
    /// Properties the person will manage; empty for organization managers, who manage all.
    async fn properties(&self) -> Vec<Property> {
        self.0.properties.iter().cloned().map(Property).collect()
    }
    /// When the invitation was sent.
    async fn sent_at(&self) -> DateTime {
        DateTime::stored(self.0.row.created_at)
    }
    /// When it expires, 14 days after it was sent.
    async fn expires_at(&self) -> DateTime {
        DateTime::stored(self.0.row.expires_at)
    }
    /// Whether it has expired; invite the person again.
    async fn is_expired(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.0.is_expired(ctx.app()?))
    }
}

/// Whom to invite to the team, in which role.
#[derive(InputObject)]
pub struct MemberInviteInput {
    /// Full name, 1 to 100 characters in one line.
    name: String,
    /// Email address to send the invitation to.
    email: String,
    /// Language of the invitation email.
    language: Language,
    /// Role the person will have.
    role: Role,
    /// Ids of the properties a property manager will manage, at least one; ignored for organization managers.
    property_ids: Option<Vec<ID>>,
}

/// Result of `memberInvite`.
#[derive(SimpleObject)]
pub struct MemberInvitePayload {
    /// The invitation; null when the call failed.
    invitation: Option<MemberInvitation>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `memberInvitationRevoke`.
#[derive(SimpleObject)]
pub struct MemberInvitationRevokePayload {
    /// Id of the revoked invitation; null when the call failed.
    revoked_id: Option<ID>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of invitations to the team.
#[derive(Default)]
pub struct MemberInvitationMutation;

/// Mutations of invitations to the team.
#[Object]
impl MemberInvitationMutation {
    /// Emails an invitation to the team, valid once and for 14 days; an earlier one to the same address stops
    /// working. For organization managers.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `INVALID_VALUE`, `INVALID_EMAIL`, `ALREADY_MEMBER`,
    /// `TOO_MANY_REQUESTS`.
    async fn member_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the organization, starting with `org_`.")] organization_id: ID,
        #[graphql(desc = "Whom to invite, in which role.")] input: MemberInviteInput,
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

    /// Revokes an invitation that was not accepted yet. For organization managers.
    ///
    /// User errors: `NOT_FOUND`.
    async fn member_invitation_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the invitation, starting with `minv_`.")] id: ID,
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
