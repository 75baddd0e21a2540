//! To a resident: an invoice was not paid automatically.

use domain::autopay::AutopaySkipReason;
use domain::email::EmailKind;
use domain::id::AutopayRunId;
use domain::money::Money;

use crate::notifications::autopay_charge::{AutopayCharge, AutopayChargeDetails};
use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer};
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct AutopaySkipped {
    /// The limit it is above; none when the community can't take the payment.
    pub(crate) cap: Option<Money>,
    /// What was not paid.
    pub(crate) charge: AutopayCharge,
    /// Where to pay it.
    pub(crate) url: String,
}

impl EmailTemplate for AutopaySkipped {
    const KIND: EmailKind = EmailKind::AutopaySkipped;
    type Related = AutopayRunId;

    async fn load(context: &EmailContext<'_>, run: AutopayRunId) -> StoreResult<Option<Self>> {
        let Some(details) = AutopayChargeDetails::load(context, run).await? else { return Ok(None) };
        let above_cap = details.run.skipped_reason == Some(AutopaySkipReason::AboveCap);
        let currency = details.charge.fee.currency;
        let invoice = details.invoice.id;
        Ok(Some(AutopaySkipped {
            cap: above_cap.then(|| Money::new(details.autopay.cap, currency)),
            charge: details.charge,
            url: context.url(format_args!("/portal/invoices/{invoice}/pay")),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let why = match self.cap {
            Some(cap) => locales::mail_autopay_skipped_cap(language, property, &composer.money(cap)),
            None => locales::mail_autopay_skipped_not_ready(language, property),
        };
        EmailBody {
            subject: locales::mail_autopay_skipped_subject(language, &composer.money(self.charge.total())),
            preheader: locales::mail_autopay_skipped_preheader(language, property),
            heading: locales::mail_autopay_skipped_heading(language),
            blocks: vec![
                Block::Paragraph(why),
                self.charge.table(composer),
                composer.button(locales::mail_autopay_skipped_pay(language), &self.url),
                Block::Note(locales::mail_autopay_skipped_next(language).to_owned()),
            ],
        }
    }
}
