//! Making a sign-in link for who asked for one, and queueing the mail with it.

use domain::community::Audience;
use domain::id::Uuid;
use domain::integration::EmailStatus;
use entity::{email, sign_in_link};
use locales::Language;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::AppResult;
use crate::link_token::SIGN_IN_MINUTES;
use crate::notifications::send_email::SendEmail;
use crate::outbox::{self, Job, JobOutcome};

/// Mails a sign-in link, if somebody has the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendSignInLink {
    /// The request, whose id becomes the link's.
    pub request: Uuid,
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
async fn send_sign_in_link(app: &App, request: Uuid, email: &str, audience: Audience) -> AppResult<()> {
    let Some(user) = store::people::user_by_email(app.db.read(), email).await? else { return Ok(()) };
    let txn = app.db.begin().await?;
    if store::people::sign_in_link(&txn, request).await?.is_some() {
        return Ok(());
    }
    let now = app.now_ms();
    let link = sign_in_link::Model {
        id: request,
        user_id: user.id,
        audience,
        created_at: now,
        expires_at: now.saturating_add(SIGN_IN_MINUTES * 60 * 1000),
        consumed_at: None,
    };
    let link_email = LinkEmail { kind: "sign_in_link", link: request, organization: None, property: None };
    store::people::insert_sign_in_link(&txn, link).await?;
    link_email.enqueue(app, &txn, (&user.name, &user.email, user.language)).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(())
}

/// Mail that carries a link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LinkEmail {
    /// The word of its kind.
    pub(crate) kind: &'static str,
    /// What the link leads to.
    pub(crate) link: Uuid,
    /// For whom it speaks; none when Propty itself does.
    pub(crate) organization: Option<Uuid>,
    /// For which property.
    pub(crate) property: Option<Uuid>,
}

impl LinkEmail {
    /// Queues it to a name and address, in a language.
    pub(crate) async fn enqueue(
        self,
        app: &App,
        txn: &store::Txn,
        (name, address, language): (&str, &str, Language),
    ) -> AppResult<()> {
        let email = email::Model {
            id: app.new_id(),
            organization_id: self.organization,
            property_id: self.property,
            kind: self.kind.to_owned(),
            key: format!("{}:{}", self.kind, self.link),
            language,
            to_name: name.to_owned(),
            to_address: address.to_owned(),
            invoice_id: None,
            payment_id: None,
            payout_id: None,
            link_id: Some(self.link),
            related_id: None,
            status: EmailStatus::Queued,
            subject: None,
            last_error: None,
            created_at: app.now_ms(),
            sent_at: None,
            failed_at: None,
        };
        let job = SendEmail { email: email.id };
        if store::emails::insert(txn, email).await? {
            outbox::enqueue(app, txn, &job).await?;
        }
        Ok(())
    }
}
