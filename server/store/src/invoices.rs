//! Invoices with their lines: lists, totals, locking and saving.

use domain::day::Day;
use domain::instant::Instant;
use domain::money::Currency;
use domain::payment::PaymentStatus;
use std::collections::HashMap;

use domain::described_enum;
use domain::id::{InvoiceId, PropertyId, ResidentId, UnitId};
use domain::invoice::{InvoiceState, InvoiceStatus};
use entity::{invoice, invoice_line, payment, payment_allocation, property, resident, unit};
use jiff::civil::Date;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    FromQueryResult, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationTrait,
};

use super::{Cursor, Page, PageRequest, ROW_LOCK, Scope, SortKey, StoreResult, Txn};

/// An invoice with what every list shows beside it; read by one joined statement.
#[derive(Debug, Clone)]
pub struct InvoiceRow {
    /// The invoice.
    pub invoice: invoice::Model,
    /// Its unit.
    pub unit: unit::Model,
    /// Its property.
    pub property: property::Model,
    /// Whom it is addressed to.
    pub resident: Option<resident::Model>,
}

described_enum! {
    /// Lists of invoices by status. `OVERDUE` and `PROCESSING` are parts of `OPEN`.
    pub enum InvoiceStatusFilter {
        /// Not published yet; only the team sees drafts.
        Draft,
        /// Published with a balance above zero.
        Open,
        /// Open and past the due date in the property's time zone.
        Overdue,
        /// Open with a bank transfer on its way.
        Processing,
        /// Paid in full.
        Paid,
        /// Voided after publishing.
        Void,
        /// Written off.
        Uncollectible,
    }
}

/// What narrows a list.
#[derive(Debug, Clone, Default)]
pub struct InvoiceCriteria {
    /// One property.
    pub property: Option<PropertyId>,
    /// One unit.
    pub unit: Option<UnitId>,
    /// One list.
    pub status: Option<InvoiceStatusFilter>,
    /// Matches number, title, unit label and resident name.
    pub search: Option<String>,
    /// Today in each property: what overdue means.
    pub today: Vec<(PropertyId, Date)>,
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceSortField {
    /// Due date.
    Due,
    /// Number; drafts count as the highest.
    Number,
    /// Total.
    Total,
    /// Balance.
    Balance,
}

/// Count and sum of a group in one currency, in minor units: amounts of different currencies are never added.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct CurrencyTotal {
    /// ISO 4217 code.
    pub currency: Currency,
    /// Rows.
    pub count: i64,
    /// Minor units.
    pub amount: i64,
}

/// The state the domain works with.
pub fn state(row: &invoice::Model) -> StoreResult<InvoiceState> {
    Ok(InvoiceState {
        status: row.status,
        total: row.total,
        balance: row.balance,
        written_off: row.written_off,
    })
}

fn joined() -> sea_orm::SelectFour<
    invoice::Entity,
    unit::Entity,
    property::Entity,
    resident::Entity,
    sea_orm::TopologyStar,
> {
    invoice::Entity::find()
        .find_also_related(unit::Entity)
        .find_also_related(property::Entity)
        .find_also(invoice::Entity, resident::Entity)
}

type Joined = (invoice::Model, Option<unit::Model>, Option<property::Model>, Option<resident::Model>);

fn row((invoice, unit, property, resident): Joined) -> Option<InvoiceRow> {
    Some(InvoiceRow { invoice, unit: unit?, property: property?, resident })
}

fn contains(column: SimpleExpr, pattern: &str) -> SimpleExpr {
    let escaped = pattern.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let like = sea_orm::sea_query::LikeExpr::new(format!("%{escaped}%")).escape('\\');
    SimpleExpr::from(Func::lower(column)).like(like)
}

fn overdue_condition(today: &[(PropertyId, Date)]) -> Condition {
    let mut by_day: HashMap<Date, Vec<PropertyId>> = HashMap::new();
    for (property, day) in today {
        by_day.entry(*day).or_default().push(*property);
    }
    let mut any = Condition::any().add(invoice::Column::Id.is_in(Vec::<InvoiceId>::new()));
    for (day, properties) in by_day {
        any = any.add(
            Condition::all()
                .add(invoice::Column::PropertyId.is_in(properties))
                .add(invoice::Column::DueOn.lt(day.to_string())),
        );
    }
    any
}

