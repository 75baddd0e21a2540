//! Asking for an emailed sign-in link. The answer is the same whether the address is known or not.

use entity::{message, sign_in_link};

use crate::app::App;
use crate::outbox::{self, Job};
use crate::refusal::{ErrorCode, Failure, Outcome};
use crate::store;

/// A link lives this many minutes.
pub const MINUTES: i64 = 10;
/// More links than this per hour are not sent.
const MOST_PER_HOUR: u64 = 6;

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The admin's interface.
    Admin,
    /// The residents' portal.
    Portal,
}

impl Audience {
    /// The word in the table and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Audience::Admin => "admin",
            Audience::Portal => "portal",
        }
    }
}

/// Queues the mail with the link, if somebody has this address.
pub async fn request_sign_in_link(app: &App, email: &str, audience: Audience) -> Outcome<()> {
    let email = email.trim().to_lowercase();
    if email.len() > 254 || !email.contains('@') || email.chars().any(|c| c.is_whitespace() || c.is_control())
    {
        return Err(Failure::refuse_field(
            ErrorCode::InvalidEmail,
            "email",
            "write an address such as name@example.com",
        ));
    }
    let Some(user) = store::people::user_by_email(app.db.read(), &email).await? else { return Ok(()) };
    let now = app.now_ms();
    let hour_ago = now.saturating_sub(60 * 60 * 1000);
    if store::people::links_since(app.db.read(), user.id, hour_ago).await? >= MOST_PER_HOUR {
        tracing::warn!(user = %user.id, "too many sign-in links asked for; none sent");
        return Ok(());
    }
    let link = sign_in_link::Model {
        id: app.new_id(),
        user_id: user.id,
        audience: audience.word().to_owned(),
        created_at: now,
        expires_at: now.saturating_add(MINUTES * 60 * 1000),
        consumed_at: None,
    };
    let message = message::Model {
        id: app.new_id(),
        organization_id: None,
        property_id: None,
        kind: "sign_in_link".to_owned(),
        key: format!("sign_in_link:{}", link.id),
        language: user.language,
        to_name: user.name,
        to_address: user.email,
        invoice_id: None,
        payment_id: None,
        link_id: Some(link.id),
        status: "queued".to_owned(),
        subject: None,
        last_error: None,
        created_at: now,
        sent_at: None,
        failed_at: None,
    };
    let job = Job::SendEmail { message: message.id };
    let txn = app.db.begin().await?;
    store::people::insert_link(&txn, link).await?;
    store::messages::insert(&txn, message).await?;
    outbox::enqueue(app, &txn, &job).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(())
}
