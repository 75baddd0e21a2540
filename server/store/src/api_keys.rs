//! Keys with which programs act for an organization.

use domain::id::{ApiKeyId, OrganizationId, PropertyId};
use domain::instant::Instant;
use entity::{api_key, api_key_property};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use super::{Scope, StoreResult, Txn};

/// Keeps a key with the properties it reaches.
pub async fn insert(txn: &Txn, row: api_key::Model, properties: &[PropertyId]) -> StoreResult<()> {
    let (id, organization) = (row.id, row.organization_id);
    api_key::Entity::insert(row.into_active_model()).exec(txn).await?;
    if properties.is_empty() {
        return Ok(());
    }
    let rows = properties.iter().map(|property| {
        api_key_property::Model { api_key_id: id, property_id: *property, organization_id: organization }
            .into_active_model()
    });
    api_key_property::Entity::insert_many(rows).exec(txn).await?;
    Ok(())
}

/// The key that a secret's hash names, whatever its state.
pub async fn by_hash(connection: &impl ConnectionTrait, hash: &str) -> StoreResult<Option<api_key::Model>> {
    Ok(api_key::Entity::find().filter(api_key::Column::SecretHash.eq(hash)).one(connection).await?)
}

/// One key of a scope's organizations.
pub async fn get(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: ApiKeyId,
) -> StoreResult<Option<api_key::Model>> {
    let query =
        api_key::Entity::find_by_id(id).filter(api_key::Column::OrganizationId.is_in(scope.organizations()));
    Ok(query.one(connection).await?)
}

/// An organization's keys, newest first. It comes from a scope that let it through.
pub async fn of_organization(
    connection: &impl ConnectionTrait,
    organization: OrganizationId,
) -> StoreResult<Vec<api_key::Model>> {
    let query = api_key::Entity::find()
        .filter(api_key::Column::OrganizationId.eq(organization))
        .order_by_desc(api_key::Column::Id)
        .limit(500);
    Ok(query.all(connection).await?)
}

/// The properties of several keys, as pairs.
pub async fn properties(
    connection: &impl ConnectionTrait,
    keys: &[ApiKeyId],
) -> StoreResult<Vec<api_key_property::Model>> {
    let query = api_key_property::Entity::find()
        .filter(api_key_property::Column::ApiKeyId.is_in(keys.iter().copied()));
    Ok(query.all(connection).await?)
}

/// Notes that a key was used, and from where.
pub async fn touch(txn: &Txn, id: ApiKeyId, now: Instant, network: &str) -> StoreResult<()> {
    api_key::Entity::update_many()
        .col_expr(api_key::Column::LastUsedAt, Expr::val(now))
        .col_expr(api_key::Column::LastNetwork, Expr::val(network))
        .filter(api_key::Column::Id.eq(id))
        .exec(txn)
        .await?;
    Ok(())
}

/// Ends a key for good; false when it had ended.
pub async fn revoke(txn: &Txn, id: ApiKeyId, now: Instant) -> StoreResult<bool> {
    let done = api_key::Entity::update_many()
        .col_expr(api_key::Column::RevokedAt, Expr::val(now))
        .filter(api_key::Column::Id.eq(id))
        .filter(api_key::Column::RevokedAt.is_null())
        .exec(txn)
        .await?;
    Ok(done.rows_affected == 1)
}
