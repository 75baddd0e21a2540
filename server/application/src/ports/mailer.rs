//! Outgoing mail: SMTP.

use async_trait::async_trait;
use jiff::Timestamp;

use super::ExternalError;

/// A message ready to be sent. The mailer makes header values one line and refuses addresses it can't read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// `Message-ID` without the brackets, `name@host` of letters, digits and `.-_`; the same when sending is repeated.
    pub message_id: String,
    /// Display name of the sender: the organization. The address is the mailer's own.
    pub from_name: String,
    /// `Reply-To`, the address answers go to; none for the sender's.
    pub reply_to: Option<String>,
    /// Display name and address of the recipient.
    pub to: (String, String),
    /// `Content-Language`: `en` or `fr`.
    pub language: &'static str,
    /// Subject line.
    pub subject: String,
    /// HTML part.
    pub html: String,
    /// Plain text part.
    pub text: String,
    /// `Date`: when it was queued.
    pub date: Timestamp,
}

/// Sends mail.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands the message to the mail server. `Refused` means never: the server refuses this message or recipient, or
    /// an address can't be read. `Unavailable` means try again, also when the server refuses us.
    async fn send(&self, email: Email) -> Result<(), ExternalError>;
    /// Whether the mail server answers and lets us in.
    async fn check(&self) -> Result<(), ExternalError>;
}
