//! Emails to be sent, sent and failed.

use std::collections::HashMap;

use domain::email::EmailStatus;
use domain::id::Uuid;
use entity::email;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::{OnConflict, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::{StoreResult, Txn};

/// Inserts an email unless one with its key is there; false when it was.
pub async fn insert(txn: &Txn, row: email::Model) -> StoreResult<bool> {
    let conflict = OnConflict::column(email::Column::Key).do_nothing().to_owned();
    let inserted = email::Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    Ok(inserted == 1)
}

/// One email.
pub async fn get(connection: &impl ConnectionTrait, id: Uuid) -> StoreResult<Option<email::Model>> {
    Ok(email::Entity::find_by_id(id).one(connection).await?)
}

/// The mail server took an email with this subject line; `at` in Unix milliseconds.
pub async fn mark_sent(
    connection: &impl ConnectionTrait,
    id: Uuid,
    subject: &str,
    at: i64,
) -> StoreResult<()> {
    let changes = [
        (email::Column::Status, Expr::value(EmailStatus::Sent)),
        (email::Column::Subject, Expr::value(subject)),
        (email::Column::SentAt, Expr::value(at)),
        (email::Column::LastError, Expr::value(None::<String>)),
    ];
    update(connection, id, changes).await
}

/// The mail server did not take an email with this subject line.
pub async fn record_error(
    connection: &impl ConnectionTrait,
    id: Uuid,
    subject: &str,
    error: &str,
) -> StoreResult<()> {
    let changes =
        [(email::Column::Subject, Expr::value(subject)), (email::Column::LastError, Expr::value(error))];
    update(connection, id, changes).await
}

/// An email was given up; `at` in Unix milliseconds.
pub async fn mark_failed(
    connection: &impl ConnectionTrait,
    id: Uuid,
    error: &str,
    at: i64,
) -> StoreResult<()> {
    let changes = [
        (email::Column::Status, Expr::value(EmailStatus::Failed)),
        (email::Column::FailedAt, Expr::value(at)),
        (email::Column::LastError, Expr::value(error)),
    ];
    update(connection, id, changes).await
}

/// Changes an email without reading it: one of a kind this program does not know can be marked too.
async fn update(
    connection: &impl ConnectionTrait,
    id: Uuid,
    changes: impl IntoIterator<Item = (email::Column, SimpleExpr)>,
) -> StoreResult<()> {
    let mut query = email::Entity::update_many().filter(email::Column::Id.eq(id));
    for (column, value) in changes {
        query = query.col_expr(column, value);
    }
    query.exec(connection).await?;
    Ok(())
}

/// Emails about invoices themselves, oldest first, by invoice.
pub async fn of_invoices(
    connection: &impl ConnectionTrait,
    invoices: &[Uuid],
) -> StoreResult<HashMap<Uuid, Vec<email::Model>>> {
    let rows = email::Entity::find()
        .filter(email::Column::InvoiceId.is_in(invoices.iter().copied()))
        .order_by_asc(email::Column::CreatedAt)
        .order_by_asc(email::Column::Id)
        .all(connection)
        .await?;
    let mut emails: HashMap<Uuid, Vec<email::Model>> = HashMap::new();
    for row in rows {
        if let Some(invoice) = row.invoice_id {
            emails.entry(invoice).or_default().push(row);
        }
    }
    Ok(emails)
}
