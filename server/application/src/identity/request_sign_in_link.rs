//! Asking for an emailed sign-in link. Known and unknown addresses are counted, answered and timed alike: who it
//! is for is looked up by the job.

use super::send_sign_in_link::SendSignInLink;
use super::{ClientInfo, attempts};
use crate::app::App;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::outbox;
use domain::community::Audience;

/// No address is longer, in bytes.
pub(super) const MAX_EMAIL_LENGTH: usize = 254;

/// An address mail can go to, lower case; `field` is where the input stood.
pub fn parse_email(field: &'static str, email: &str) -> AppResult<String> {
    let email = email.trim().to_lowercase();
    let wrong = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"');
    let right = email.len() <= MAX_EMAIL_LENGTH
        && !email.chars().any(wrong)
        && email.rsplit_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && local.len() <= 64 && !domain.is_empty() && !local.contains('@')
        });
    if right {
        return Ok(email);
    }
    Err(AppError::field_error(ErrorCode::InvalidEmail, field, "write an address such as name@example.com"))
}

/// Queues the mail with the link, if somebody has this address.
pub async fn request_sign_in_link(
    app: &App,
    email: &str,
    audience: Audience,
    client_info: &ClientInfo,
) -> AppResult<()> {
    let email = parse_email("email", email)?;
    attempts::allow_network(app, attempts::LINKS_BY_NETWORK, client_info.network).await?;
    attempts::allow(app, attempts::LINKS_BY_ADDRESS, &email).await?;
    let job = SendSignInLink { request: app.new_id(), email, audience };
    let txn = app.db.begin().await?;
    outbox::enqueue(app, &txn, &job).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_addresses_are_rejected() {
        assert_eq!(parse_email("email", " Ana@Example.com ").unwrap(), "ana@example.com");
        let wrong = [
            "",
            "ana",
            "@example.com",
            "ana@",
            "a b@example.com",
            "ana@example.com\r\nBcc: x@y.z",
            "ana@example.com, eve@example.com",
            "<ana@example.com>",
            "ana@@example.com",
            "\"a\"@example.com",
        ];
        for wrong in wrong {
            assert!(parse_email("email", wrong).is_err(), "{wrong:?}");
        }
    }
}
