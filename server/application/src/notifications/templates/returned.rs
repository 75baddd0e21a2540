//! To a resident: their bank took a payment back.

use domain::email::EmailKind;
use domain::id::DisputeId;
use domain::money::Money;
use domain::payment::PaymentMethod;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, Row, return_reason};
use crate::notifications::invoice_amount::{InvoiceAmount, invoice_rows};
use crate::notifications::payment_details::PaymentDetails;
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct Returned {
    /// How it had been paid.
    pub(crate) method: PaymentMethod,
    /// What was taken back.
    pub(crate) amount: Money,
    /// The processor's code for why.
    pub(crate) reason: String,
    /// The invoices that are owed again.
    pub(crate) invoices: Vec<InvoiceAmount>,
    /// Where to pay again.
    pub(crate) url: String,
}

impl EmailTemplate for Returned {
    const KIND: EmailKind = EmailKind::Returned;
    type Related = DisputeId;

    async fn load(context: &EmailContext<'_>, id: DisputeId) -> StoreResult<Option<Self>> {
        let Some((dispute, details)) = PaymentDetails::load_dispute(context, id).await? else {
            return Ok(None);
        };
        Ok(Some(Returned {
            method: details.method,
            amount: details.money(dispute.lost),
            reason: dispute.reason,
            invoices: details.invoice_amounts(context),
            url: details.pay_url(context),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let taken = composer.money(self.amount);
        let intro = match self.method {
            PaymentMethod::Card => locales::mail_returned_intro_card(language, &taken, property),
            _ => locales::mail_returned_intro_bank(language, &taken, property),
        };
        let owed = self.invoices.iter().fold(0_i64, |sum, invoice| sum.saturating_add(invoice.amount.minor));
        let owed = composer.money(Money::new(owed, self.amount.currency));
        EmailBody {
            subject: locales::mail_returned_subject(language, &taken),
            preheader: locales::mail_returned_preheader(language).to_owned(),
            heading: locales::mail_returned_heading(language),
            blocks: vec![
                Block::Paragraph(intro),
                Block::Note(return_reason(&self.reason, language).to_owned()),
                Block::Paragraph(locales::mail_returned_owed(language).to_owned()),
                Block::Table {
                    rows: invoice_rows(&self.invoices, composer),
                    sums: vec![Row::new(locales::mail_returned_total(language), owed)],
                },
                composer.button(locales::mail_returned_pay(language), &self.url),
                Block::Note(locales::mail_returned_advice(language).to_owned()),
            ],
        }
    }
}
