//! To whoever asked: a link that signs in.

use domain::community::Audience;
use domain::email::EmailKind;
use domain::id::SignInLinkId;

use crate::link_token::{LinkPurpose, SIGN_IN_MINUTES};
use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, Site};
use crate::notifications::link::{lifetime, link_url};
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct SignInLink {
    /// The link.
    pub(crate) url: String,
    /// How long it works.
    pub(crate) minutes: u64,
    /// Where it signs in.
    pub(crate) site: Site,
}

impl EmailTemplate for SignInLink {
    const KIND: EmailKind = EmailKind::SignInLink;
    type Related = SignInLinkId;

    /// None once the link is dead.
    async fn load(context: &EmailContext<'_>, id: SignInLinkId) -> StoreResult<Option<Self>> {
        let link = store::people::sign_in_link(context.app.db.read(), id).await?;
        let alive = link.filter(|link| link.expires_at > context.app.now() && link.consumed_at.is_none());
        Ok(alive.map(|link| {
            let path = format!("/{}/sign-in/link", link.audience);
            SignInLink {
                url: link_url(context, &path, LinkPurpose::SignIn, link.id),
                minutes: lifetime(SIGN_IN_MINUTES),
                site: match link.audience {
                    Audience::Admin => Site::Admin,
                    Audience::Portal => Site::Portal,
                },
            }
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, organization) = (composer.language, &composer.organization);
        EmailBody {
            subject: locales::mail_sign_in_subject(language, organization),
            preheader: locales::mail_sign_in_preheader(language, self.minutes),
            heading: locales::mail_sign_in_heading(language),
            blocks: vec![
                Block::Paragraph(locales::mail_sign_in_intro(language, self.minutes, organization)),
                composer.button(locales::mail_sign_in_button(language), &self.url),
                Block::Note(locales::mail_sign_in_not_you(language).to_owned()),
            ],
        }
    }

    fn site(&self) -> Site {
        self.site
    }
}