fn processing_condition() -> SimpleExpr {
    let invoices = payment_allocation::Entity::find()
        .select_only()
        .column(payment_allocation::Column::InvoiceId)
        .join(sea_orm::JoinType::InnerJoin, payment_allocation::Relation::Payment.def())
        .filter(payment_allocation::Column::Active.eq(true))
        .filter(payment::Column::Status.eq(PaymentStatus::Processing))
        .into_query();
    invoice::Column::Id.in_subquery(invoices)
}

fn condition(filter: &InvoiceCriteria) -> Condition {
    let mut all = Condition::all();
    if let Some(property) = filter.property {
        all = all.add(invoice::Column::PropertyId.eq(property));
    }
    if let Some(unit) = filter.unit {
        all = all.add(invoice::Column::UnitId.eq(unit));
    }
    if let Some(status) = filter.status {
        let stored = match status {
            InvoiceStatusFilter::Draft => InvoiceStatus::Draft,
            InvoiceStatusFilter::Open | InvoiceStatusFilter::Overdue | InvoiceStatusFilter::Processing => {
                InvoiceStatus::Open
            }
            InvoiceStatusFilter::Paid => InvoiceStatus::Paid,
            InvoiceStatusFilter::Void => InvoiceStatus::Void,
            InvoiceStatusFilter::Uncollectible => InvoiceStatus::Uncollectible,
        };
        all = all.add(invoice::Column::Status.eq(stored));
        if status == InvoiceStatusFilter::Overdue {
            all = all.add(overdue_condition(&filter.today));
        }
        if status == InvoiceStatusFilter::Processing {
            all = all.add(processing_condition());
        }
    }
    if let Some(search) = filter.search.as_deref().map(str::trim).filter(|search| !search.is_empty()) {
        let digits: String = search.chars().filter(char::is_ascii_digit).collect();
        let mut any = Condition::any()
            .add(contains(Expr::col((invoice::Entity, invoice::Column::Title)), search))
            .add(contains(Expr::col((unit::Entity, unit::Column::Label)), search))
            .add(contains(Expr::col((resident::Entity, resident::Column::Name)), search));
        if let Ok(number) = digits.parse::<i64>() {
            any = any.add(invoice::Column::Number.eq(number));
        }
        all = all.add(any);
    }
    all
}

/// A page of invoices.
pub async fn list(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &InvoiceCriteria,
    (order, descending): (InvoiceSortField, bool),
    page: &PageRequest,
) -> StoreResult<Page<InvoiceRow>> {
    let column = |column: invoice::Column| SimpleExpr::from(Expr::col((invoice::Entity, column)));
    let key = match order {
        InvoiceSortField::Due => column(invoice::Column::DueOn),
        InvoiceSortField::Number => {
            Func::coalesce([column(invoice::Column::Number), Expr::val(i64::MAX)]).into()
        }
        InvoiceSortField::Total => column(invoice::Column::Total),
        InvoiceSortField::Balance => column(invoice::Column::Balance),
    };
    let query = joined().filter(scope.invoices()).filter(condition(filter));
    let rows = page.apply(query, &key, &column(invoice::Column::Id), descending).all(connection).await?;
    let rows: Vec<InvoiceRow> = rows.into_iter().filter_map(row).collect();
    Ok(page.to_page(rows, |row| {
        let key = match order {
            InvoiceSortField::Due => SortKey::Text(row.invoice.due_on.to_string()),
            InvoiceSortField::Number => SortKey::Number(row.invoice.number.unwrap_or(i64::MAX)),
            InvoiceSortField::Total => SortKey::Number(row.invoice.total),
            InvoiceSortField::Balance => SortKey::Number(row.invoice.balance),
        };
        Cursor { key, id: row.invoice.id.uuid() }
    }))
}

/// How many invoices a list has.
pub async fn count(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &InvoiceCriteria,
) -> StoreResult<u64> {
    Ok(joined().filter(scope.invoices()).filter(condition(filter)).count(connection).await?)
}

/// Count and what is owed of a list, per currency.
pub async fn balance_totals(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &InvoiceCriteria,
) -> StoreResult<Vec<CurrencyTotal>> {
    currency_totals(
        connection,
        Condition::all().add(scope.invoices()).add(condition(filter)),
        invoice::Column::Balance,
    )
    .await
}

/// Count and total of what was published from an instant on, per currency.
pub async fn billed_totals_since(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &InvoiceCriteria,
    since: Instant,
) -> StoreResult<Vec<CurrencyTotal>> {
    let condition = Condition::all()
        .add(scope.invoices())
        .add(condition(filter))
        .add(invoice::Column::PublishedAt.gte(since))
        .add(invoice::Column::Status.ne(InvoiceStatus::Void));
    currency_totals(connection, condition, invoice::Column::Total).await
}

