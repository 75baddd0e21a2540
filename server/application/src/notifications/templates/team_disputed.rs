//! To the team: a payment is disputed, and until when to answer.

use domain::email::EmailKind;
use domain::id::DisputeId;
use jiff::civil::Date;

use crate::app::date_in_zone;
use crate::notifications::context::EmailContext;
use crate::notifications::email::{EmailBody, EmailComposer, Site, return_reason};
use crate::notifications::payment_details::PaymentDetails;
use crate::notifications::payment_issue::PaymentIssue;
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct TeamDisputed {
    /// The payment with what is disputed.
    pub(crate) issue: PaymentIssue,
    /// The processor's code for why.
    pub(crate) reason: String,
    /// The last day to answer; none where no answer is asked for.
    pub(crate) respond_by: Option<Date>,
}

impl EmailTemplate for TeamDisputed {
    const KIND: EmailKind = EmailKind::TeamDisputed;
    const GREETS: bool = false;
    type Related = DisputeId;

    async fn load(context: &EmailContext<'_>, id: DisputeId) -> StoreResult<Option<Self>> {
        let Some((dispute, details)) = PaymentDetails::load_dispute(context, id).await? else {
            return Ok(None);
        };
        let zone = &context.property()?.time_zone;
        Ok(Some(TeamDisputed {
            issue: PaymentIssue::load(context, &details, dispute.amount).await?,
            reason: dispute.reason,
            respond_by: dispute.evidence_due_at.map(|at| date_in_zone(at, zone)),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let texts = self.issue.texts(composer);
        let (payer, unit) = (&texts.payer, &texts.unit);
        let intro = locales::mail_team_disputed_intro(language, payer, unit, property);
        let next = match self.respond_by {
            Some(day) => locales::mail_team_disputed_due(language, &composer.date(day)),
            None => locales::mail_team_disputed_next(language).to_owned(),
        };
        let reason = return_reason(&self.reason, language);
        EmailBody {
            subject: locales::mail_team_disputed_subject(language, payer, &texts.amount),
            preheader: locales::mail_team_disputed_preheader(language, unit, property),
            heading: locales::mail_team_disputed_heading(language),
            blocks: self.issue.blocks(composer, intro, Some(reason), next),
        }
    }

    fn site(&self) -> Site {
        Site::Admin
    }
}
