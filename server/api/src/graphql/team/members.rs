//! The team of an organization.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::id::Uuid;
use domain::roles::Permission;
use entity::property;

use super::super::community::Property;
use super::super::connection::{CountQuery, connection};
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, UserErrorPayload, into_user_errors};
use super::super::people::Role;
use super::super::scalars::{DateTime, decode_id, encode_id};
use super::property_keys;
use application::error::AppError;
use application::identity::remove_member::remove_member;
use application::identity::update_member::update_member;
use store::members::MemberRow;
use store::{Page, PageRequest, Scope, StoreResult};

/// Somebody on the team.
pub struct Member {
    row: MemberRow,
    properties: Vec<property::Model>,
}

/// Somebody on the team.
#[Object]
impl Member {
    /// `mem_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::Member>(self.row.0.id)
    }
    /// Full name.
    async fn name(&self) -> &str {
        &self.row.1.name
    }
    /// Address they sign in with.
    async fn email(&self) -> &str {
        &self.row.1.email
    }
    /// What they may do.
    async fn role(&self) -> Role {
        Role::from_member(self.row.0.role)
    }
    /// Properties a property manager works on; empty for organization managers, who work on all.
    async fn properties(&self) -> Vec<Property> {
        self.properties.iter().cloned().map(Property).collect()
    }
    /// Whether they have a second factor.
    async fn second_factor_enabled(&self) -> bool {
        self.row.1.second_factor_enabled_at.is_some()
    }
    /// Whether it is who asks.
    async fn is_viewer(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.is_person(self.row.1.id))
    }
    /// When they joined.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.row.0.created_at)
    }
}

connection!(MemberConnection, MemberEdge, Member);

/// Members with their properties: two statements whatever their number.
async fn with_properties(ctx: &Context<'_>, scope: &Scope, rows: Vec<MemberRow>) -> Result<Vec<Member>> {
    let connection = ctx.app()?.db.read();
    let ids: Vec<Uuid> = rows.iter().map(|(member, _)| member.id).collect();
    let assigned = store::people::assigned_properties(connection, &ids).await.or_internal_error(ctx)?;
    let known = store::properties::all_properties(connection, scope).await.or_internal_error(ctx)?;
    let member = |row: MemberRow| {
        let mine = |property: &&property::Model| {
            assigned.iter().any(|pair| pair.member_id == row.0.id && pair.property_id == property.id)
        };
        let properties = known.iter().filter(mine).cloned().collect();
        Member { row, properties }
    };
    Ok(rows.into_iter().map(member).collect())
}

/// A page of an organization's team; empty for who may not see it.
pub async fn list(ctx: &Context<'_>, organization: Uuid, page: &PageRequest) -> Result<MemberConnection> {
    let scope = ctx.caller()?.scope(Permission::ManageMembers).within(organization);
    let shown = if scope.is_empty() { Uuid::nil() } else { organization };
    let slice = store::members::list(ctx.app()?.db.read(), shown, page).await.or_internal_error(ctx)?;
    let (cursors, rows): (Vec<_>, Vec<_>) = slice.rows.into_iter().unzip();
    let rows = cursors.into_iter().zip(with_properties(ctx, &scope, rows).await?).collect();
    let slice = Page { rows, has_next: slice.has_next, has_previous: slice.has_previous };
    Ok(MemberConnection::new(slice, CountQuery::Members(shown), |member| member))
}

/// A member by key.
pub async fn get(ctx: &Context<'_>, key: Uuid) -> Result<Option<Member>> {
    let scope = ctx.caller()?.scope(Permission::ManageMembers);
    let found: StoreResult<Option<MemberRow>> = store::members::get(ctx.app()?.db.read(), &scope, key).await;
    let rows: Vec<MemberRow> = found.or_internal_error(ctx)?.into_iter().collect();
    Ok(with_properties(ctx, &scope, rows).await?.pop())
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
                member: get(ctx, member.unwrap_or_default()).await?,
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
