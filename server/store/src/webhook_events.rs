//! Verified webhook events, stored as they came, and how applying each goes. They name an account at the processor;
//! whose it is, the rows of the payment accounts say.

use domain::described_enum;
use domain::id::{PropertyId, WebhookEventId};
use domain::instant::Instant;
use domain::webhook::WebhookEventOutcome;
use entity::{payment_account, webhook_event};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};

use super::{Cursor, Page, PageRequest, ROW_LOCK, Scope, SortKey, StoreResult, Txn};

described_enum! {
    /// Whether a webhook event was applied.
    pub enum WebhookEventStatus {
        /// Stored and waiting to be applied.
        Pending,
        /// Applied.
        Applied,
        /// Could not be applied and is not tried again, unless it is replayed.
        Failed,
    }
}

impl WebhookEventStatus {
    /// The state of a row.
    pub fn from_row(row: &webhook_event::Model) -> WebhookEventStatus {
        match (row.given_up_at, row.applied_at) {
            (Some(_), _) => WebhookEventStatus::Failed,
            (None, Some(_)) => WebhookEventStatus::Applied,
            (None, None) => WebhookEventStatus::Pending,
        }
    }

    fn condition(self) -> Condition {
        use webhook_event::Column::{AppliedAt, GivenUpAt};
        match self {
            WebhookEventStatus::Failed => Condition::all().add(GivenUpAt.is_not_null()),
            WebhookEventStatus::Applied => {
                Condition::all().add(GivenUpAt.is_null()).add(AppliedAt.is_not_null())
            }
            WebhookEventStatus::Pending => Condition::all().add(GivenUpAt.is_null()).add(AppliedAt.is_null()),
        }
    }
}

/// What narrows a list.
#[derive(Debug, Clone, Copy, Default)]
pub struct WebhookEventCriteria {
    /// About the account of one property.
    pub property: Option<PropertyId>,
    /// In this state.
    pub state: Option<WebhookEventStatus>,
    /// Received at this instant or later.
    pub since: Option<Instant>,
}

/// Inserts a webhook event; false when it had come before.
pub async fn insert(txn: &Txn, row: webhook_event::Model) -> StoreResult<bool> {
    use webhook_event::Column::{Endpoint, EventId};
    let conflict = OnConflict::columns([Endpoint, EventId]).do_nothing().to_owned();
    let inserted = webhook_event::Entity::insert(row.into_active_model())
        .on_conflict(conflict)
        .exec_without_returning(txn)
        .await?;
    Ok(inserted == 1)
}

/// One webhook event. For Propty's own work.
pub async fn get(
    connection: &impl ConnectionTrait,
    id: WebhookEventId,
) -> StoreResult<Option<webhook_event::Model>> {
    Ok(webhook_event::Entity::find_by_id(id).one(connection).await?)
}

/// Notes what became of a webhook event.
pub async fn mark_applied(
    connection: &impl ConnectionTrait,
    id: WebhookEventId,
    now: Instant,
    outcome: WebhookEventOutcome,
) -> StoreResult<()> {
    use webhook_event::Column;
    count_attempt(id)
        .col_expr(Column::AppliedAt, Expr::val(now))
        .col_expr(Column::Outcome, Expr::val(outcome))
        .col_expr(Column::LastError, Expr::val(None::<String>))
        .col_expr(Column::GivenUpAt, Expr::val(None::<Instant>))
        .exec(connection)
        .await?;
    Ok(())
}

/// Notes why a webhook event could not be applied; it is tried again.
pub async fn record_error(
    connection: &impl ConnectionTrait,
    id: WebhookEventId,
    error: &str,
) -> StoreResult<()> {
    count_attempt(id).col_expr(webhook_event::Column::LastError, Expr::val(error)).exec(connection).await?;
    Ok(())
}

/// Notes that a webhook event was given up; why, its last try has noted.
pub async fn mark_given_up(
    connection: &impl ConnectionTrait,
    id: WebhookEventId,
    now: Instant,
) -> StoreResult<()> {
    webhook_event::Entity::update_many()
        .col_expr(webhook_event::Column::GivenUpAt, Expr::val(now))
        .filter(webhook_event::Column::Id.eq(id))
        .exec(connection)
        .await?;
    Ok(())
}

fn count_attempt(id: WebhookEventId) -> sea_orm::UpdateMany<webhook_event::Entity> {
    use webhook_event::Column;
    webhook_event::Entity::update_many()
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.eq(id))
}

