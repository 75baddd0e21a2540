//! To the team: a payment was taken back for good.

use domain::email::EmailKind;
use domain::id::DisputeId;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{EmailBody, EmailComposer, Site, return_reason};
use crate::notifications::payment_details::PaymentDetails;
use crate::notifications::payment_issue::PaymentIssue;
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct TeamReturned {
    /// The payment with what was taken back.
    pub(crate) issue: PaymentIssue,
    /// The processor's code for why.
    pub(crate) reason: String,
}

impl EmailTemplate for TeamReturned {
    const KIND: EmailKind = EmailKind::TeamReturned;
    const GREETS: bool = false;
    type Related = DisputeId;

    async fn load(context: &EmailContext<'_>, id: DisputeId) -> StoreResult<Option<Self>> {
        let Some((dispute, details)) = PaymentDetails::load_dispute(context, id).await? else {
            return Ok(None);
        };
        let issue = PaymentIssue::load(context, &details, dispute.lost).await?;
        Ok(Some(TeamReturned { issue, reason: dispute.reason }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let texts = self.issue.texts(composer);
        let (payer, unit) = (&texts.payer, &texts.unit);
        let intro = locales::mail_team_returned_intro(language, payer, unit, property);
        let reason = return_reason(&self.reason, language);
        let next = locales::mail_team_returned_next(language).to_owned();
        EmailBody {
            subject: locales::mail_team_returned_subject(language, &texts.amount),
            preheader: locales::mail_team_returned_preheader(language, payer, unit, property),
            heading: locales::mail_team_returned_heading(language),
            blocks: self.issue.blocks(composer, intro, Some(reason), next),
        }
    }

    fn site(&self) -> Site {
        Site::Admin
    }
}
