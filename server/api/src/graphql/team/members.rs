//! The team of an organization.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, Id, MemberId};

use super::property_keys;
use crate::graphql::community::Property;
use crate::graphql::connection::connection;
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::people::Role;
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_user_errors};
use crate::graphql::scalars::{DateTime, decode_id, encode_id};
use application::error::AppError;
use application::identity::list_members::{self, TeamMember};
use application::identity::remove_member::remove_member;
use application::identity::update_member::update_member;

/// A person on the team of an organization.
pub struct Member(pub TeamMember);

/// A person on the team of an organization.
#[Object]
impl Member {
    /// Unique id, starting with `mem_`.
    pub async fn id(&self) -> ID {
        encode_id::<id::Member>(self.0.row.0.id)
    }
    /// Full name of the person.
    async fn name(&self) -> &str {
        &self.0.row.1.name
    }
    /// Email address the person signs in with.
    async fn email(&self) -> &str {
        &self.0.row.1.email
    }
    /// What the person may do in the organization.
    async fn role(&self) -> Role {
        self.0.row.0.role.into()
    }
    /// Properties assigned to a property manager; empty for organization managers, who manage all.
    async fn properties(&self) -> Vec<Property> {
        self.0.properties.iter().cloned().map(Property).collect()
    }
    /// Whether the person has enabled a second factor.
    async fn second_factor_enabled(&self) -> bool {
        self.0.row.1.second_factor_enabled_at.is_some()
    }
    /// Whether the member is the caller.
    async fn is_viewer(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.is_person(self.0.row.1.id))
    }
    /// When the person joined the team.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.row.0.created_at)
    }
}

connection!(MemberConnection, MemberEdge, Member, "members");

/// A member by key.
pub(in crate::graphql) async fn member_by_key(ctx: &Context<'_>, key: MemberId) -> Result<Option<Member>> {
    Ok(list_members::member(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?.map(Member))
}

/// New role and properties of a member.
#[derive(InputObject)]
pub struct MemberUpdateInput {
    /// Role the member has from now on.
    role: Role,
    /// Ids of the properties a property manager manages from now on, at least one; ignored for organization
    /// managers.
    property_ids: Option<Vec<ID>>,
}

/// Result of `memberUpdate`.
#[derive(SimpleObject)]
pub struct MemberUpdatePayload {
    /// The member after the change; null when the call failed.
    member: Option<Member>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `memberRemove`.
#[derive(SimpleObject)]
pub struct MemberRemovePayload {
    /// Id of the removed member; null when the call failed.
    removed_id: Option<ID>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of the team.
#[derive(Default)]
pub struct MemberMutation;

/// Mutations of the team.
#[Object]
impl MemberMutation {
    /// Changes the role and the properties of a member, in force at once. For organization managers.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `LAST_MANAGER`.
    async fn member_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the member, starting with `mem_`.")] id: ID,
        #[graphql(desc = "The new role and properties.")] input: MemberUpdateInput,
    ) -> Result<MemberUpdatePayload> {
        let properties = property_keys(input.property_ids.unwrap_or_default());
        let (caller, member) = (ctx.caller()?, decode_id::<id::Member>(&id));
        let outcome = match member {
            Some(key) => update_member(ctx.app()?, caller, key, input.role.into(), &properties).await,
            None => Err(AppError::not_found("member")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(()) => MemberUpdatePayload {
                member: member_by_key(ctx, member.unwrap_or_else(Id::nil)).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => MemberUpdatePayload { member: None, user_errors },
        })
    }

    /// Removes a member from the team; access ends at once, and what the person did stays recorded. For
    /// organization managers.
    ///
    /// User errors: `NOT_FOUND`, `LAST_MANAGER`.
    async fn member_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the member, starting with `mem_`.")] id: ID,
    ) -> Result<MemberRemovePayload> {
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Member>(&id) {
            Some(key) => remove_member(ctx.app()?, caller, key).await,
            None => Err(AppError::not_found("member")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(()) => MemberRemovePayload { removed_id: Some(id), user_errors: Vec::new() },
            Err(user_errors) => MemberRemovePayload { removed_id: None, user_errors },
        })
    }
}
