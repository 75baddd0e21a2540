//! An invoice with an amount, as tables of emails list it.

use domain::money::Money;

use super::email::{EmailComposer, Row};

/// An invoice with what was or will be paid of it.
#[derive(Debug, Clone)]
pub(crate) struct InvoiceAmount {
    /// The invoice's number.
    pub(crate) number: String,
    /// Its title.
    pub(crate) title: String,
    /// The amount.
    pub(crate) amount: Money,
}

impl InvoiceAmount {
    /// Its row in a table.
    pub(crate) fn row(&self, composer: &EmailComposer) -> Row {
        let label = locales::mail_invoice_line(composer.language, &self.number, &self.title);
        Row::new(label, composer.money(self.amount))
    }
}

/// The rows of several invoices.
pub(crate) fn invoice_rows(invoices: &[InvoiceAmount], composer: &EmailComposer) -> Vec<Row> {
    invoices.iter().map(|invoice| invoice.row(composer)).collect()
}
