//! To the team: a refund failed.

use domain::email::EmailKind;
use domain::failure::RefundFailure;
use domain::id::RefundId;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{EmailBody, EmailComposer, Site, refund_failure};
use crate::notifications::payment_details::PaymentDetails;
use crate::notifications::payment_issue::PaymentIssue;
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct TeamRefundFailed {
    /// The payment with what was to go back.
    pub(crate) issue: PaymentIssue,
    /// Why, if anybody said so.
    pub(crate) failure: Option<RefundFailure>,
}

impl EmailTemplate for TeamRefundFailed {
    const KIND: EmailKind = EmailKind::TeamRefundFailed;
    const GREETS: bool = false;
    type Related = RefundId;

    async fn load(context: &EmailContext<'_>, id: RefundId) -> StoreResult<Option<Self>> {
        let Some((refund, details)) = PaymentDetails::load_refund(context, id).await? else {
            return Ok(None);
        };
        Ok(Some(TeamRefundFailed {
            issue: PaymentIssue::load(context, &details, refund.amount).await?,
            failure: refund.failure,
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let texts = self.issue.texts(composer);
        let (payer, unit) = (&texts.payer, &texts.unit);
        let intro = locales::mail_team_refund_failed_intro(language, payer, unit, property);
        let reason = self.failure.map(|failure| refund_failure(failure, language));
        let next = locales::mail_team_refund_failed_next(language).to_owned();
        EmailBody {
            subject: locales::mail_team_refund_failed_subject(language, &texts.amount),
            preheader: locales::mail_team_refund_failed_preheader(language, payer, unit, property),
            heading: locales::mail_team_refund_failed_heading(language),
            blocks: self.issue.blocks(composer, intro, reason, next),
        }
    }

    fn site(&self) -> Site {
        Site::Admin
    }
}