async fn currency_totals(
    connection: &impl ConnectionTrait,
    condition: Condition,
    amount: invoice::Column,
) -> StoreResult<Vec<CurrencyTotal>> {
    let query = invoice::Entity::find()
        .join(sea_orm::JoinType::LeftJoin, invoice::Relation::Unit.def())
        .join(sea_orm::JoinType::LeftJoin, invoice::Relation::Resident.def())
        .filter(condition);
    let currency = Expr::col((invoice::Entity, invoice::Column::Currency));
    Ok(total_by_currency(query, currency, Expr::col((invoice::Entity, amount))).all(connection).await?)
}

/// Count and sum of a query's rows per currency; PostgreSQL sums bigints as numeric, so the sum is cast back.
pub(super) fn total_by_currency<E: EntityTrait>(
    query: sea_orm::Select<E>,
    currency: SimpleExpr,
    amount: SimpleExpr,
) -> sea_orm::Selector<sea_orm::SelectModel<CurrencyTotal>> {
    let sum = Func::coalesce([SimpleExpr::from(Func::sum(amount)), Expr::val(0_i64)]);
    query
        .select_only()
        .column_as(currency.clone(), "currency")
        .column_as(SimpleExpr::from(Func::count(Expr::val(1))), "count")
        .column_as(SimpleExpr::from(sum).cast_as(Alias::new("bigint")), "amount")
        .group_by(currency)
        .into_model::<CurrencyTotal>()
}

/// The due date of the oldest late invoice of a filter whose list is Overdue.
pub async fn oldest_due(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &InvoiceCriteria,
) -> StoreResult<Option<Day>> {
    let found: Option<Option<Day>> = invoice::Entity::find()
        .join(sea_orm::JoinType::LeftJoin, invoice::Relation::Unit.def())
        .join(sea_orm::JoinType::LeftJoin, invoice::Relation::Resident.def())
        .filter(scope.invoices())
        .filter(condition(filter))
        .select_only()
        .column_as(invoice::Column::DueOn.min(), "due_on")
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.flatten())
}

/// One invoice.
pub async fn get(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    id: InvoiceId,
) -> StoreResult<Option<InvoiceRow>> {
    let found = joined().filter(scope.invoices()).filter(invoice::Column::Id.eq(id)).one(connection).await?;
    Ok(found.and_then(row))
}

/// Several invoices, in no order.
pub async fn get_many(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[InvoiceId],
) -> StoreResult<Vec<InvoiceRow>> {
    let found = joined()
        .filter(scope.invoices())
        .filter(invoice::Column::Id.is_in(ids.iter().copied()))
        .all(connection)
        .await?;
    Ok(found.into_iter().filter_map(row).collect())
}

/// One invoice, locked until the transaction ends.
pub async fn lock(txn: &Txn, scope: &Scope, id: InvoiceId) -> StoreResult<Option<invoice::Model>> {
    let query = invoice::Entity::find_by_id(id).filter(scope.invoices()).lock(ROW_LOCK);
    Ok(query.one(txn).await?)
}

/// One invoice, locked until the transaction ends, with the resident it is addressed to, who is not locked.
pub async fn lock_with_resident(
    txn: &Txn,
    scope: &Scope,
    id: InvoiceId,
) -> StoreResult<Option<(invoice::Model, Option<resident::Model>)>> {
    let mut query =
        invoice::Entity::find_by_id(id).find_also_related(resident::Entity).filter(scope.invoices());
    // PostgreSQL locks no row of an outer join's far side.
    QueryTrait::query(&mut query).lock_with_tables(ROW_LOCK, [invoice::Entity]);
    Ok(query.one(txn).await?)
}

/// Several invoices, locked in the order of their ids so that two transactions can't wait for each other.
pub async fn lock_many(txn: &Txn, scope: &Scope, ids: &[InvoiceId]) -> StoreResult<Vec<invoice::Model>> {
    let query = invoice::Entity::find()
        .filter(invoice::Column::Id.is_in(ids.iter().copied()))
        .filter(scope.invoices())
        .order_by_asc(invoice::Column::Id)
        .lock(ROW_LOCK);
    Ok(query.all(txn).await?)
}

