//! To the team: more came than was owed; it is credit now.

use domain::email::EmailKind;
use domain::id::PaymentId;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{EmailBody, EmailComposer, Site};
use crate::notifications::payment_details::PaymentDetails;
use crate::notifications::payment_issue::PaymentIssue;
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct TeamOverpaid {
    /// The payment.
    pub(crate) issue: PaymentIssue,
}

impl EmailTemplate for TeamOverpaid {
    const KIND: EmailKind = EmailKind::TeamOverpaid;
    const GREETS: bool = false;
    type Related = PaymentId;

    async fn load(context: &EmailContext<'_>, id: PaymentId) -> StoreResult<Option<Self>> {
        let Some(details) = PaymentDetails::load(context, id).await? else { return Ok(None) };
        let issue = PaymentIssue::load(context, &details, details.payment.amount).await?;
        Ok(Some(TeamOverpaid { issue }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let texts = self.issue.texts(composer);
        let intro = locales::mail_team_overpaid_intro(language, &texts.payer, &texts.unit, property);
        let next = locales::mail_team_overpaid_next(language).to_owned();
        EmailBody {
            subject: locales::mail_team_overpaid_subject(language, &texts.payer),
            preheader: locales::mail_team_overpaid_preheader(language, &texts.unit, property),
            heading: locales::mail_team_overpaid_heading(language),
            blocks: self.issue.blocks(composer, intro, None, next),
        }
    }

    fn site(&self) -> Site {
        Site::Admin
    }
}
