//! To whoever asked to open an organization: a link that does.

use domain::email::EmailKind;
use domain::id::SignUpId;

use crate::link_token::{LinkPurpose, SIGN_UP_HOURS};
use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, Site, line};
use crate::notifications::link::{lifetime, link_url};
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct SignUp {
    /// The organization's name.
    pub(crate) organization: String,
    /// The link.
    pub(crate) url: String,
    /// How long it works.
    pub(crate) hours: u64,
}

impl EmailTemplate for SignUp {
    const KIND: EmailKind = EmailKind::SignUp;
    type Related = SignUpId;

    /// None once the link is dead.
    async fn load(context: &EmailContext<'_>, id: SignUpId) -> StoreResult<Option<Self>> {
        let found = store::invitations::sign_up(context.app.db.read(), id).await?;
        let alive = found.filter(|found| found.consumed_at.is_none() && found.expires_at > context.app.now());
        Ok(alive.map(|found| SignUp {
            organization: found.organization_name,
            url: link_url(context, "/admin/sign-up/confirm", LinkPurpose::SignUp, found.id),
            hours: lifetime(SIGN_UP_HOURS),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, organization) = (composer.language, line(&self.organization));
        EmailBody {
            subject: locales::mail_sign_up_subject(language, &organization),
            preheader: locales::mail_sign_up_preheader(language).to_owned(),
            heading: locales::mail_sign_up_heading(language),
            blocks: vec![
                Block::Paragraph(locales::mail_sign_up_intro(language, &organization)),
                composer.button(locales::mail_sign_up_button(language), &self.url),
                Block::Note(locales::mail_sign_up_lifetime(language, self.hours)),
                Block::Note(locales::mail_sign_up_not_you(language).to_owned()),
            ],
        }
    }

    fn site(&self) -> Site {
        Site::Admin
    }
}
