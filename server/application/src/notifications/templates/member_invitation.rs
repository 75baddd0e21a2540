//! To somebody invited to a team.

use domain::email::EmailKind;
use domain::id::InvitationId;
use domain::roles::Role;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{EmailBody, EmailComposer, Site, line};
use crate::notifications::invitation::{InvitationDetails, invitation_blocks};
use crate::notifications::template::EmailTemplate;
use store::{StoreError, StoreResult};

pub(crate) struct MemberInvitation {
    /// What they are invited to be.
    pub(crate) role: Role,
    /// Who invites.
    pub(crate) inviter: String,
    /// The link.
    pub(crate) url: String,
    /// How long it works.
    pub(crate) days: u64,
}

impl EmailTemplate for MemberInvitation {
    const KIND: EmailKind = EmailKind::MemberInvitation;
    type Related = InvitationId;

    async fn load(context: &EmailContext<'_>, id: InvitationId) -> StoreResult<Option<Self>> {
        let details = InvitationDetails::load(context, id, "/admin/invitation").await?;
        let Some(details) = details else { return Ok(None) };
        let role = details.invitation.role;
        let role = role.ok_or_else(|| StoreError::Corrupt("invitation to a team without role".into()))?;
        Ok(Some(MemberInvitation { role, inviter: details.inviter, url: details.url, days: details.days }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, organization) = (composer.language, &composer.organization);
        let inviter = line(&self.inviter);
        let intro = match self.role {
            Role::OrganizationManager => {
                locales::mail_member_invitation_intro_manager(language, &inviter, organization)
            }
            _ => locales::mail_member_invitation_intro_property(language, &inviter, organization),
        };
        EmailBody {
            subject: locales::mail_member_invitation_subject(language, &inviter, organization),
            preheader: locales::mail_member_invitation_preheader(language).to_owned(),
            heading: locales::mail_member_invitation_heading(language),
            blocks: invitation_blocks(composer, intro, &self.url, self.days),
        }
    }

    fn site(&self) -> Site {
        Site::Admin
    }
}
