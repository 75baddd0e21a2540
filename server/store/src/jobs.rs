//! The outbox's table: queueing inside the caller's transaction, leasing with a fencing token, finishing.

use domain::id::JobId;
use domain::instant::Instant;
use entity::job;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};

use super::{StoreResult, Txn};

/// Queues jobs, leaving out those whose key exists already. On PostgreSQL the workers are notified at commit.
pub async fn insert_all(txn: &Txn, rows: Vec<job::Model>) -> StoreResult<()> {
    let conflict = OnConflict::column(job::Column::Key).do_nothing().to_owned();
    for chunk in rows.chunks(500) {
        job::Entity::insert_many(chunk.iter().cloned().map(IntoActiveModel::into_active_model))
            .on_conflict(conflict.clone())
            .exec_without_returning(txn)
            .await?;
    }
    if txn.get_database_backend() == DbBackend::Postgres {
        txn.execute_unprepared("NOTIFY propty_jobs").await?;
    }
    Ok(())
}

/// Leases up to `limit` jobs that are due, oldest first.
pub async fn lease(
    connection: &impl ConnectionTrait,
    now: Instant,
    until: Instant,
    limit: u64,
) -> StoreResult<Vec<job::Model>> {
    let backend = connection.get_database_backend();
    let skip = if backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "UPDATE jobs SET lease = lease + 1, attempts = attempts + 1, leased_until = $1 WHERE id IN \
         (SELECT id FROM jobs WHERE finished_at IS NULL AND failed_at IS NULL AND run_at <= $2 \
          AND (leased_until IS NULL OR leased_until <= $3) ORDER BY run_at, id LIMIT $4 {skip}) RETURNING *"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [until.into(), now.into(), now.into(), limit.into()];
    let statement = Statement::from_sql_and_values(backend, sql, values);
    Ok(job::Model::find_by_statement(statement).all(connection).await?)
}

/// Prolongs a lease; false when somebody else holds the job now.
pub async fn renew(connection: &impl ConnectionTrait, row: &job::Model, until: Instant) -> StoreResult<bool> {
    let done = leased(row).col_expr(job::Column::LeasedUntil, Expr::val(until)).exec(connection).await?;
    Ok(done.rows_affected == 1)
}

/// Marks a job as done; false when the lease was lost.
pub async fn finish(connection: &impl ConnectionTrait, row: &job::Model, now: Instant) -> StoreResult<bool> {
    let done = leased(row)
        .col_expr(job::Column::FinishedAt, Expr::val(now))
        .col_expr(job::Column::LeasedUntil, Expr::val(None::<Instant>))
        .exec(connection)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives a job back, to be tried again at an instant.
pub async fn retry(
    connection: &impl ConnectionTrait,
    row: &job::Model,
    run_at: Instant,
    error: &str,
) -> StoreResult<()> {
    leased(row)
        .col_expr(job::Column::RunAt, Expr::val(run_at))
        .col_expr(job::Column::LeasedUntil, Expr::val(None::<Instant>))
        .col_expr(job::Column::LastError, Expr::val(error))
        .exec(connection)
        .await?;
    Ok(())
}

/// Gives a job up.
pub async fn give_up(
    connection: &impl ConnectionTrait,
    row: &job::Model,
    now: Instant,
    error: &str,
) -> StoreResult<()> {
    leased(row)
        .col_expr(job::Column::FailedAt, Expr::val(now))
        .col_expr(job::Column::LeasedUntil, Expr::val(None::<Instant>))
        .col_expr(job::Column::LastError, Expr::val(error))
        .exec(connection)
        .await?;
    Ok(())
}

fn leased(row: &job::Model) -> sea_orm::UpdateMany<job::Entity> {
    job::Entity::update_many()
        .filter(job::Column::Id.eq(row.id))
        .filter(job::Column::Lease.eq(row.lease))
        .filter(job::Column::FinishedAt.is_null())
}

/// When the next job is due, if one waits.
pub async fn next_due(connection: &impl ConnectionTrait) -> StoreResult<Option<Instant>> {
    let found: Option<Option<Instant>> = job::Entity::find()
        .select_only()
        .column_as(Expr::col(job::Column::RunAt).min(), "run_at")
        .filter(job::Column::FinishedAt.is_null())
        .filter(job::Column::FailedAt.is_null())
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.flatten())
}

/// How many jobs wait.
pub async fn count_pending(connection: &impl ConnectionTrait) -> StoreResult<u64> {
    let query =
        job::Entity::find().filter(job::Column::FinishedAt.is_null()).filter(job::Column::FailedAt.is_null());
    Ok(query.count(connection).await?)
}

/// Jobs that were given up, newest first.
pub async fn given_up(connection: &impl ConnectionTrait, limit: u64) -> StoreResult<Vec<job::Model>> {
    let query = job::Entity::find()
        .filter(job::Column::FailedAt.is_not_null())
        .order_by_desc(job::Column::FailedAt)
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// Forgets jobs that were done before an instant.
pub async fn delete_finished_before(connection: &impl ConnectionTrait, before: Instant) -> StoreResult<u64> {
    let done = job::Entity::delete_many().filter(job::Column::FinishedAt.lt(before)).exec(connection).await?;
    Ok(done.rows_affected)
}

/// Whether a job with a key exists.
pub async fn find_by_key(connection: &impl ConnectionTrait, key: &str) -> StoreResult<Option<JobId>> {
    let found = job::Entity::find().filter(job::Column::Key.eq(key)).one(connection).await?;
    Ok(found.map(|row| row.id))
}
