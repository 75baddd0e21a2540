//! Sessions: the rows behind cookies.

use domain::id::{SessionId, UserId};
use domain::instant::Instant;
use entity::{session, user};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Select};

use super::{StoreResult, Txn};

/// Makes a session.
pub async fn insert(txn: &Txn, row: session::Model) -> StoreResult<()> {
    session::Entity::insert(row.into_active_model()).exec(txn).await?;
    Ok(())
}

/// The session of a cookie's hash that lives at `now`.
pub async fn by_hash(
    connection: &impl ConnectionTrait,
    hash: &str,
    now: Instant,
) -> StoreResult<Option<session::Model>> {
    Ok(live(hash, now).one(connection).await?)
}

/// The same with whose it is.
pub async fn with_user(
    connection: &impl ConnectionTrait,
    hash: &str,
    now: Instant,
) -> StoreResult<Option<(session::Model, user::Model)>> {
    let query = live(hash, now).find_also_related(user::Entity);
    Ok(query.one(connection).await?.and_then(|(session, user)| Some((session, user?))))
}

fn live(hash: &str, now: Instant) -> Select<session::Entity> {
    session::Entity::find()
        .filter(session::Column::TokenHash.eq(hash))
        .filter(session::Column::ExpiresAt.gt(now))
}

/// A person's sessions that are whole, have not ended and were used since `idle_since`; the latest used first.
pub async fn of_user(
    connection: &impl ConnectionTrait,
    user: UserId,
    now: Instant,
    idle_since: Instant,
) -> StoreResult<Vec<session::Model>> {
    let query = session::Entity::find()
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::AwaitsSecondFactor.eq(false))
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::LastSeenAt.gte(idle_since))
        .order_by_desc(session::Column::LastSeenAt)
        .order_by_desc(session::Column::Id);
    Ok(query.all(connection).await?)
}

/// Notes that a session was used, and from where.
pub async fn touch(
    connection: &impl ConnectionTrait,
    id: SessionId,
    now: Instant,
    network: &str,
) -> StoreResult<()> {
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::val(now))
        .col_expr(session::Column::Network, Expr::val(network))
        .filter(session::Column::Id.eq(id))
        .exec(connection)
        .await?;
    Ok(())
}

/// Ends one session of a person; false when there is none.
pub async fn end(txn: &Txn, user: UserId, id: SessionId) -> StoreResult<bool> {
    let done = session::Entity::delete_many()
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::Id.eq(id))
        .exec(txn)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends a person's sessions but one; gives how many ended.
pub async fn end_others(txn: &Txn, user: UserId, but: Option<SessionId>) -> StoreResult<u64> {
    let mut query = session::Entity::delete_many().filter(session::Column::UserId.eq(user));
    if let Some(but) = but {
        query = query.filter(session::Column::Id.ne(but));
    }
    Ok(query.exec(txn).await?.rows_affected)
}

/// Forgets sessions that ended before an instant.
pub async fn delete_expired(connection: &impl ConnectionTrait, now: Instant) -> StoreResult<()> {
    session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(now)).exec(connection).await?;
    Ok(())
}
