//! The books: posting a balanced transaction once, balances, and the proof that nothing was changed.

use std::collections::{BTreeSet, HashMap};

use domain::id::{Id, InvoiceId, LedgerAccountId, LedgerTransactionId, OrganizationId, PropertyId, Uuid};
use domain::instant::Instant;
use domain::invoice::InvoiceStatus;
use domain::ledger::{AccountRef, CHART, LedgerEntry, TransactionCause, TransactionHashInput};
use entity::{ledger_account, ledger_entry, ledger_transaction, property};
use jiff::tz::TimeZone;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, OnConflict, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Statement,
};

use super::{Cursor, Page, PageRequest, ROW_LOCK, SortKey, StoreError, StoreResult, Txn};

/// What to post and why.
#[derive(Debug, Clone)]
pub struct Posting {
    /// The tenant.
    pub organization: OrganizationId,
    /// The property whose books.
    pub property: PropertyId,
    /// What caused it; posting the same source again changes nothing.
    pub source: String,
    /// Which business event, and the invoice, payment or payout it is about.
    pub cause: (TransactionCause, Uuid),
    /// For people.
    pub memo: String,
    /// Instant.
    pub at: Instant,
    /// Balanced entries.
    pub entries: Vec<LedgerEntry<AccountRef>>,
}

/// Gives a new property its chart of accounts.
pub async fn create_chart_of_accounts(
    txn: &Txn,
    organization: OrganizationId,
    property: PropertyId,
    mut new_uuid: impl FnMut() -> Uuid,
) -> StoreResult<()> {
    let accounts = CHART.iter().map(|account| {
        ledger_account::Model {
            id: Id::from_uuid(new_uuid()),
            organization_id: organization,
            property_id: property,
            code: account.code.to_owned(),
            unit_id: None,
            name: account.name.to_owned(),
            kind: account.kind,
        }
        .into_active_model()
    });
    ledger_account::Entity::insert_many(accounts).exec(txn).await?;
    Ok(())
}

/// Locks a property's books until the transaction ends: nothing is posted to them and they are not closed.
pub async fn lock(txn: &Txn, property: PropertyId) -> StoreResult<property::Model> {
    property::Entity::find_by_id(property)
        .lock(ROW_LOCK)
        .one(txn)
        .await?
        .ok_or_else(|| StoreError::Corrupt("books of a property that is not there".into()))
}

/// Nothing is posted to days that are closed; postings are of now, so only a clock set back comes here.
fn require_open_period(property: &property::Model, at: Instant) -> StoreResult<()> {
    let Some(closed) = property.books_closed_through else { return Ok(()) };
    let on = at.timestamp().to_zoned(TimeZone::get(&property.time_zone).unwrap_or(TimeZone::UTC)).date();
    if on <= closed.0 {
        return Err(StoreError::Corrupt(format!(
            "posting on {on}, while the books are closed through {closed}"
        )));
    }
    Ok(())
}

/// Posts a transaction at the end of the property's chain. False when its source was posted before.
pub async fn post(txn: &Txn, posting: Posting, new_uuid: impl FnMut() -> Uuid) -> StoreResult<bool> {
    let property = lock(txn, posting.property).await?;
    post_locked(txn, &property, posting, new_uuid).await
}

