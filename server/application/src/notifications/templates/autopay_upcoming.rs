//! To a resident: an invoice will be paid automatically.

use domain::email::EmailKind;
use domain::id::AutopayRunId;
use jiff::civil::Date;

use crate::notifications::autopay_charge::{AutopayCharge, AutopayChargeDetails};
use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, line};
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct AutopayUpcoming {
    /// What it is paid with.
    pub(crate) label: String,
    /// The day.
    pub(crate) charge_on: Date,
    /// What is paid.
    pub(crate) charge: AutopayCharge,
    /// Where to change or stop it.
    pub(crate) url: String,
}

impl EmailTemplate for AutopayUpcoming {
    const KIND: EmailKind = EmailKind::AutopayUpcoming;
    type Related = AutopayRunId;

    async fn load(context: &EmailContext<'_>, run: AutopayRunId) -> StoreResult<Option<Self>> {
        let Some(details) = AutopayChargeDetails::load(context, run).await? else { return Ok(None) };
        Ok(Some(AutopayUpcoming {
            label: details.autopay.label.unwrap_or_default(),
            charge_on: details.charge_on,
            charge: details.charge,
            url: context.url("/portal/autopay"),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property, label) = (composer.language, &composer.property, line(&self.label));
        let (total, day) = (composer.money(self.charge.total()), composer.date(self.charge_on));
        EmailBody {
            subject: locales::mail_autopay_notice_subject(language, &total, &day),
            preheader: locales::mail_autopay_notice_preheader(language, property, &label),
            heading: locales::mail_autopay_notice_heading(language),
            blocks: vec![
                Block::Paragraph(locales::mail_autopay_notice_intro(language, property, &label, &day)),
                Block::Amount {
                    label: locales::mail_autopay_amount(language).to_owned(),
                    value: total,
                    detail: day,
                },
                self.charge.table(composer),
                Block::Paragraph(locales::mail_autopay_notice_stop(language).to_owned()),
                composer.button(locales::mail_autopay_manage(language), &self.url),
            ],
        }
    }
}
