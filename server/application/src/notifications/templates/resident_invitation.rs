//! To a resident invited to the portal.

use domain::email::EmailKind;
use domain::id::InvitationId;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{EmailBody, EmailComposer};
use crate::notifications::invitation::{InvitationDetails, invitation_blocks};
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct ResidentInvitation {
    /// The link.
    pub(crate) url: String,
    /// How long it works.
    pub(crate) days: u64,
}

impl EmailTemplate for ResidentInvitation {
    const KIND: EmailKind = EmailKind::ResidentInvitation;
    type Related = InvitationId;

    async fn load(context: &EmailContext<'_>, id: InvitationId) -> StoreResult<Option<Self>> {
        let details = InvitationDetails::load(context, id, "/portal/invitation").await?;
        Ok(details.map(|details| ResidentInvitation { url: details.url, days: details.days }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let language = composer.language;
        let intro = locales::mail_resident_invitation_intro(language, &composer.property);
        EmailBody {
            subject: locales::mail_resident_invitation_subject(language, &composer.organization),
            preheader: locales::mail_resident_invitation_preheader(language).to_owned(),
            heading: locales::mail_resident_invitation_heading(language),
            blocks: invitation_blocks(composer, intro, &self.url, self.days),
        }
    }
}
