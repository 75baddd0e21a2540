//! Emails to be sent, sent and failed.

use std::collections::{HashMap, HashSet};

use domain::email::EmailStatus;
use domain::id::{EmailId, InvoiceId};
use domain::instant::Instant;
use entity::email;
use sea_orm::prelude::Expr;
use sea_orm::sea_query::{OnConflict, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QueryTrait,
};

use super::{StoreResult, Txn};

/// Inserts emails, leaving out those whose key exists already; gives the ids of the inserted ones.
pub async fn insert_all(txn: &Txn, rows: Vec<email::Model>) -> StoreResult<HashSet<EmailId>> {
    let mut inserted = HashSet::new();
    for chunk in rows.chunks(500) {
        let mut insert =
            email::Entity::insert_many(chunk.iter().cloned().map(IntoActiveModel::into_active_model))
                .on_conflict(OnConflict::column(email::Column::Key).do_nothing().to_owned())
                .into_query();
        insert.returning_col(email::Column::Id);
        for row in txn.query_all(&insert).await? {
            inserted.insert(row.try_get("", "id")?);
        }
    }
    Ok(inserted)
}

/// One email.
pub async fn get(connection: &impl ConnectionTrait, id: EmailId) -> StoreResult<Option<email::Model>> {
    Ok(email::Entity::find_by_id(id).one(connection).await?)
}

/// The mail server took an email with this subject line.
pub async fn mark_sent(
    connection: &impl ConnectionTrait,
    id: EmailId,
    subject: &str,
    at: Instant,
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
    id: EmailId,
    subject: &str,
    error: &str,
) -> StoreResult<()> {
    let changes =
        [(email::Column::Subject, Expr::value(subject)), (email::Column::LastError, Expr::value(error))];
    update(connection, id, changes).await
}

/// An email was given up.
pub async fn mark_failed(
    connection: &impl ConnectionTrait,
    id: EmailId,
    error: &str,
    at: Instant,
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
    id: EmailId,
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
    invoices: &[InvoiceId],
) -> StoreResult<HashMap<InvoiceId, Vec<email::Model>>> {
    let rows = email::Entity::find()
        .filter(email::Column::InvoiceId.is_in(invoices.iter().copied()))
        .order_by_asc(email::Column::CreatedAt)
        .order_by_asc(email::Column::Id)
        .all(connection)
        .await?;
    let mut emails: HashMap<InvoiceId, Vec<email::Model>> = HashMap::new();
    for row in rows {
        if let Some(invoice) = row.invoice_id {
            emails.entry(invoice).or_default().push(row);
        }
    }
    Ok(emails)
}
