//! To a resident: the money is there.

use domain::email::EmailKind;
use domain::id::PaymentId;
use domain::money::Money;
use domain::payment::PaymentMethod;
use jiff::civil::Date;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, Row};
use crate::notifications::invoice_amount::{InvoiceAmount, invoice_rows};
use crate::notifications::payment_details::PaymentDetails;
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct Receipt {
    /// How it was paid.
    pub(crate) method: PaymentMethod,
    /// What was added for processing.
    pub(crate) fee: Money,
    /// What was paid, the fee included.
    pub(crate) total: Money,
    /// The day it was received.
    pub(crate) paid_on: Date,
    /// The invoices it went to.
    pub(crate) invoices: Vec<InvoiceAmount>,
    /// What the resident still owes.
    pub(crate) balance_left: Money,
    /// What to quote when asking about it.
    pub(crate) reference: String,
    /// The payment's page.
    pub(crate) url: String,
}

impl EmailTemplate for Receipt {
    const KIND: EmailKind = EmailKind::Receipt;
    type Related = PaymentId;

    async fn load(context: &EmailContext<'_>, id: PaymentId) -> StoreResult<Option<Self>> {
        let Some(details) = PaymentDetails::load(context, id).await? else { return Ok(None) };
        let unit = details.payment.unit_id;
        let owed = store::invoices::balances_by_unit(context.app.db.read(), &[unit]).await?;
        Ok(Some(Receipt {
            method: details.method,
            fee: details.money(details.payment.fee),
            total: details.total(),
            paid_on: details.received_on(context)?,
            invoices: details.invoice_amounts(context),
            balance_left: details.money(owed.get(&unit).copied().unwrap_or_default()),
            url: details.portal_url(context),
            reference: details.payment.reference.unwrap_or_else(|| id.to_string()),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let (received, day) = (composer.money(self.total), composer.date(self.paid_on));
        let mut rows = invoice_rows(&self.invoices, composer);
        if self.fee.minor != 0 {
            rows.push(Row::new(locales::mail_fee(language), composer.money(self.fee)));
        }
        let left = if self.balance_left.minor > 0 {
            locales::mail_receipt_balance(language, &composer.money(self.balance_left))
        } else {
            locales::mail_receipt_nothing_left(language).to_owned()
        };
        let facts = vec![
            Row::new(locales::mail_method(language), composer.method(self.method)),
            Row::new(locales::mail_date(language), &day),
            Row::new(locales::mail_reference(language), &self.reference),
        ];
        EmailBody {
            subject: locales::mail_receipt_subject(language, &received),
            preheader: locales::mail_receipt_preheader(language, property),
            heading: locales::mail_receipt_heading(language),
            blocks: vec![
                Block::Paragraph(locales::mail_receipt_intro(language, property)),
                Block::Amount {
                    label: locales::mail_receipt_amount(language).to_owned(),
                    value: received.clone(),
                    detail: locales::mail_receipt_date(language, &day),
                },
                Block::Table { rows, sums: vec![Row::new(locales::mail_total(language), &received)] },
                Block::Table { rows: facts, sums: Vec::new() },
                Block::Paragraph(left),
                composer.button(locales::mail_receipt_view(language), &self.url),
            ],
        }
    }
}
