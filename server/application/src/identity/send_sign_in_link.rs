//! Making a sign-in link for who asked for one, and queueing the mail with it.

use domain::community::Audience;
use domain::id::SignInLinkId;
use entity::sign_in_link;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::AppResult;
use crate::link_token::SIGN_IN_MINUTES;
use crate::notifications::queue::{Envelope, queue_email};
use crate::notifications::templates::sign_in_link::SignInLink;
use crate::outbox::{Job, JobOutcome};

/// Mails a sign-in link, if somebody has the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendSignInLink {
    /// The request, whose id becomes the link's.
    pub request: SignInLinkId,
    /// Lower case.
    pub email: String,
    /// The site it leads to.
    pub audience: Audience,
}

impl Job for SendSignInLink {
    const KIND: &'static str = "send_sign_in_link";

    fn key(&self) -> String {
        self.request.to_string()
    }

    async fn run(&self, app: &App) -> JobOutcome {
        send_sign_in_link(app, self.request, &self.email, self.audience).await.into()
    }
}

/// The request's id becomes the link's, so that doing it twice makes one link.
async fn send_sign_in_link(
    app: &App,
    request: SignInLinkId,
    email: &str,
    audience: Audience,
) -> AppResult<()> {
    let Some(user) = store::people::user_by_email(app.db.read(), email).await? else { return Ok(()) };
    let mut work = app.begin().await?;
    if store::people::sign_in_link(work.txn(), request).await?.is_some() {
        return Ok(());
    }
    let now = app.now();
    let link = sign_in_link::Model {
        id: request,
        user_id: user.id,
        audience,
        created_at: now,
        expires_at: now + SignedDuration::from_mins(SIGN_IN_MINUTES),
        consumed_at: None,
    };
    store::people::insert_sign_in_link(work.txn(), link).await?;
    let envelope = Envelope::new(&user.name, &user.email, user.language);
    queue_email::<SignInLink>(&mut work, envelope, request)?;
    work.commit().await?;
    Ok(())
}