fn accounts(scope: &Scope, property: Option<PropertyId>) -> SelectStatement {
    use payment_account::Column;
    let mut query = payment_account::Entity::find()
        .select_only()
        .column(Column::ProcessorAccountId)
        .filter(scope.payment_accounts())
        .filter(Column::ProcessorAccountId.is_not_null());
    if let Some(property) = property {
        query = query.filter(Column::PropertyId.eq(property));
    }
    query.into_query()
}

fn condition(scope: &Scope, filter: &WebhookEventCriteria) -> Condition {
    use webhook_event::Column::{Account, ReceivedAt};
    let mut all = Condition::all().add(Account.in_subquery(accounts(scope, filter.property)));
    if let Some(state) = filter.state {
        all = all.add(state.condition());
    }
    if let Some(since) = filter.since {
        all = all.add(ReceivedAt.gte(since));
    }
    all
}

/// A page of webhook events about a scope's accounts, newest first.
pub async fn list(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &WebhookEventCriteria,
    page: &PageRequest,
) -> StoreResult<Page<webhook_event::Model>> {
    use webhook_event::Column;
    let column = |column: Column| SimpleExpr::from(Expr::col((webhook_event::Entity, column)));
    let query = webhook_event::Entity::find().filter(condition(scope, filter));
    let (key, id) = (column(Column::ReceivedAt), column(Column::Id));
    let rows = page.apply(query, &key, &id, true).all(connection).await?;
    Ok(page
        .to_page(rows, |row| Cursor { key: SortKey::Number(row.received_at.as_millis()), id: row.id.uuid() }))
}

/// How many webhook events a list has.
pub async fn count(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &WebhookEventCriteria,
) -> StoreResult<u64> {
    Ok(webhook_event::Entity::find().filter(condition(scope, filter)).count(connection).await?)
}

/// Several webhook events within a scope.
pub async fn get_many(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[WebhookEventId],
) -> StoreResult<Vec<webhook_event::Model>> {
    let query = webhook_event::Entity::find()
        .filter(condition(scope, &WebhookEventCriteria::default()))
        .filter(webhook_event::Column::Id.is_in(ids.iter().copied()));
    Ok(query.all(connection).await?)
}

/// One webhook event within a scope, locked.
pub async fn lock(txn: &Txn, scope: &Scope, id: WebhookEventId) -> StoreResult<Option<webhook_event::Model>> {
    let query =
        webhook_event::Entity::find_by_id(id).filter(condition(scope, &WebhookEventCriteria::default()));
    Ok(query.lock(ROW_LOCK).one(txn).await?)
}

/// Webhook events with how often each was replayed, oldest first.
pub async fn replayable(
    txn: &Txn,
    scope: &Scope,
    filter: &WebhookEventCriteria,
    limit: u64,
) -> StoreResult<Vec<(WebhookEventId, i64)>> {
    use webhook_event::Column;
    let query = webhook_event::Entity::find()
        .select_only()
        .column(Column::Id)
        .column(Column::Replays)
        .filter(condition(scope, filter))
        .order_by_asc(Column::ReceivedAt)
        .order_by_asc(Column::Id)
        .limit(limit);
    Ok(query.into_tuple().all(txn).await?)
}

/// Marks webhook events as waiting again.
pub async fn replay(txn: &Txn, ids: &[WebhookEventId]) -> StoreResult<()> {
    use webhook_event::Column;
    for chunk in ids.chunks(500) {
        webhook_event::Entity::update_many()
            .col_expr(Column::Replays, Expr::col(Column::Replays).add(1))
            .col_expr(Column::AppliedAt, Expr::val(None::<Instant>))
            .col_expr(Column::Outcome, Expr::val(None::<String>))
            .col_expr(Column::LastError, Expr::val(None::<String>))
            .col_expr(Column::GivenUpAt, Expr::val(None::<Instant>))
            .filter(Column::Id.is_in(chunk.iter().copied()))
            .exec(txn)
            .await?;
    }
    Ok(())
}

/// Webhook events about an account that were given up, or wait since before an instant; the oldest first.
pub async fn stuck(
    connection: &impl ConnectionTrait,
    account: &str,
    before: Instant,
    limit: u64,
) -> StoreResult<Vec<webhook_event::Model>> {
    use webhook_event::Column;
    let waits = WebhookEventStatus::Pending.condition().add(Column::ReceivedAt.lt(before));
    let query = webhook_event::Entity::find()
        .filter(Column::Account.eq(account))
        .filter(Condition::any().add(WebhookEventStatus::Failed.condition()).add(waits))
        .order_by_asc(Column::ReceivedAt)
        .limit(limit);
    Ok(query.all(connection).await?)
}
