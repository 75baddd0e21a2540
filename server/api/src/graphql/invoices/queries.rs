//! Single invoices, and totals over many.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::id::{self, InvoiceId};

use super::types::Invoice;
use crate::graphql::request::ContextExt;
use crate::graphql::results::ResultExt;
use crate::graphql::scalars::{Money, decode_id};
use application::invoices::invoice_totals::{self, TotalsGroup};
use application::invoices::list_invoices::{invoice, invoices_by_id};

/// Queries of invoices.
#[derive(Default)]
pub struct InvoiceQuery;

/// Queries of invoices.
#[Object]
impl InvoiceQuery {
    /// An invoice; null when it does not exist or the caller may not see it. Residents see invoices addressed
    /// to them once they are published.
    async fn invoice(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the invoice, starting with `inv_`.")] id: ID,
    ) -> Result<Option<Invoice>> {
        ctx.caller()?;
        match decode_id::<id::Invoice>(&id) {
            Some(key) => invoice_by_key(ctx, key).await,
            None => Ok(None),
        }
    }
}

/// An invoice by key.
pub(in crate::graphql) async fn invoice_by_key(ctx: &Context<'_>, key: InvoiceId) -> Result<Option<Invoice>> {
    Ok(invoice(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?.map(Invoice))
}

/// Several invoices by key, in the order of the keys.
pub(super) async fn invoices_by_keys(ctx: &Context<'_>, keys: &[InvoiceId]) -> Result<Vec<Invoice>> {
    let rows = invoices_by_id(ctx.app()?, ctx.caller()?, keys).await.or_internal_error(ctx)?;
    Ok(rows.into_iter().map(Invoice).collect())
}

/// A number of invoices or payments, and their sum.
#[derive(SimpleObject)]
pub struct TotalsBucket {
    /// Number of invoices, or of payments for `processing` and `paidThisMonth`.
    count: i32,
    /// Their sum in each currency the properties bill in, 0.00 included; empty when there is no property.
    amounts: Vec<Money>,
}

/// Totals over invoices. The current month begins in the time zone of one property: the first by currency and
/// name of those the filter leaves.
#[derive(SimpleObject)]
pub struct InvoiceTotals {
    /// Drafts, with the sum of their totals.
    draft: TotalsBucket,
    /// Open invoices, overdue ones included, with the sum of their balances.
    open: TotalsBucket,
    /// Overdue invoices, with the sum of their balances.
    overdue: TotalsBucket,
    /// Bank transfers on their way, with the sum of their amounts.
    processing: TotalsBucket,
    /// Payments received in the current month, online or recorded, less what went back of them; fees are not
    /// counted.
    paid_this_month: TotalsBucket,
    /// Sum of the totals of invoices published in the current month, void ones left out, in each currency.
    billed_this_month: Vec<Money>,
    /// Number of invoices of every status.
    all: i32,
    /// Number of paid invoices.
    paid: i32,
    /// Number of void invoices.
    void: i32,
    /// Number of invoices written off.
    uncollectible: i32,
    /// Days since the due date of the oldest overdue invoice; null when none is overdue.
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
            uncollectible: count(totals.uncollectible.count),
            oldest_overdue_days: totals.oldest_overdue_days,
        }
    }
}
