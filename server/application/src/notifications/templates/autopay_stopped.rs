//! To a resident: nothing is paid automatically any more.

use domain::autopay::AutopayEndReason;
use domain::email::EmailKind;
use domain::id::AutopayId;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, line};
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct AutopayStopped {
    /// What it was paid with.
    pub(crate) label: String,
    /// Why.
    pub(crate) reason: AutopayEndReason,
    /// Where to set it up again.
    pub(crate) url: String,
}

impl EmailTemplate for AutopayStopped {
    const KIND: EmailKind = EmailKind::AutopayStopped;
    type Related = AutopayId;

    async fn load(context: &EmailContext<'_>, id: AutopayId) -> StoreResult<Option<Self>> {
        let autopay = store::autopays::get(context.app.db.read(), id).await?;
        Ok(autopay.map(|autopay| AutopayStopped {
            label: autopay.label.unwrap_or_default(),
            reason: autopay.ended_reason.unwrap_or(AutopayEndReason::Stopped),
            url: context.url("/portal/autopay"),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property, label) = (composer.language, &composer.property, line(&self.label));
        let why = match self.reason {
            AutopayEndReason::MovedOut => locales::mail_autopay_stopped_moved_out(language),
            AutopayEndReason::Disconnected => locales::mail_autopay_stopped_disconnected(language),
            AutopayEndReason::Declined => locales::mail_autopay_stopped_declined(language),
            AutopayEndReason::Returned => locales::mail_autopay_stopped_returned(language),
            AutopayEndReason::MethodRemoved => locales::mail_autopay_stopped_removed(language),
            AutopayEndReason::Stopped | AutopayEndReason::Expired | AutopayEndReason::Replaced => {
                locales::mail_autopay_stopped_by_you(language)
            }
        };
        EmailBody {
            subject: locales::mail_autopay_stopped_subject(language, property),
            preheader: locales::mail_autopay_stopped_preheader(language, &label),
            heading: locales::mail_autopay_stopped_heading(language),
            blocks: vec![
                Block::Paragraph(locales::mail_autopay_stopped_intro(language, &label, property)),
                Block::Note(why.to_owned()),
                Block::Paragraph(locales::mail_autopay_stopped_owed(language).to_owned()),
                composer.button(locales::mail_autopay_manage(language), &self.url),
            ],
        }
    }
}
