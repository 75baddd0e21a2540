//! Sends one email: renders it in its recipient's language from what is true now, hands it to the mail server, and
//! records that. A crash between the two may send it again, with the same Message-ID.

use domain::email::EmailStatus;
use domain::id::EmailId;
use serde::{Deserialize, Serialize};

use super::context::EmailContext;
use super::templates;
use crate::app::App;
use crate::outbox::{Job, JobOutcome};
use crate::ports::{Email, ExternalError};
use store::{StoreError, StoreResult};

/// Renders and sends one email, unless it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendEmail {
    /// The email.
    pub email: EmailId,
}

impl Job for SendEmail {
    const KIND: &'static str = "send_email";

    fn key(&self) -> String {
        self.email.to_string()
    }

    async fn run(&self, app: &App) -> JobOutcome {
        send(app, self.email).await
    }

    /// Marks the email as failed, where an admin sees why.
    async fn on_failure(&self, app: &App, error: &str) -> StoreResult<()> {
        store::emails::mark_failed(app.db.write(), self.email, error, app.now()).await
    }
}

async fn send(app: &App, id: EmailId) -> JobOutcome {
    let email = match render(app, id).await {
        Ok(Some(email)) => email,
        Ok(None) => return JobOutcome::Finished,
        Err(error @ StoreError::Corrupt(_)) => return JobOutcome::Failed(error.to_string()),
        Err(error) => return JobOutcome::Retry(error.to_string()),
    };
    let subject = email.subject.clone();
    let sent = app.mailer.send(email).await;
    match record_delivery(app, id, &subject, &sent).await {
        Ok(()) => match sent {
            Ok(()) => JobOutcome::Finished,
            Err(ExternalError::Unavailable(error)) => JobOutcome::Retry(error),
            Err(error) => JobOutcome::Failed(error.to_string()),
        },
        Err(error) => JobOutcome::Retry(error.to_string()),
    }
}

async fn record_delivery(
    app: &App,
    id: EmailId,
    subject: &str,
    sent: &Result<(), ExternalError>,
) -> StoreResult<()> {
    let now = app.now();
    let error = sent.as_ref().err().map(ToString::to_string);
    match &error {
        None => store::emails::mark_sent(app.db.write(), id, subject, now).await?,
        Some(error) => store::emails::record_error(app.db.write(), id, subject, error).await?,
    }
    let result = error.as_deref().map_or(Ok(()), Err);
    store::integrations::record_result(
        app.db.write(),
        store::integrations::Integration::Email,
        app.new_id(),
        now,
        result,
    )
    .await
}

/// The email ready to be sent; none when it was sent or is not worth sending any more.
async fn render(app: &App, id: EmailId) -> StoreResult<Option<Email>> {
    let Some(row) = store::emails::get(app.db.read(), id).await? else { return Ok(None) };
    if row.status == EmailStatus::Sent {
        return Ok(None);
    }
    let context = EmailContext::load(app, &row).await?;
    let Some(rendered) = templates::render(row.kind, &context).await? else { return Ok(None) };
    let brand = context.brand();
    Ok(Some(Email {
        message_id: format!("{}@{}", row.id, app.mail_domain),
        from_name: brand.organization,
        reply_to: brand.reply_to,
        to: (row.to_name.clone(), row.to_address.clone()),
        language: context.language.code(),
        subject: rendered.subject,
        html: rendered.html,
        text: rendered.text,
        date: row.created_at.timestamp(),
    }))
}
