//! What moved in the books: the transactions that money came, went or was taken to the bank with, and sums over
//! them. Publishing and withdrawing invoices move none.

use domain::instant::Instant;
use domain::money::Currency;
use std::collections::HashMap;

use domain::id::{PropertyId, UnitId};
use domain::ledger::{BANK, CLEARING, DISPUTE_FEES, FEE_EXPENSE, TransactionCause, UNDEPOSITED};
use domain::payment::PaymentMethod;
use entity::{
    invoice, ledger_account, ledger_entry, ledger_transaction, payment, payment_allocation, payout, property,
    resident, unit,
};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QuerySelect, QueryTrait, RelationTrait,
};

use super::properties::matches;
use super::{Cursor, Page, PageRequest, Scope, SortKey, StoreResult};

/// The causes that move money.
pub const MONEY_CAUSES: [TransactionCause; 12] = [
    TransactionCause::OnlinePayment,
    TransactionCause::OfflinePayment,
    TransactionCause::OfflineReversal,
    TransactionCause::Refund,
    TransactionCause::RefundFailed,
    TransactionCause::DisputeOpened,
    TransactionCause::DisputeWon,
    TransactionCause::DisputeLost,
    TransactionCause::FeeCorrection,
    TransactionCause::Adjustment,
    TransactionCause::Payout,
    TransactionCause::PayoutFailed,
];

/// Days in the zone of the properties that keep it, as instants: from the first, before the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeWindow {
    /// IANA name.
    pub time_zone: String,
    /// From this instant.
    pub from: Option<Instant>,
    /// Before this instant.
    pub before: Option<Instant>,
}

/// What narrows a list.
#[derive(Debug, Clone, Default)]
pub struct LedgerTransactionCriteria {
    /// One property.
    pub property: Option<PropertyId>,
    /// These causes; empty means all that move money.
    pub causes: Vec<TransactionCause>,
    /// Payments by this method, and what became of them.
    pub method: Option<PaymentMethod>,
    /// Matches payer, unit, reference, invoice and payout.
    pub search: Option<String>,
    /// When, by time zone; none means any time.
    pub windows: Option<Vec<TimeWindow>>,
}

fn objects_by_method(method: PaymentMethod) -> SelectStatement {
    payment::Entity::find()
        .select_only()
        .column(payment::Column::Id)
        .filter(payment::Column::Method.eq(method.code()))
        .into_query()
}

fn window_condition(windows: &[TimeWindow]) -> Condition {
    use ledger_transaction::Column::{At, PropertyId};
    let mut any = Condition::any().add(PropertyId.is_in(Vec::<domain::id::PropertyId>::new()));
    for window in windows {
        let there = property::Entity::find()
            .select_only()
            .column(property::Column::Id)
            .filter(property::Column::TimeZone.eq(window.time_zone.as_str()))
            .into_query();
        let mut all = Condition::all().add(PropertyId.in_subquery(there));
        if let Some(from) = window.from {
            all = all.add(At.gte(from));
        }
        if let Some(before) = window.before {
            all = all.add(At.lt(before));
        }
        any = any.add(all);
    }
    any
}