/// The same for a property that [`lock`] gave: its row is the lock of its chain.
pub async fn post_locked(
    txn: &Txn,
    property: &property::Model,
    posting: Posting,
    mut new_uuid: impl FnMut() -> Uuid,
) -> StoreResult<bool> {
    if property.id != posting.property {
        return Err(StoreError::Corrupt(format!("a posting to the books of another than {}", property.id)));
    }
    require_open_period(property, posting.at)?;
    let last = ledger_transaction::Entity::find()
        .filter(ledger_transaction::Column::PropertyId.eq(posting.property))
        .order_by_desc(ledger_transaction::Column::Sequence)
        .one(txn)
        .await?;
    let accounts = account_ids(txn, &posting, &mut new_uuid).await?;
    let mut rows = Vec::with_capacity(posting.entries.len());
    let id = LedgerTransactionId::from_uuid(new_uuid());
    for (position, entry) in (0_i64..).zip(&posting.entries) {
        let account_id = *accounts
            .get(&entry.account)
            .ok_or_else(|| StoreError::Corrupt(format!("no account {}", entry.account.code)))?;
        rows.push(ledger_entry::Model {
            transaction_id: id,
            position,
            organization_id: posting.organization,
            account_id,
            amount: entry.amount,
            invoice_id: entry.invoice,
        });
    }
    let (sequence, previous) =
        last.map_or((1, String::new()), |last| (last.sequence.saturating_add(1), last.hash));
    let hashed: Vec<(LedgerAccountId, i64)> = rows.iter().map(|row| (row.account_id, row.amount)).collect();
    let (cause, object) = posting.cause;
    let hash = TransactionHashInput {
        previous: &previous,
        property: posting.property,
        sequence,
        at: posting.at,
        source: &posting.source,
        cause: cause.code(),
        object,
        entries: &hashed,
    }
    .hash();
    let transaction = ledger_transaction::Model {
        id,
        organization_id: posting.organization,
        property_id: posting.property,
        sequence,
        at: posting.at,
        source: posting.source,
        cause,
        object_id: object,
        memo: posting.memo,
        previous_hash: previous,
        hash,
    };
    let posted =
        OnConflict::columns([ledger_transaction::Column::PropertyId, ledger_transaction::Column::Source])
            .do_nothing()
            .to_owned();
    let inserted = ledger_transaction::Entity::insert(transaction.into_active_model())
        .on_conflict(posted)
        .exec_without_returning(txn)
        .await?;
    if inserted == 0 {
        return Ok(false);
    }
    ledger_entry::Entity::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model))
        .exec(txn)
        .await?;
    Ok(true)
}

/// Keys of the accounts a posting names; those kept per unit are opened when first used.
async fn account_ids(
    txn: &Txn,
    posting: &Posting,
    mut new_uuid: impl FnMut() -> Uuid,
) -> StoreResult<HashMap<AccountRef, LedgerAccountId>> {
    let wanted: BTreeSet<&AccountRef> = posting.entries.iter().map(|entry| &entry.account).collect();
    let codes: BTreeSet<&str> = wanted.iter().map(|account| account.code.as_str()).collect();
    let known = ledger_account::Entity::find()
        .filter(ledger_account::Column::PropertyId.eq(posting.property))
        .filter(ledger_account::Column::Code.is_in(codes))
        .all(txn)
        .await?;
    let mut ids: HashMap<AccountRef, LedgerAccountId> =
        known.iter().map(|row| (AccountRef { code: row.code.clone(), unit: row.unit_id }, row.id)).collect();
    for account in wanted {
        if ids.contains_key(account) || account.unit.is_none() {
            continue;
        }
        let parent = known.iter().find(|row| row.code == account.code && row.unit_id.is_none());
        let parent = parent.ok_or_else(|| StoreError::Corrupt(format!("no account {}", account.code)))?;
        let row =
            ledger_account::Model { id: Id::from_uuid(new_uuid()), unit_id: account.unit, ..parent.clone() };
        ids.insert(account.clone(), row.id);
        ledger_account::Entity::insert(row.into_active_model()).exec(txn).await?;
    }
    Ok(ids)
}

/// The accounts of a property's chart, without those kept per unit.
pub async fn chart(
    connection: &impl ConnectionTrait,
    property: PropertyId,
) -> StoreResult<Vec<ledger_account::Model>> {
    let query = ledger_account::Entity::find()
        .filter(ledger_account::Column::PropertyId.eq(property))
        .filter(ledger_account::Column::UnitId.is_null())
        .order_by_asc(ledger_account::Column::Code);
    Ok(query.all(connection).await?)
}

