//! The second factor of people: what stands behind the authenticator app, and the recovery codes.

use domain::id::UserId;
use domain::instant::Instant;
use entity::{recovery_code, user};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};

use super::{StoreResult, Txn};

/// Keeps the salt of a secret that is being set up.
pub async fn begin(txn: &Txn, user: UserId, salt: &str) -> StoreResult<()> {
    save(txn, user, Some(salt.to_owned()), None, None).await
}

/// Asks for codes from now on.
pub async fn enable(txn: &Txn, user: &user::Model, now: Instant, step: i64) -> StoreResult<()> {
    save(txn, user.id, user.second_factor_salt.clone(), Some(now), Some(step)).await
}

/// Asks for no codes any more and forgets all of them.
pub async fn disable(txn: &Txn, user: UserId) -> StoreResult<()> {
    save(txn, user, None, None, None).await?;
    recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user)).exec(txn).await?;
    Ok(())
}

async fn save(
    txn: &Txn,
    user: UserId,
    salt: Option<String>,
    enabled_at: Option<Instant>,
    step: Option<i64>,
) -> StoreResult<()> {
    user::Entity::update_many()
        .col_expr(user::Column::SecondFactorSalt, Expr::val(salt))
        .col_expr(user::Column::SecondFactorEnabledAt, Expr::val(enabled_at))
        .col_expr(user::Column::SecondFactorStep, Expr::val(step))
        .filter(user::Column::Id.eq(user))
        .exec(txn)
        .await?;
    Ok(())
}

/// Uses up a time step and all before it; false when it was used.
pub async fn use_step(txn: &Txn, user: UserId, step: i64) -> StoreResult<bool> {
    let column = user::Column::SecondFactorStep;
    let done = user::Entity::update_many()
        .col_expr(column, Expr::val(step))
        .filter(user::Column::Id.eq(user))
        .filter(Condition::any().add(column.is_null()).add(Expr::col(column).lt(step)))
        .exec(txn)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Replaces a person's recovery codes.
pub async fn replace_codes(txn: &Txn, user: UserId, codes: Vec<recovery_code::Model>) -> StoreResult<()> {
    recovery_code::Entity::delete_many().filter(recovery_code::Column::UserId.eq(user)).exec(txn).await?;
    recovery_code::Entity::insert_many(codes.into_iter().map(IntoActiveModel::into_active_model))
        .exec(txn)
        .await?;
    Ok(())
}

/// Uses up a recovery code by its hash; false when there is none or it was used.
pub async fn use_code(txn: &Txn, user: UserId, hash: &str, now: Instant) -> StoreResult<bool> {
    let done = recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::UsedAt, Expr::val(now))
        .filter(recovery_code::Column::UserId.eq(user))
        .filter(recovery_code::Column::CodeHash.eq(hash))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(txn)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How many recovery codes are left.
pub async fn codes_left(connection: &impl ConnectionTrait, user: UserId) -> StoreResult<u64> {
    let query = recovery_code::Entity::find()
        .filter(recovery_code::Column::UserId.eq(user))
        .filter(recovery_code::Column::UsedAt.is_null());
    Ok(query.count(connection).await?)
}
