//! Counters that bound how often something may be tried in a window of time. One statement counts and tells, so
//! that attempts at the same moment can't slip through together.

use domain::instant::Instant;
use entity::attempt_counter;
use jiff::SignedDuration;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};

use super::{StoreError, StoreResult};

/// Counts an attempt; gives the window it fell into with the attempts in it, this one included.
pub async fn increment(
    connection: &impl ConnectionTrait,
    bucket: &str,
    now: Instant,
    window: SignedDuration,
) -> StoreResult<attempt_counter::Model> {
    let began_before = now - window;
    let sql = "INSERT INTO attempt_counters (bucket, began_at, count) VALUES ($1, $2, 1) \
               ON CONFLICT (bucket) DO UPDATE SET \
               count = CASE WHEN attempt_counters.began_at <= $3 THEN 1 ELSE attempt_counters.count + 1 END, \
               began_at = CASE WHEN attempt_counters.began_at <= $4 THEN $5 ELSE attempt_counters.began_at END \
               RETURNING bucket, began_at, count";
    let values = [bucket.into(), now.into(), began_before.into(), began_before.into(), now.into()];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let row = attempt_counter::Model::find_by_statement(statement).one(connection).await?;
    row.ok_or_else(|| StoreError::Corrupt("an attempt was not counted".into()))
}

/// Forgets a counter.
pub async fn reset(connection: &impl ConnectionTrait, bucket: &str) -> StoreResult<()> {
    attempt_counter::Entity::delete_by_id(bucket.to_owned()).exec(connection).await?;
    Ok(())
}

/// Forgets the counters whose windows began before an instant.
pub async fn delete_before(connection: &impl ConnectionTrait, began_before: Instant) -> StoreResult<()> {
    attempt_counter::Entity::delete_many()
        .filter(attempt_counter::Column::BeganAt.lt(began_before))
        .exec(connection)
        .await?;
    Ok(())
}
