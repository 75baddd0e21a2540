//! The audit trail's table: joining events to the end of an organization's chain, and reading them.

use std::collections::HashMap;

use domain::audit::{AuditAction, AuditCategory};
use domain::id::{OrganizationId, Uuid};
use domain::instant::Instant;
use entity::{audit_chain, audit_event};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};

use super::properties::matches;
use super::{Cursor, Page, PageRequest, ROW_LOCK, SortKey, StoreError, StoreResult, Txn};

/// The head of an organization's chain, locked until the transaction ends.
pub async fn lock_chain_head(txn: &Txn, organization: OrganizationId) -> StoreResult<audit_chain::Model> {
    let locked = || audit_chain::Entity::find_by_id(organization).lock(ROW_LOCK).one(txn);
    if let Some(head) = locked().await? {
        return Ok(head);
    }
    let first = audit_chain::Model { organization_id: organization, sequence: 0, hash: String::new() };
    audit_chain::Entity::insert(first.into_active_model())
        .on_conflict(OnConflict::column(audit_chain::Column::OrganizationId).do_nothing().to_owned())
        .exec_without_returning(txn)
        .await?;
    locked().await?.ok_or_else(|| StoreError::Corrupt("an audit trail without its head".into()))
}

/// Appends hashed events to the chain and moves its head.
pub async fn append(
    txn: &Txn,
    end: audit_chain::Model,
    (sequence, hash): (i64, String),
    rows: Vec<audit_event::Model>,
) -> StoreResult<()> {
    for chunk in rows.chunks(200) {
        audit_event::Entity::insert_many(chunk.iter().cloned().map(IntoActiveModel::into_active_model))
            .exec(txn)
            .await?;
    }
    audit_chain::Entity::update_many()
        .col_expr(audit_chain::Column::Sequence, Expr::val(sequence))
        .col_expr(audit_chain::Column::Hash, Expr::val(hash))
        .filter(audit_chain::Column::OrganizationId.eq(end.organization_id))
        .exec(txn)
        .await?;
    Ok(())
}

/// The heads of all chains.
pub async fn chain_heads(connection: &impl ConnectionTrait) -> StoreResult<Vec<audit_chain::Model>> {
    Ok(audit_chain::Entity::find().order_by_asc(audit_chain::Column::OrganizationId).all(connection).await?)
}

/// Organizations that have events and no head of a chain.
pub async fn organizations_without_chain_head(
    connection: &impl ConnectionTrait,
) -> StoreResult<Vec<OrganizationId>> {
    let known = audit_chain::Entity::find().select_only().column(audit_chain::Column::OrganizationId);
    let query = audit_event::Entity::find()
        .select_only()
        .column(audit_event::Column::OrganizationId)
        .distinct()
        .filter(audit_event::Column::OrganizationId.not_in_subquery(known.into_query()));
    Ok(query.into_tuple().all(connection).await?)
}

/// The next events of a chain after a position.
pub async fn chain_after(
    connection: &impl ConnectionTrait,
    organization: OrganizationId,
    sequence: i64,
    limit: u64,
) -> StoreResult<Vec<audit_event::Model>> {
    let query = audit_event::Entity::find()
        .filter(audit_event::Column::OrganizationId.eq(organization))
        .filter(audit_event::Column::Sequence.gt(sequence))
        .order_by_asc(audit_event::Column::Sequence)
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// What narrows the trail.
#[derive(Debug, Clone, Default)]
pub struct AuditEventCriteria {
    /// One category.
    pub category: Option<AuditCategory>,
    /// Matches actor, subject and network.
    pub search: Option<String>,
    /// From this instant on.
    pub from: Option<Instant>,
    /// Before this instant.
    pub before: Option<Instant>,
}

fn condition(organization: OrganizationId, filter: &AuditEventCriteria) -> Condition {
    use audit_event::Column::{Action as ActionColumn, ActorName, At, Network, OrganizationId, Subject};
    let columns = [ActorName, Subject, Network].map(|column| SimpleExpr::from(Expr::col(column)));
    let mut all = Condition::all()
        .add(OrganizationId.eq(organization))
        .add(matches(&columns, filter.search.as_deref()));
    if let Some(category) = filter.category {
        let words = AuditAction::ALL.iter().filter(|action| action.category() == category);
        all = all.add(ActionColumn.is_in(words.map(|action| action.code())));
    }
    if let Some(from) = filter.from {
        all = all.add(Expr::col(At).gte(from));
    }
    if let Some(before) = filter.before {
        all = all.add(Expr::col(At).lt(before));
    }
    all
}

/// A page of an organization's trail, newest first. The organization comes from a scope that let it through.
pub async fn list(
    connection: &impl ConnectionTrait,
    organization: OrganizationId,
    filter: &AuditEventCriteria,
    page: &PageRequest,
) -> StoreResult<Page<audit_event::Model>> {
    let column = |column| SimpleExpr::from(Expr::col((audit_event::Entity, column)));
    let query = audit_event::Entity::find().filter(condition(organization, filter));
    let (key, id) = (column(audit_event::Column::Sequence), column(audit_event::Column::Id));
    let rows = page.apply(query, &key, &id, true).all(connection).await?;
    Ok(page.to_page(rows, |row| Cursor { key: SortKey::Number(row.sequence), id: row.id.uuid() }))
}

/// How many events a list has.
pub async fn count(
    connection: &impl ConnectionTrait,
    organization: OrganizationId,
    filter: &AuditEventCriteria,
) -> StoreResult<u64> {
    Ok(audit_event::Entity::find().filter(condition(organization, filter)).count(connection).await?)
}

/// Events of several objects, oldest first. The ids come from rows that a scope let through.
pub async fn of_objects(
    connection: &impl ConnectionTrait,
    objects: &[Uuid],
) -> StoreResult<HashMap<Uuid, Vec<audit_event::Model>>> {
    let rows = audit_event::Entity::find()
        .filter(audit_event::Column::ObjectId.is_in(objects.iter().copied()))
        .order_by_asc(audit_event::Column::At)
        .order_by_asc(audit_event::Column::Id)
        .all(connection)
        .await?;
    let mut events: HashMap<Uuid, Vec<audit_event::Model>> = HashMap::new();
    for row in rows {
        events.entry(row.object_id).or_default().push(row);
    }
    Ok(events)
}