/// Lines of several invoices, each in order. The ids come from rows that a scope let through.
pub async fn lines(
    connection: &impl ConnectionTrait,
    ids: &[InvoiceId],
) -> StoreResult<HashMap<InvoiceId, Vec<invoice_line::Model>>> {
    let rows = invoice_line::Entity::find()
        .filter(invoice_line::Column::InvoiceId.is_in(ids.iter().copied()))
        .order_by_asc(invoice_line::Column::InvoiceId)
        .order_by_asc(invoice_line::Column::Position)
        .all(connection)
        .await?;
    let mut lines: HashMap<InvoiceId, Vec<invoice_line::Model>> = HashMap::new();
    for line in rows {
        lines.entry(line.invoice_id).or_default().push(line);
    }
    Ok(lines)
}

/// Inserts drafts with their lines.
pub async fn insert(
    txn: &Txn,
    invoices: Vec<invoice::Model>,
    lines: Vec<invoice_line::Model>,
) -> StoreResult<()> {
    // Both databases bound the number of parameters of one statement.
    for chunk in invoices.chunks(400) {
        invoice::Entity::insert_many(chunk.iter().cloned().map(IntoActiveModel::into_active_model))
            .exec(txn)
            .await?;
    }
    for chunk in lines.chunks(800) {
        invoice_line::Entity::insert_many(chunk.iter().cloned().map(IntoActiveModel::into_active_model))
            .exec(txn)
            .await?;
    }
    Ok(())
}

/// Saves a new state and whatever `change` sets, and raises the version.
pub async fn save(
    txn: &Txn,
    row: invoice::Model,
    state: InvoiceState,
    change: impl FnOnce(&mut invoice::ActiveModel),
) -> StoreResult<invoice::Model> {
    let version = row.version.saturating_add(1);
    let mut active = row.into_active_model();
    active.status = Set(state.status);
    active.balance = Set(state.balance);
    active.written_off = Set(state.written_off);
    active.version = Set(version);
    change(&mut active);
    Ok(active.update(txn).await?)
}

/// Deletes a draft with its lines.
pub async fn delete(txn: &Txn, id: InvoiceId) -> StoreResult<()> {
    invoice::Entity::delete_by_id(id).exec(txn).await?;
    Ok(())
}

/// Ids of the drafts in a scope, oldest first.
pub async fn drafts(txn: &Txn, scope: &Scope, property: Option<PropertyId>) -> StoreResult<Vec<InvoiceId>> {
    let mut query = invoice::Entity::find()
        .select_only()
        .column(invoice::Column::Id)
        .filter(scope.invoices())
        .filter(invoice::Column::Status.eq(InvoiceStatus::Draft))
        .order_by_asc(invoice::Column::Id);
    if let Some(property) = property {
        query = query.filter(invoice::Column::PropertyId.eq(property));
    }
    Ok(query.into_tuple().all(txn).await?)
}

/// What single residents owe on their open invoices, as unit, resident and minor units.
pub async fn balances_of_residents(
    connection: &impl ConnectionTrait,
    units: &[UnitId],
    residents: &[ResidentId],
) -> StoreResult<Vec<(UnitId, ResidentId, i64)>> {
    let sum = SimpleExpr::from(Func::sum(Expr::col((invoice::Entity, invoice::Column::Balance))));
    let query = invoice::Entity::find()
        .select_only()
        .column(invoice::Column::UnitId)
        .column(invoice::Column::ResidentId)
        .column_as(sum.cast_as(Alias::new("bigint")), "balance")
        .filter(invoice::Column::UnitId.is_in(units.iter().copied()))
        .filter(invoice::Column::ResidentId.is_in(residents.iter().copied()))
        .filter(invoice::Column::Status.eq(InvoiceStatus::Open))
        .group_by(invoice::Column::UnitId)
        .group_by(invoice::Column::ResidentId);
    Ok(query.into_tuple().all(connection).await?)
}

/// What is owed per unit, in minor units. The ids come from rows that a scope let through.
pub async fn balances_by_unit(
    connection: &impl ConnectionTrait,
    units: &[UnitId],
) -> StoreResult<HashMap<UnitId, i64>> {
    let rows: Vec<(UnitId, i64)> = invoice::Entity::find()
        .select_only()
        .column(invoice::Column::UnitId)
        .column_as(
            SimpleExpr::from(Func::sum(Expr::col((invoice::Entity, invoice::Column::Balance))))
                .cast_as(Alias::new("bigint")),
            "balance",
        )
        .filter(invoice::Column::UnitId.is_in(units.iter().copied()))
        .filter(invoice::Column::Status.eq(InvoiceStatus::Open))
        .group_by(invoice::Column::UnitId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}
