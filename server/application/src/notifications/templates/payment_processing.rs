//! To a resident: a bank transfer is on its way.

use domain::email::EmailKind;
use domain::id::PaymentId;
use domain::money::Money;
use jiff::civil::Date;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, Row};
use crate::notifications::payment_details::PaymentDetails;
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct PaymentProcessing {
    /// What goes to the invoices.
    pub(crate) amount: Money,
    /// That and the fee.
    pub(crate) total: Money,
    /// The day it should be there.
    pub(crate) expected_by: Date,
    /// The payment's page.
    pub(crate) url: String,
}

impl EmailTemplate for PaymentProcessing {
    const KIND: EmailKind = EmailKind::PaymentProcessing;
    type Related = PaymentId;

    async fn load(context: &EmailContext<'_>, id: PaymentId) -> StoreResult<Option<Self>> {
        let Some(details) = PaymentDetails::load(context, id).await? else { return Ok(None) };
        let expected_by = match details.payment.expected_by {
            Some(day) => day.0,
            None => context.app.today(&context.property()?.time_zone),
        };
        Ok(Some(PaymentProcessing {
            amount: details.amount(),
            total: details.total(),
            expected_by,
            url: details.portal_url(context),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let (sent, day) = (composer.money(self.total), composer.date(self.expected_by));
        let mut blocks = vec![
            Block::Paragraph(locales::mail_processing_intro(language, property, &day)),
            Block::Amount {
                label: locales::mail_processing_amount(language).to_owned(),
                value: sent.clone(),
                detail: locales::mail_processing_by(language, &day),
            },
        ];
        let fee = Money::new(self.total.minor.saturating_sub(self.amount.minor), self.total.currency);
        if fee.minor > 0 {
            blocks.push(Block::Table {
                rows: vec![
                    Row::new(locales::mail_processing_invoices(language), composer.money(self.amount)),
                    Row::new(locales::mail_fee(language), composer.money(fee)),
                ],
                sums: vec![Row::new(locales::mail_total(language), &sent)],
            });
        }
        blocks.push(Block::Paragraph(locales::mail_processing_once(language).to_owned()));
        blocks.push(composer.button(locales::mail_processing_view(language), &self.url));
        EmailBody {
            subject: locales::mail_processing_subject(language, &sent),
            preheader: locales::mail_processing_preheader(language, &day),
            heading: locales::mail_processing_heading(language),
            blocks,
        }
    }
}
