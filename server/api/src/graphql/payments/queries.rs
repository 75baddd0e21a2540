//! Single payments, and what one for several invoices costs.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, InvoiceId, PaymentId};

use super::fees::FeeQuote;
use super::types::{Payment, PaymentStatus};
use crate::graphql::connection::cost;
use crate::graphql::invoices::Invoice;
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_query_result};
use crate::graphql::scalars::{Decimal, Money, decode_id, decode_id_or_nil};
use application::payments::list_payments::payment;
use application::payments::quote_checkout::quote_checkout;
use store::payments::{PaymentCriteria, PaymentDisplayStatus};

/// Narrows a list of payments; all conditions given must hold.
#[derive(InputObject, Debug, Clone, Default)]
pub struct PaymentFilter {
    /// Only payments of this property.
    pub property_id: Option<ID>,
    /// Only payments with this status.
    pub status: Option<PaymentStatus>,
}

impl From<PaymentFilter> for PaymentCriteria {
    fn from(filter: PaymentFilter) -> PaymentCriteria {
        PaymentCriteria {
            property: filter.property_id.as_ref().map(decode_id_or_nil::<id::Property>),
            status: filter.status.map(PaymentDisplayStatus::from),
        }
    }
}

/// What it costs to pay several invoices of one property in one payment.
#[derive(SimpleObject)]
pub struct CheckoutQuote {
    /// Invoices that can be paid now, in the order in which money is allocated to them: oldest due date
    /// first.
    payable: Vec<Invoice>,
    /// Invoices that can't be paid now: not open, or with a payment in progress.
    not_payable: Vec<Invoice>,
    /// Sum of the balances of the payable invoices.
    balance: Money,
    /// What one payment costs for each online method, or why the method can't be used; empty when no invoice
    /// can be paid.
    fee_quotes: Vec<FeeQuote>,
}

/// Queries of payments.
#[derive(Default)]
pub struct PaymentQuery;

/// Queries of payments.
#[Object]
impl PaymentQuery {
    /// A payment; null when it does not exist or the caller may not see it. Residents see their own.
    async fn payment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the payment, starting with `pay_`.")] id: ID,
    ) -> Result<Option<Payment>> {
        ctx.caller()?;
        match decode_id::<id::Payment>(&id) {
            Some(key) => payment_by_key(ctx, key).await,
            None => Ok(None),
        }
    }

    /// What `checkoutStart` would charge for invoices; null unless all of them are the caller's to pay. Fees
    /// have a fixed part, so one payment for several invoices costs less than one for each.
    #[graphql(complexity = "cost(i32::try_from(invoice_ids.len()).ok(), None, child_complexity)")]
    async fn checkout_quote(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Ids of 1 to 20 invoices of one property.")] invoice_ids: Vec<ID>,
        #[graphql(
            desc = "Amount to pay off the payable invoices, from 1.00 to their balance; the whole balance when left out."
        )]
        amount: Option<Decimal>,
    ) -> Result<Option<CheckoutQuote>> {
        let caller = ctx.caller()?;
        let ids: Vec<InvoiceId> = invoice_ids.iter().map(decode_id_or_nil::<id::Invoice>).collect();
        let part = amount.as_ref().map(|amount| amount.0.as_str());
        let quoted = quote_checkout(ctx.app()?, caller, &ids, part).await;
        let Some(quoted) = into_query_result(ctx, quoted)? else { return Ok(None) };
        let price = |quote| FeeQuote::new(quote, quoted.currency);
        Ok(Some(CheckoutQuote {
            balance: Money::stored(quoted.balance, quoted.currency),
            fee_quotes: quoted.quotes.iter().map(price).collect(),
            payable: quoted.payable.into_iter().map(Invoice).collect(),
            not_payable: quoted.not_payable.into_iter().map(Invoice).collect(),
        }))
    }
}

/// A payment by key.
pub(in crate::graphql) async fn payment_by_key(ctx: &Context<'_>, key: PaymentId) -> Result<Option<Payment>> {
    Ok(payment(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?.map(Payment))
}