/// Balance per code of a property's chart, accounts kept per unit included; debits positive.
pub async fn balances(
    connection: &impl ConnectionTrait,
    property: PropertyId,
) -> StoreResult<HashMap<String, i64>> {
    let sum = SimpleExpr::from(Func::sum(Expr::col((ledger_entry::Entity, ledger_entry::Column::Amount))));
    let rows: Vec<(String, i64)> = ledger_entry::Entity::find()
        .inner_join(ledger_account::Entity)
        .select_only()
        .column(ledger_account::Column::Code)
        .column_as(sum.cast_as(Alias::new("bigint")), "balance")
        .filter(ledger_account::Column::PropertyId.eq(property))
        .group_by(ledger_account::Column::Code)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}

/// A page of a property's transactions, newest first. The property comes from a row a scope let through.
pub async fn transactions(
    connection: &impl ConnectionTrait,
    property: PropertyId,
    page: &PageRequest,
) -> StoreResult<Page<ledger_transaction::Model>> {
    let column = |column| SimpleExpr::from(Expr::col((ledger_transaction::Entity, column)));
    let query =
        ledger_transaction::Entity::find().filter(ledger_transaction::Column::PropertyId.eq(property));
    let (key, id) = (column(ledger_transaction::Column::Sequence), column(ledger_transaction::Column::Id));
    let rows = page.apply(query, &key, &id, true).all(connection).await?;
    Ok(page.to_page(rows, |row| Cursor { key: SortKey::Number(row.sequence), id: row.id.uuid() }))
}

/// How many transactions a property has.
pub async fn count(connection: &impl ConnectionTrait, property: PropertyId) -> StoreResult<u64> {
    let query =
        ledger_transaction::Entity::find().filter(ledger_transaction::Column::PropertyId.eq(property));
    Ok(query.count(connection).await?)
}

/// Entries of several transactions with their accounts, in order.
pub async fn entries(
    connection: &impl ConnectionTrait,
    transactions: &[LedgerTransactionId],
) -> StoreResult<HashMap<LedgerTransactionId, Vec<(ledger_entry::Model, ledger_account::Model)>>> {
    let rows = ledger_entry::Entity::find()
        .find_also_related(ledger_account::Entity)
        .filter(ledger_entry::Column::TransactionId.is_in(transactions.iter().copied()))
        .order_by_asc(ledger_entry::Column::TransactionId)
        .order_by_asc(ledger_entry::Column::Position)
        .all(connection)
        .await?;
    let mut entries: HashMap<LedgerTransactionId, Vec<(ledger_entry::Model, ledger_account::Model)>> =
        HashMap::new();
    for (entry, account) in rows {
        if let Some(account) = account {
            entries.entry(entry.transaction_id).or_default().push((entry, account));
        }
    }
    Ok(entries)
}

/// Entries posted for a source, to reverse them.
pub async fn entries_of_source(
    txn: &Txn,
    property: PropertyId,
    source: &str,
) -> StoreResult<Vec<LedgerEntry<AccountRef>>> {
    let transaction = ledger_transaction::Entity::find()
        .filter(ledger_transaction::Column::PropertyId.eq(property))
        .filter(ledger_transaction::Column::Source.eq(source))
        .one(txn)
        .await?;
    let Some(transaction) = transaction else { return Ok(Vec::new()) };
    let mut found = entries(txn, &[transaction.id]).await?;
    let found = found.remove(&transaction.id).unwrap_or_default();
    Ok(found
        .into_iter()
        .map(|(entry, account)| LedgerEntry {
            account: AccountRef { code: account.code, unit: account.unit_id },
            amount: entry.amount,
            invoice: entry.invoice_id,
        })
        .collect())
}

/// Invoices whose balance differs from the sum of their receivable entries: must be none.
#[derive(Debug, Clone, FromQueryResult)]
pub struct InvoiceMismatch {
    /// The invoice.
    pub id: InvoiceId,
    /// What its row says, minor units.
    pub balance: i64,
    /// What the books say, minor units.
    pub posted: i64,
}

