//! A payment with its payer and invoices, as emails about payments read it.

use domain::id::{DisputeId, InvoiceId, PaymentId, RefundId};
use domain::invoice::InvoiceStatus;
use domain::money::{Currency, Money};
use domain::payment::PaymentMethod;
use entity::{dispute, invoice, payment, payment_allocation, refund};
use jiff::civil::Date;

use super::context::EmailContext;
use super::invoice_amount::InvoiceAmount;
use crate::app::date_in_zone;
use crate::urls::pay_page;
use store::{StoreError, StoreResult};

/// A payment with what emails about it need.
pub(crate) struct PaymentDetails {
    pub(crate) payment: payment::Model,
    pub(crate) method: PaymentMethod,
    currency: Currency,
    payer: Option<String>,
    /// In the order of their due dates.
    invoices: Vec<(payment_allocation::Model, invoice::Model)>,
}

impl PaymentDetails {
    /// Reads a payment; none when there is no such payment.
    pub(crate) async fn load(
        context: &EmailContext<'_>,
        id: PaymentId,
    ) -> StoreResult<Option<PaymentDetails>> {
        let read = context.app.db.read();
        let Some(row) = store::payments::get(read, &context.scope()?, id).await? else { return Ok(None) };
        Ok(Some(PaymentDetails {
            method: row.payment.method,
            currency: row.payment.currency,
            payer: row.resident.map(|resident| resident.name),
            invoices: store::payments::invoices_of(read, id).await?,
            payment: row.payment,
        }))
    }

    /// Reads a refund and its payment.
    pub(crate) async fn load_refund(
        context: &EmailContext<'_>,
        id: RefundId,
    ) -> StoreResult<Option<(refund::Model, PaymentDetails)>> {
        let refund = store::refunds::get(context.app.db.read(), id).await?;
        let refund = refund.ok_or_else(|| StoreError::Corrupt(format!("there is no refund {id}")))?;
        let details = PaymentDetails::load(context, refund.payment_id).await?;
        Ok(details.map(|details| (refund, details)))
    }

    /// Reads a dispute and its payment.
    pub(crate) async fn load_dispute(
        context: &EmailContext<'_>,
        id: DisputeId,
    ) -> StoreResult<Option<(dispute::Model, PaymentDetails)>> {
        let dispute = store::refunds::get_dispute(context.app.db.read(), id).await?;
        let dispute = dispute.ok_or_else(|| StoreError::Corrupt(format!("there is no dispute {id}")))?;
        let details = PaymentDetails::load(context, dispute.payment_id).await?;
        Ok(details.map(|details| (dispute, details)))
    }

    /// An amount in the payment's currency.
    pub(crate) fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    /// What went to the invoices.
    pub(crate) fn amount(&self) -> Money {
        self.money(self.payment.amount)
    }

    /// That and the fee.
    pub(crate) fn total(&self) -> Money {
        self.money(self.payment.amount.saturating_add(self.payment.fee))
    }

    /// The payer's name.
    pub(crate) fn payer(&self) -> String {
        self.payer.clone().unwrap_or_else(|| "—".to_owned())
    }

    /// The invoices with what the payment pays of each.
    pub(crate) fn invoice_amounts(&self, context: &EmailContext<'_>) -> Vec<InvoiceAmount> {
        let amount = |(allocation, invoice): &(payment_allocation::Model, invoice::Model)| InvoiceAmount {
            number: context.invoice_number(invoice),
            title: invoice.title.clone(),
            amount: self.money(allocation.amount),
        };
        self.invoices.iter().map(amount).collect()
    }

    /// Whether any of the invoices is owed again.
    pub(crate) fn has_open_invoice(&self) -> bool {
        self.invoices.iter().any(|(_, invoice)| invoice.status == InvoiceStatus::Open && invoice.balance > 0)
    }

    /// The day it was received, in the property's time zone.
    pub(crate) fn received_on(&self, context: &EmailContext<'_>) -> StoreResult<Date> {
        if let Some(day) = self.payment.received_on {
            return Ok(day.0);
        }
        let at = self.payment.succeeded_at.unwrap_or(self.payment.created_at);
        Ok(date_in_zone(at, &context.property()?.time_zone))
    }

    /// The label of the unit it is for.
    pub(crate) async fn unit_label(&self, context: &EmailContext<'_>) -> StoreResult<String> {
        context.unit_label(self.payment.unit_id).await
    }

    /// Its page in the portal.
    pub(crate) fn portal_url(&self, context: &EmailContext<'_>) -> String {
        context.url(format_args!("/portal/payments/{}", self.payment.id))
    }

    /// The page in the portal that pays its invoices again.
    pub(crate) fn pay_url(&self, context: &EmailContext<'_>) -> String {
        let ids: Vec<InvoiceId> = self.invoices.iter().map(|(_, invoice)| invoice.id).collect();
        if ids.is_empty() { self.portal_url(context) } else { pay_page(context.app, &ids) }
    }

    /// The page for the team that shows it.
    pub(crate) fn admin_url(&self, context: &EmailContext<'_>) -> String {
        match self.invoices.first() {
            Some((_, invoice)) => context.url(format_args!("/admin/invoices/{}", invoice.id)),
            None => context.url("/admin/payments"),
        }
    }
}
