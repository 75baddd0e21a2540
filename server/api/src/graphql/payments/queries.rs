//! Lists of payments, and what one for several invoices costs.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, Uuid};
use domain::payment::MAX_INVOICES_PER_PAYMENT;
use domain::roles::Permission;

use super::super::connection::{CountQuery, cost};
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, bad_input, into_query_result};
use super::super::invoices::Invoice;
use super::super::scalars::{Decimal, Money, decode_id};
use super::fees::FeeQuote;
use super::types::{Payment, PaymentConnection, PaymentStatus};
use application::payments::quote_checkout::quote_checkout;
use store::payments;
use store::payments::{PaymentCriteria, PaymentDisplayStatus};
use store::{PageRequest, Scope};

/// What narrows a list of payments.
#[derive(InputObject, Debug, Clone, Default)]
pub struct PaymentFilter {
    /// One property.
    pub property_id: Option<ID>,
    /// One status.
    pub status: Option<PaymentStatus>,
}

/// What it costs to pay invoices of one property at once.
#[derive(SimpleObject)]
pub struct CheckoutQuote {
    /// Those that can be paid now, in the order in which money goes to them: oldest due first.
    payable: Vec<Invoice>,
    /// Those that can't: settled, withdrawn, or with a payment on its way.
    not_payable: Vec<Invoice>,
    /// What is owed on those that can be paid.
    balance: Money,
    /// Per online method: the fee and total of one payment, or why it can't be used. Empty where nothing can be
    /// paid.
    fee_quotes: Vec<FeeQuote>,
}

/// Queries for payments.
#[derive(Default)]
pub struct PaymentQuery;

/// Queries for payments.
#[Object]
impl PaymentQuery {
    /// A payment the caller may see.
    async fn payment(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Payment>> {
        let scope = ctx.caller()?.scope(Permission::SeeInvoices);
        let Some(key) = decode_id::<id::Payment>(&id) else { return Ok(None) };
        Ok(payments::get(ctx.app()?.db.read(), &scope, key).await.or_internal_error(ctx)?.map(Payment))
    }

    /// What `checkoutStart` would charge for 1 to 20 invoices of one property, or for an amount within their
    /// balance; null unless all of them are the caller's to pay. Fees have a fixed part, so one payment for all
    /// costs less than one for each.
    #[graphql(complexity = "cost(i32::try_from(invoice_ids.len()).ok(), None, child_complexity)")]
    async fn checkout_quote(
        &self,
        ctx: &Context<'_>,
        invoice_ids: Vec<ID>,
        amount: Option<Decimal>,
    ) -> Result<Option<CheckoutQuote>> {
        let caller = ctx.caller()?;
        if !(1..=MAX_INVOICES_PER_PAYMENT).contains(&invoice_ids.len()) {
            return Err(bad_input(format!("ask about 1 to {MAX_INVOICES_PER_PAYMENT} invoices")));
        }
        let ids: Option<Vec<Uuid>> = invoice_ids.iter().map(decode_id::<id::Invoice>).collect();
        let Some(ids) = ids else { return Ok(None) };
        let part = amount.as_ref().map(|amount| amount.0.as_str());
        let quoted = quote_checkout(ctx.app()?, caller, &ids, part).await;
        let Some(quoted) = into_query_result(ctx, quoted)? else { return Ok(None) };
        let price = |quote| FeeQuote::new(quote, quoted.currency, None);
        Ok(Some(CheckoutQuote {
            balance: Money::stored(quoted.balance, quoted.currency),
            fee_quotes: quoted.quotes.iter().map(price).collect::<Result<_>>()?,
            payable: quoted.payable.into_iter().map(Invoice).collect(),
            not_payable: quoted.not_payable.into_iter().map(Invoice).collect(),
        }))
    }
}

/// A page of the payments a scope reaches.
pub(in super::super) async fn list(
    ctx: &Context<'_>,
    scope: Scope,
    filter: Option<PaymentFilter>,
    page: &PageRequest,
) -> Result<PaymentConnection> {
    let filter = filter.unwrap_or_default();
    let property = filter.property_id.as_ref().map(|id| decode_id::<id::Property>(id).unwrap_or_default());
    let filter = PaymentCriteria { property, status: filter.status.map(PaymentDisplayStatus::from) };
    let slice = payments::list(ctx.app()?.db.read(), &scope, &filter, page).await.or_internal_error(ctx)?;
    Ok(PaymentConnection::new(slice, CountQuery::Payments(scope, filter), Payment))
}