/// What a search finds: payments by payer, unit and reference, payments of invoices by number and title, and
/// payouts by Stripe's id.
fn search_condition(scope: &Scope, search: &str) -> Condition {
    use ledger_transaction::Column::ObjectId;
    let organizations = scope.organizations();
    let payments = payment::Entity::find()
        .select_only()
        .column(payment::Column::Id)
        .join(JoinType::LeftJoin, payment::Relation::Resident.def())
        .join(JoinType::LeftJoin, payment::Relation::Unit.def())
        .filter(payment::Column::OrganizationId.is_in(organizations.iter().copied()))
        .filter(matches(
            &[
                Expr::col((resident::Entity, resident::Column::Name)),
                Expr::col((unit::Entity, unit::Column::Label)),
                Expr::col((payment::Entity, payment::Column::Reference)),
            ],
            Some(search),
        ));
    let mut named =
        Condition::any().add(matches(&[Expr::col((invoice::Entity, invoice::Column::Title))], Some(search)));
    let digits: String = search.chars().filter(char::is_ascii_digit).collect();
    if let Ok(number) = digits.parse::<i64>() {
        named = named.add(invoice::Column::Number.eq(number));
    }
    let of_invoices = payment_allocation::Entity::find()
        .select_only()
        .column(payment_allocation::Column::PaymentId)
        .join(JoinType::InnerJoin, payment_allocation::Relation::Invoice.def())
        .filter(payment_allocation::Column::OrganizationId.is_in(organizations.iter().copied()))
        .filter(named);
    let payouts = payout::Entity::find()
        .select_only()
        .column(payout::Column::Id)
        .filter(payout::Column::OrganizationId.is_in(organizations))
        .filter(matches(&[Expr::col((payout::Entity, payout::Column::ProcessorPayoutId))], Some(search)));
    Condition::any()
        .add(ObjectId.in_subquery(payments.into_query()))
        .add(ObjectId.in_subquery(of_invoices.into_query()))
        .add(ObjectId.in_subquery(payouts.into_query()))
}

fn condition(scope: &Scope, filter: &LedgerTransactionCriteria) -> Condition {
    use ledger_transaction::Column;
    let causes = if filter.causes.is_empty() { &MONEY_CAUSES[..] } else { filter.causes.as_slice() };
    let wanted = causes.iter().filter(|cause| MONEY_CAUSES.contains(cause));
    let mut all = Condition::all().add(scope.ledger_transactions()).add(Column::Cause.is_in(wanted.copied()));
    if let Some(property) = filter.property {
        all = all.add(Column::PropertyId.eq(property));
    }
    if let Some(method) = filter.method {
        all = all.add(Column::ObjectId.in_subquery(objects_by_method(method)));
    }
    if let Some(windows) = &filter.windows {
        all = all.add(window_condition(windows));
    }
    if let Some(search) = filter.search.as_deref().map(str::trim).filter(|search| !search.is_empty()) {
        all = all.add(search_condition(scope, search));
    }
    all
}

/// A page of ledger transactions that moved money, newest first.
pub async fn list(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &LedgerTransactionCriteria,
    page: &PageRequest,
) -> StoreResult<Page<ledger_transaction::Model>> {
    use ledger_transaction::Column;
    let column = |column: Column| SimpleExpr::from(Expr::col((ledger_transaction::Entity, column)));
    let query = ledger_transaction::Entity::find().filter(condition(scope, filter));
    let rows = page.apply(query, &column(Column::At), &column(Column::Id), true).all(connection).await?;
    Ok(page.to_page(rows, |row| Cursor { key: SortKey::Number(row.at.as_millis()), id: row.id.uuid() }))
}

/// How many there are.
pub async fn count(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &LedgerTransactionCriteria,
) -> StoreResult<u64> {
    Ok(ledger_transaction::Entity::find().filter(condition(scope, filter)).count(connection).await?)
}

/// What one transaction moved, or many; minor units. Money that came is above zero. What is taken to the bank
/// came before, so it is counted apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TransactionAmounts {
    /// Kept by the processor.
    pub fee: i64,
    /// What is left of what came.
    pub net: i64,
    /// Taken to the bank.
    pub paid_out: i64,
}

impl TransactionAmounts {
    /// What came or went before fees.
    pub fn gross(self) -> i64 {
        self.net.saturating_add(self.fee)
    }