/// Compares every published invoice of a property with the books.
pub async fn invoice_mismatches(
    connection: &impl ConnectionTrait,
    property: PropertyId,
) -> StoreResult<Vec<InvoiceMismatch>> {
    let sql = "SELECT i.id AS id, i.balance AS balance, CAST(COALESCE(SUM(x.amount), 0) AS bigint) AS posted \
               FROM invoices i \
               LEFT JOIN (SELECT e.invoice_id AS invoice_id, e.amount AS amount FROM ledger_entries e \
                          JOIN ledger_accounts a ON a.id = e.account_id \
                          WHERE a.property_id = $1 AND a.code = $2) x ON x.invoice_id = i.id \
               WHERE i.property_id = $3 AND i.status <> $4 GROUP BY i.id, i.balance \
               HAVING i.balance <> COALESCE(SUM(x.amount), 0)";
    let statement = Statement::from_sql_and_values(
        connection.get_database_backend(),
        sql,
        [property.into(), domain::ledger::RECEIVABLE.into(), property.into(), InvoiceStatus::Draft.into()],
    );
    Ok(InvoiceMismatch::find_by_statement(statement).all(connection).await?)
}

/// All properties, for the proof of the books.
pub async fn properties(connection: &impl ConnectionTrait) -> StoreResult<Vec<property::Model>> {
    Ok(property::Entity::find().order_by_asc(property::Column::Id).all(connection).await?)
}

/// A stretch of a property's chain, oldest first, after a sequence number.
pub async fn chain_after(
    connection: &impl ConnectionTrait,
    property: PropertyId,
    sequence: i64,
    limit: u64,
) -> StoreResult<Vec<ledger_transaction::Model>> {
    let query = ledger_transaction::Entity::find()
        .filter(ledger_transaction::Column::PropertyId.eq(property))
        .filter(ledger_transaction::Column::Sequence.gt(sequence))
        .order_by_asc(ledger_transaction::Column::Sequence)
        .limit(limit);
    Ok(query.all(connection).await?)
}

/// The hash of a transaction by its place in the chain.
pub async fn hash_at(
    connection: &impl ConnectionTrait,
    property: PropertyId,
    sequence: i64,
) -> StoreResult<Option<String>> {
    let query = ledger_transaction::Entity::find()
        .select_only()
        .column(ledger_transaction::Column::Hash)
        .filter(ledger_transaction::Column::PropertyId.eq(property))
        .filter(ledger_transaction::Column::Sequence.eq(sequence));
    Ok(query.into_tuple().one(connection).await?)
}

/// Place and hash of the last transaction before an instant.
pub async fn last_before(
    connection: &impl ConnectionTrait,
    property: PropertyId,
    instant: Instant,
) -> StoreResult<Option<(i64, String)>> {
    let query = ledger_transaction::Entity::find()
        .select_only()
        .column(ledger_transaction::Column::Sequence)
        .column(ledger_transaction::Column::Hash)
        .filter(ledger_transaction::Column::PropertyId.eq(property))
        .filter(ledger_transaction::Column::At.lt(instant))
        .order_by_desc(ledger_transaction::Column::Sequence);
    Ok(query.into_tuple().one(connection).await?)
}

/// Balance per code up to and with a place in the chain, by code; debits positive.
pub async fn balances_through(
    connection: &impl ConnectionTrait,
    property: PropertyId,
    sequence: i64,
) -> StoreResult<Vec<(String, i64)>> {
    let sum = SimpleExpr::from(Func::sum(Expr::col((ledger_entry::Entity, ledger_entry::Column::Amount))));
    let query = ledger_entry::Entity::find()
        .inner_join(ledger_account::Entity)
        .inner_join(ledger_transaction::Entity)
        .select_only()
        .column(ledger_account::Column::Code)
        .column_as(sum.cast_as(Alias::new("bigint")), "balance")
        .filter(ledger_transaction::Column::PropertyId.eq(property))
        .filter(ledger_transaction::Column::Sequence.lte(sequence))
        .group_by(ledger_account::Column::Code)
        .order_by_asc(ledger_account::Column::Code);
    Ok(query.into_tuple().all(connection).await?)
}
