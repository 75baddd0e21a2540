//! An automatic payment of one invoice, as emails about it read and show it.

use domain::id::AutopayRunId;
use domain::invoice::InvoiceStatus;
use domain::money::Money;
use entity::{autopay, autopay_run, invoice};
use jiff::civil::Date;

use super::context::EmailContext;
use super::email::{Block, EmailComposer, Row};
use super::invoice_amount::InvoiceAmount;
use crate::error::AppError;
use crate::fees::quote;
use store::{StoreError, StoreResult};

/// An invoice and what paying it takes.
#[derive(Debug, Clone)]
pub(crate) struct AutopayCharge {
    /// The invoice with what is owed.
    pub(crate) invoice: InvoiceAmount,
    /// What is added for processing.
    pub(crate) fee: Money,
}

impl AutopayCharge {
    /// What is taken.
    pub(crate) fn total(&self) -> Money {
        let amount = self.invoice.amount;
        Money::new(amount.minor.saturating_add(self.fee.minor), amount.currency)
    }

    /// The invoice, the fee and their sum.
    pub(crate) fn table(&self, composer: &EmailComposer) -> Block {
        let mut rows = vec![self.invoice.row(composer)];
        if self.fee.minor != 0 {
            rows.push(Row::new(locales::mail_fee(composer.language), composer.money(self.fee)));
        }
        let sums = vec![Row::new(locales::mail_total(composer.language), composer.money(self.total()))];
        Block::Table { rows, sums }
    }
}

/// An automatic payment with its rows.
pub(crate) struct AutopayChargeDetails {
    pub(crate) autopay: autopay::Model,
    pub(crate) run: autopay_run::Model,
    pub(crate) invoice: invoice::Model,
    pub(crate) charge: AutopayCharge,
    /// The day.
    pub(crate) charge_on: Date,
}

impl AutopayChargeDetails {
    /// Reads the charge of a run; none when its invoice is not open any more.
    pub(crate) async fn load(
        context: &EmailContext<'_>,
        run: AutopayRunId,
    ) -> StoreResult<Option<AutopayChargeDetails>> {
        let (app, property) = (context.app, context.property()?);
        let read = app.db.read();
        let Some(run) = store::autopays::run(read, run).await? else { return Ok(None) };
        let Some(autopay) = store::autopays::get(read, run.autopay_id).await? else { return Ok(None) };
        let invoice = store::invoices::get(read, &context.scope()?, run.invoice_id).await?;
        let Some(invoice) =
            invoice.map(|row| row.invoice).filter(|invoice| invoice.status == InvoiceStatus::Open)
        else {
            return Ok(None);
        };
        let currency = invoice.currency;
        let charge_on = run.charge_on.0;
        let policy = quote::fee_policy(property)?;
        let price = quote::price(app, property, policy, (autopay.method, invoice.balance), charge_on);
        let price = price.map_err(|error| match error {
            AppError::Store(error) => error,
            other => StoreError::Corrupt(other.to_string()),
        })?;
        let charge = AutopayCharge {
            invoice: InvoiceAmount {
                number: context.invoice_number(&invoice),
                title: invoice.title.clone(),
                amount: Money::new(invoice.balance, currency),
            },
            fee: Money::new(price.fee, currency),
        };
        Ok(Some(AutopayChargeDetails { autopay, run, invoice, charge, charge_on }))
    }
}