    /// What a transaction's entries moved.
    pub fn from_entries(
        cause: TransactionCause,
        entries: &[(ledger_entry::Model, ledger_account::Model)],
    ) -> TransactionAmounts {
        let sum = |codes: &[&str]| {
            let counted = entries.iter().filter(|(_, account)| codes.contains(&account.code.as_str()));
            counted.fold(0_i64, |sum, (entry, _)| sum.saturating_add(entry.amount))
        };
        if is_payout(cause) {
            return TransactionAmounts { fee: 0, net: 0, paid_out: sum(&[BANK]) };
        }
        TransactionAmounts { fee: sum(&FEE_ACCOUNTS), net: sum(&MONEY_ACCOUNTS), paid_out: 0 }
    }
}

/// Whether transactions with a cause are listed: those that moved money.
pub fn moves_money(cause: TransactionCause) -> bool {
    MONEY_CAUSES.contains(&cause)
}

/// Whether a cause takes money to the bank or back.
pub fn is_payout(cause: TransactionCause) -> bool {
    PAYOUT_CAUSES.contains(&cause)
}

const FEE_ACCOUNTS: [&str; 2] = [FEE_EXPENSE, DISPUTE_FEES];
const MONEY_ACCOUNTS: [&str; 2] = [CLEARING, UNDEPOSITED];
const PAYOUT_CAUSES: [TransactionCause; 2] = [TransactionCause::Payout, TransactionCause::PayoutFailed];

/// Sums over what moved, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionTotal {
    /// ISO 4217 code.
    pub currency: Currency,
    /// Their sums.
    pub amounts: TransactionAmounts,
}

#[derive(FromQueryResult)]
struct TotalRow {
    currency: Currency,
    fee: i64,
    net: i64,
    paid_out: i64,
}

/// Sums over what moved, by currency.
pub async fn totals(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    filter: &LedgerTransactionCriteria,
) -> StoreResult<Vec<TransactionTotal>> {
    use ledger_account::Column::Code;
    use ledger_transaction::Column::Cause as CauseColumn;
    let payout = || CauseColumn.is_in(PAYOUT_CAUSES.iter().map(|cause| cause.code()));
    let sum = |counted: Condition| {
        let amount = Expr::col((ledger_entry::Entity, ledger_entry::Column::Amount));
        let chosen = CaseStatement::new().case(counted, amount).finally(0_i64);
        SimpleExpr::from(Func::sum(SimpleExpr::Case(Box::new(chosen)))).cast_as(Alias::new("bigint"))
    };
    let came =
        |codes: &[&str]| sum(Condition::all().add(Code.is_in(codes.iter().copied())).add(payout().not()));
    let rows: Vec<TotalRow> = ledger_entry::Entity::find()
        .inner_join(ledger_account::Entity)
        .inner_join(ledger_transaction::Entity)
        .join(
            JoinType::InnerJoin,
            ledger_transaction::Entity::belongs_to(property::Entity)
                .from(ledger_transaction::Column::PropertyId)
                .to(property::Column::Id)
                .into(),
        )
        .select_only()
        .column(property::Column::Currency)
        .column_as(came(&FEE_ACCOUNTS), "fee")
        .column_as(came(&MONEY_ACCOUNTS), "net")
        .column_as(sum(Condition::all().add(Code.eq(BANK)).add(payout())), "paid_out")
        .filter(condition(scope, filter))
        .group_by(property::Column::Currency)
        .into_model()
        .all(connection)
        .await?;
    let total = |row: TotalRow| TransactionTotal {
        currency: row.currency,
        amounts: TransactionAmounts { fee: row.fee, net: row.net, paid_out: row.paid_out },
    };
    let mut totals: Vec<TransactionTotal> = rows.into_iter().map(total).collect();
    totals.sort_by_key(|a| a.currency);
    Ok(totals)
}

/// Units by key, for payments that a scope let through.
pub async fn units(
    connection: &impl ConnectionTrait,
    ids: &[UnitId],
) -> StoreResult<HashMap<UnitId, unit::Model>> {
    let query = unit::Entity::find().filter(unit::Column::Id.is_in(ids.iter().copied()));
    Ok(query.all(connection).await?.into_iter().map(|row| (row.id, row)).collect())
}
