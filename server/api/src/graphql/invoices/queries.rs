//! Single invoices, and totals over many.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::id::{self, Uuid};

use super::types::Invoice;
use crate::graphql::request::ContextExt;
use crate::graphql::results::ResultExt;
use crate::graphql::scalars::{Money, decode_id};
use application::invoices::invoice_totals::{self, TotalsGroup};
use application::invoices::list_invoices::{invoice, invoices_by_id};

/// Queries for one invoice.
#[derive(Default)]
pub struct InvoiceQuery;

/// Queries for one invoice.
#[Object]
impl InvoiceQuery {
    /// An invoice the caller may see.
    async fn invoice(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Invoice>> {
        ctx.caller()?;
        match decode_id::<id::Invoice>(&id) {
            Some(key) => invoice_by_key(ctx, key).await,
            None => Ok(None),
        }
    }
}

/// An invoice by key.
pub(in crate::graphql) async fn invoice_by_key(ctx: &Context<'_>, key: Uuid) -> Result<Option<Invoice>> {
    Ok(invoice(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?.map(Invoice))
}

/// Several invoices by key, in the order of the keys.
pub(super) async fn invoices_by_keys(ctx: &Context<'_>, keys: &[Uuid]) -> Result<Vec<Invoice>> {
    let rows = invoices_by_id(ctx.app()?, ctx.caller()?, keys).await.or_internal_error(ctx)?;
    Ok(rows.into_iter().map(Invoice).collect())
}

/// Count and sums of a group.
#[derive(SimpleObject)]
pub struct TotalsBucket {
    /// Invoices or payments in it.
    count: i32,
    /// Their sum in each currency; at least one, zero where there is nothing.
    amounts: Vec<Money>,
}

/// Figures over a list, whatever its status filter.
#[derive(SimpleObject)]
pub struct InvoiceTotals {
    /// Not published.
    draft: TotalsBucket,
    /// Published and not settled; what is owed.
    open: TotalsBucket,
    /// Open and late; what is owed.
    overdue: TotalsBucket,
    /// Bank transfers on their way.
    processing: TotalsBucket,
    /// Payments received this month.
    paid_this_month: TotalsBucket,
    /// Published this month.
    billed_this_month: Vec<Money>,
    /// All invoices.
    all: i32,
    /// Settled invoices.
    paid: i32,
    /// Withdrawn invoices.
    void: i32,
    /// Days since the oldest overdue invoice was due.
    oldest_overdue_days: Option<i32>,
}

impl InvoiceTotals {
    pub(in crate::graphql) fn new(totals: &invoice_totals::InvoiceTotals) -> InvoiceTotals {
        let count = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
        let amounts = |group: &TotalsGroup| group.amounts.iter().copied().map(Money::from).collect();
        let bucket =
            |group: &TotalsGroup| TotalsBucket { count: count(group.count), amounts: amounts(group) };
        InvoiceTotals {
            draft: bucket(&totals.draft),
            open: bucket(&totals.open),
            overdue: bucket(&totals.overdue),
            processing: bucket(&totals.processing),
            paid_this_month: bucket(&totals.received_this_month),
            billed_this_month: amounts(&totals.billed_this_month),
            all: count(totals.invoices()),
            paid: count(totals.paid.count),
            void: count(totals.void.count),
            oldest_overdue_days: totals.oldest_overdue_days,
        }
    }
}
