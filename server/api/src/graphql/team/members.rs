//! The team of an organization.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::id::Uuid;

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

/// Somebody on the team.
pub struct Member(pub TeamMember);

/// Somebody on the team.
#[Object]
impl Member {
    /// `mem_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::Member>(self.0.row.0.id)
    }
    /// Full name.
    async fn name(&self) -> &str {
        &self.0.row.1.name
    }
    /// Address they sign in with.
    async fn email(&self) -> &str {
        &self.0.row.1.email
    }
    /// What they may do.
    async fn role(&self) -> Role {
        Role::from_member(self.0.row.0.role)
    }
    /// Properties a property manager works on; empty for organization managers, who work on all.
    async fn properties(&self) -> Vec<Property> {
        self.0.properties.iter().cloned().map(Property).collect()
    }
    /// Whether they have a second factor.
    async fn second_factor_enabled(&self) -> bool {
        self.0.row.1.second_factor_enabled_at.is_some()
    }
    /// Whether it is who asks.
    async fn is_viewer(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.is_person(self.0.row.1.id))
    }
    /// When they joined.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.row.0.created_at)
    }
}

connection!(MemberConnection, MemberEdge, Member);

/// A member by key.
pub(in crate::graphql) async fn member_by_key(ctx: &Context<'_>, key: Uuid) -> Result<Option<Member>> {
    Ok(list_members::member(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?.map(Member))
}

/// Role and properties.
#[derive(InputObject)]
pub struct MemberUpdateInput {
    /// What they are from now on.
    role: Role,
    /// Properties of a property manager, at least one.
    property_ids: Option<Vec<ID>>,
}

/// The member as they are now.
#[derive(SimpleObject)]
pub struct MemberUpdatePayload {
    /// The member.
    member: Option<Member>,
    /// Why nothing was changed.
    user_errors: Vec<UserErrorPayload>,
}

/// The member who is gone.
#[derive(SimpleObject)]
pub struct MemberRemovePayload {
    /// Their id.
    removed_id: Option<ID>,
    /// Why they are still there.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of the team.
#[derive(Default)]
pub struct MemberMutation;

/// Mutations of the team.
#[Object]
impl MemberMutation {
    /// Changes a member's role and properties.
    async fn member_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: MemberUpdateInput,
    ) -> Result<MemberUpdatePayload> {
        let properties = property_keys(input.property_ids.unwrap_or_default());
        let (caller, member) = (ctx.caller()?, decode_id::<id::Member>(&id));
        let outcome = match member {
            Some(key) => update_member(ctx.app()?, caller, key, input.role.into(), &properties).await,
            None => Err(AppError::not_found("member")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(()) => MemberUpdatePayload {
                member: member_by_key(ctx, member.unwrap_or_default()).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => MemberUpdatePayload { member: None, user_errors },
        })
    }

    /// Takes somebody off the team; what they did stays.
    async fn member_remove(&self, ctx: &Context<'_>, id: ID) -> Result<MemberRemovePayload> {
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
