//! Runs that publish many drafts, with the outcome of each.

use domain::bookkeeping::BillingRunStatus;
use domain::id::{BillingRunId, InvoiceId};
use domain::instant::Instant;
use entity::{billing_run, billing_run_item};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

use super::{Scope, StoreResult, Txn};

/// Inserts a run with its drafts.
pub async fn insert(txn: &Txn, run: billing_run::Model, invoices: &[InvoiceId]) -> StoreResult<()> {
    let run_id = run.id;
    billing_run::Entity::insert(run.into_active_model()).exec(txn).await?;
    for chunk in invoices.chunks(400) {
        let items = chunk.iter().map(|invoice| {
            billing_run_item::Model { run_id, invoice_id: *invoice, outcome: None }.into_active_model()
        });
        billing_run_item::Entity::insert_many(items).exec(txn).await?;
    }
    Ok(())
}

/// One run of an organization that a scope touches.
pub async fn get(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: BillingRunId,
) -> StoreResult<Option<billing_run::Model>> {
    let query = billing_run::Entity::find_by_id(id)
        .filter(billing_run::Column::OrganizationId.is_in(scope.organizations()));
    Ok(query.one(connection).await?)
}

/// One run, for the worker: the id is the authority.
pub async fn get_for_worker(
    connection: &impl ConnectionTrait,
    id: BillingRunId,
) -> StoreResult<Option<billing_run::Model>> {
    Ok(billing_run::Entity::find_by_id(id).one(connection).await?)
}

/// Drafts of a run that wait, in order.
pub async fn pending_drafts(
    connection: &impl ConnectionTrait,
    run: BillingRunId,
    limit: u64,
) -> StoreResult<Vec<InvoiceId>> {
    let query = billing_run_item::Entity::find()
        .select_only()
        .column(billing_run_item::Column::InvoiceId)
        .filter(billing_run_item::Column::RunId.eq(run))
        .filter(billing_run_item::Column::Outcome.is_null())
        .order_by_asc(billing_run_item::Column::InvoiceId)
        .limit(limit);
    Ok(query.into_tuple().all(connection).await?)
}

/// Outcome of a draft that was published; the others hold an error code.
const PUBLISHED: &str = "published";

/// Records that a draft was published, or the error code of why not, and counts it; nothing when it was recorded
/// before.
pub async fn record_outcome(
    txn: &Txn,
    run: BillingRunId,
    invoice: InvoiceId,
    outcome: Result<(), &str>,
) -> StoreResult<()> {
    let (text, column) = match outcome {
        Ok(()) => (PUBLISHED, billing_run::Column::Published),
        Err(code) => (code, billing_run::Column::Failed),
    };
    let noted = billing_run_item::Entity::update_many()
        .col_expr(billing_run_item::Column::Outcome, Expr::val(text))
        .filter(billing_run_item::Column::RunId.eq(run))
        .filter(billing_run_item::Column::InvoiceId.eq(invoice))
        .filter(billing_run_item::Column::Outcome.is_null())
        .exec(txn)
        .await?;
    if noted.rows_affected == 1 {
        billing_run::Entity::update_many()
            .col_expr(column, Expr::col(column).add(1_i64))
            .filter(billing_run::Column::Id.eq(run))
            .exec(txn)
            .await?;
    }
    Ok(())
}

/// Ends a run.
pub async fn finish(
    connection: &impl ConnectionTrait,
    run: billing_run::Model,
    now: Instant,
) -> StoreResult<()> {
    let mut active = run.into_active_model();
    active.status = Set(BillingRunStatus::Done);
    active.finished_at = Set(Some(now));
    active.update(connection).await?;
    Ok(())
}

/// Drafts of a run that were refused, with the code.
pub async fn failed_items(
    connection: &impl ConnectionTrait,
    run: BillingRunId,
) -> StoreResult<Vec<billing_run_item::Model>> {
    let query = billing_run_item::Entity::find()
        .filter(billing_run_item::Column::RunId.eq(run))
        .filter(billing_run_item::Column::Outcome.ne(PUBLISHED))
        .order_by_asc(billing_run_item::Column::InvoiceId)
        .limit(100);
    Ok(query.all(connection).await?)
}
