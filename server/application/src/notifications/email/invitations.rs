//! What invitations and sign-ups say.

use super::composer::{EmailComposer, EmailHead};
use super::document::{Block, line};

/// What somebody is invited to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitedRole {
    /// Runs the organization.
    OrganizationManager,
    /// Runs properties.
    PropertyManager,
    /// Uses the portal.
    Resident,
}

impl EmailComposer {
    /// An invitation to a team or to the portal.
    pub(super) fn invitation(
        &self,
        role: InvitedRole,
        inviter: &str,
        url: &str,
        days: u64,
    ) -> (EmailHead, Vec<Block>) {
        let (language, inviter) = (self.language, line(inviter));
        let team = || EmailHead {
            subject: locales::mail_member_invitation_subject(language, &inviter, &self.organization),
            preheader: locales::mail_member_invitation_preheader(language).to_owned(),
            heading: locales::mail_member_invitation_heading(language),
        };
        let (head, intro) = match role {
            InvitedRole::OrganizationManager => (
                team(),
                locales::mail_member_invitation_intro_manager(language, &inviter, &self.organization),
            ),
            InvitedRole::PropertyManager => (
                team(),
                locales::mail_member_invitation_intro_property(language, &inviter, &self.organization),
            ),
            InvitedRole::Resident => (
                EmailHead {
                    subject: locales::mail_resident_invitation_subject(language, &self.organization),
                    preheader: locales::mail_resident_invitation_preheader(language).to_owned(),
                    heading: locales::mail_resident_invitation_heading(language),
                },
                locales::mail_resident_invitation_intro(language, &self.property),
            ),
        };
        let blocks = vec![
            Block::Paragraph(intro),
            self.button(locales::mail_invitation_button(language).to_owned(), url),
            Block::Note(locales::mail_invitation_lifetime(language, &days.to_string())),
            Block::Note(locales::mail_invitation_unexpected(language).to_owned()),
        ];
        (head, blocks)
    }

    /// A link that opens an organization.
    pub(super) fn sign_up(&self, organization: &str, url: &str, hours: u64) -> (EmailHead, Vec<Block>) {
        let (language, organization) = (self.language, line(organization));
        let head = EmailHead {
            subject: locales::mail_sign_up_subject(language, &organization),
            preheader: locales::mail_sign_up_preheader(language).to_owned(),
            heading: locales::mail_sign_up_heading(language),
        };
        let blocks = vec![
            Block::Paragraph(locales::mail_sign_up_intro(language, &organization)),
            self.button(locales::mail_sign_up_button(language).to_owned(), url),
            Block::Note(locales::mail_sign_up_lifetime(language, hours)),
            Block::Note(locales::mail_sign_up_not_you(language).to_owned()),
        ];
        (head, blocks)
    }
}
