//! To a resident: the bank or the card's issuer refused.

use domain::email::EmailKind;
use domain::failure::PaymentFailure;
use domain::id::PaymentId;
use domain::money::Money;
use domain::payment::PaymentMethod;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, Row, payment_failure};
use crate::notifications::invoice_amount::{InvoiceAmount, invoice_rows};
use crate::notifications::payment_details::PaymentDetails;
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct PaymentFailed {
    /// How it was to be paid.
    pub(crate) method: PaymentMethod,
    /// What did not come.
    pub(crate) amount: Money,
    /// Why, if anybody said so.
    pub(crate) failure: Option<PaymentFailure>,
    /// The invoices still unpaid.
    pub(crate) invoices: Vec<InvoiceAmount>,
    /// Where to try again.
    pub(crate) url: String,
}

impl EmailTemplate for PaymentFailed {
    const KIND: EmailKind = EmailKind::PaymentFailed;
    type Related = PaymentId;

    async fn load(context: &EmailContext<'_>, id: PaymentId) -> StoreResult<Option<Self>> {
        let Some(details) = PaymentDetails::load(context, id).await? else { return Ok(None) };
        Ok(Some(PaymentFailed {
            method: details.method,
            amount: details.amount(),
            failure: details.payment.failure,
            invoices: details.invoice_amounts(context),
            url: details.pay_url(context),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let owed = composer.money(self.amount);
        let intro = match self.method {
            PaymentMethod::Bank => locales::mail_failed_intro_bank(language, &owed, property),
            PaymentMethod::Card => locales::mail_failed_intro_card(language, &owed, property),
            _ => locales::mail_failed_intro_other(language, &owed, property),
        };
        let mut blocks = vec![Block::Paragraph(intro)];
        if let Some(failure) = self.failure {
            blocks.push(Block::Paragraph(payment_failure(failure, language).to_owned()));
        }
        blocks.push(Block::Table {
            rows: invoice_rows(&self.invoices, composer),
            sums: vec![Row::new(locales::mail_failed_unpaid(language), &owed)],
        });
        blocks.push(composer.button(locales::mail_failed_retry(language), &self.url));
        blocks.push(Block::Note(locales::mail_failed_advice(language).to_owned()));
        EmailBody {
            subject: locales::mail_failed_subject(language, &owed),
            preheader: locales::mail_failed_preheader(language).to_owned(),
            heading: locales::mail_failed_heading(language),
            blocks,
        }
    }
}
