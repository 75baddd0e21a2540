//! The team of an organization.

use domain::id::{MemberId, OrganizationId, PropertyId, UserId};
use domain::roles::Role;
use entity::{member, member_property, user};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};

use super::{Cursor, Page, PageRequest, ROW_LOCK, Scope, SortKey, StoreResult, Txn};

/// A member with their account.
pub type MemberRow = (member::Model, user::Model);

fn member_row((member, user): (member::Model, Option<user::Model>)) -> Option<MemberRow> {
    Some((member, user?))
}

/// A page of an organization's team by name. It comes from a scope that let it through.
pub async fn list(
    connection: &impl ConnectionTrait,
    organization: OrganizationId,
    page: &PageRequest,
) -> StoreResult<Page<MemberRow>> {
    let query = member::Entity::find()
        .find_also_related(user::Entity)
        .filter(member::Column::OrganizationId.eq(organization));
    let key = SimpleExpr::from(Expr::col((user::Entity, user::Column::Name)));
    let id = SimpleExpr::from(Expr::col((member::Entity, member::Column::Id)));
    let rows = page.apply(query, &key, &id, false).all(connection).await?;
    let rows = rows.into_iter().filter_map(member_row).collect();
    Ok(page.to_page(rows, |(member, user): &MemberRow| Cursor {
        key: SortKey::Text(user.name.clone()),
        id: member.id.uuid(),
    }))
}

/// How many members a team has.
pub async fn count(connection: &impl ConnectionTrait, organization: OrganizationId) -> StoreResult<u64> {
    let query = member::Entity::find().filter(member::Column::OrganizationId.eq(organization));
    Ok(query.count(connection).await?)
}

/// One member of a scope's organizations.
pub async fn get(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: MemberId,
) -> StoreResult<Option<MemberRow>> {
    let query = member::Entity::find_by_id(id)
        .find_also_related(user::Entity)
        .filter(member::Column::OrganizationId.is_in(scope.organizations()));
    Ok(query.one(connection).await?.and_then(member_row))
}

/// Whether a person belongs to a team.
pub async fn is_member(
    connection: &impl ConnectionTrait,
    organization: OrganizationId,
    user: UserId,
) -> StoreResult<bool> {
    let query = member::Entity::find()
        .filter(member::Column::OrganizationId.eq(organization))
        .filter(member::Column::UserId.eq(user));
    Ok(query.one(connection).await?.is_some())
}

/// The managers of an organization, locked, so that two can't leave it at once.
pub async fn lock_managers(txn: &Txn, organization: OrganizationId) -> StoreResult<Vec<member::Model>> {
    let query = member::Entity::find()
        .filter(member::Column::OrganizationId.eq(organization))
        .filter(member::Column::Role.eq(Role::OrganizationManager));
    Ok(query.lock(ROW_LOCK).all(txn).await?)
}

/// Adds somebody to a team with their properties.
pub async fn insert(txn: &Txn, row: member::Model, properties: &[PropertyId]) -> StoreResult<()> {
    let (id, organization) = (row.id, row.organization_id);
    member::Entity::insert(row.into_active_model()).exec(txn).await?;
    assign(txn, organization, id, properties).await
}

/// Changes role and properties.
pub async fn update(
    txn: &Txn,
    row: &member::Model,
    role: &str,
    properties: &[PropertyId],
) -> StoreResult<()> {
    member::Entity::update_many()
        .col_expr(member::Column::Role, Expr::val(role))
        .filter(member::Column::Id.eq(row.id))
        .exec(txn)
        .await?;
    member_property::Entity::delete_many()
        .filter(member_property::Column::MemberId.eq(row.id))
        .exec(txn)
        .await?;
    assign(txn, row.organization_id, row.id, properties).await
}

async fn assign(
    txn: &Txn,
    organization: OrganizationId,
    member: MemberId,
    properties: &[PropertyId],
) -> StoreResult<()> {
    if properties.is_empty() {
        return Ok(());
    }
    let rows = properties.iter().map(|property| {
        member_property::Model { member_id: member, property_id: *property, organization_id: organization }
            .into_active_model()
    });
    member_property::Entity::insert_many(rows).exec(txn).await?;
    Ok(())
}

/// Takes somebody off a team.
pub async fn delete(txn: &Txn, id: MemberId) -> StoreResult<()> {
    member::Entity::delete_by_id(id).exec(txn).await?;
    Ok(())
}
