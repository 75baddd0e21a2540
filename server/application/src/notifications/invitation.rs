//! An invitation, as emails that carry its link read and show it.

use domain::id::InvitationId;
use entity::invitation;

use super::context::EmailContext;
use super::email::{Block, EmailComposer};
use super::link::{lifetime, link_url};
use crate::link_token::{INVITATION_DAYS, LinkPurpose};
use store::StoreResult;

/// An invitation that can be accepted.
pub(crate) struct InvitationDetails {
    pub(crate) invitation: invitation::Model,
    /// Who invites.
    pub(crate) inviter: String,
    /// The link.
    pub(crate) url: String,
    /// How long it works.
    pub(crate) days: u64,
}

impl InvitationDetails {
    /// Reads an invitation that is accepted on the page at a path; none once it is dead.
    pub(crate) async fn load(
        context: &EmailContext<'_>,
        id: InvitationId,
        path: &str,
    ) -> StoreResult<Option<InvitationDetails>> {
        let app = context.app;
        let found = store::invitations::by_id(app.db.read(), id).await?;
        let alive = found.filter(|found| {
            found.accepted_at.is_none() && found.ended_at.is_none() && found.expires_at > app.now()
        });
        let Some(invitation) = alive else { return Ok(None) };
        let inviter = store::people::user(app.db.read(), invitation.invited_by).await?;
        Ok(Some(InvitationDetails {
            inviter: inviter.map(|user| user.name).unwrap_or_default(),
            url: link_url(context, path, LinkPurpose::Invitation, invitation.id),
            days: lifetime(INVITATION_DAYS),
            invitation,
        }))
    }
}

/// The introduction, the link, and how long it works.
pub(crate) fn invitation_blocks(composer: &EmailComposer, intro: String, url: &str, days: u64) -> Vec<Block> {
    let language = composer.language;
    vec![
        Block::Paragraph(intro),
        composer.button(locales::mail_invitation_button(language), url),
        Block::Note(locales::mail_invitation_lifetime(language, &days.to_string())),
        Block::Note(locales::mail_invitation_unexpected(language).to_owned()),
    ]
}
