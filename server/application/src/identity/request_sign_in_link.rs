//! Asking for an emailed sign-in link. Known and unknown addresses are counted, answered and timed alike: who it
//! is for is looked up by the job.

use super::send_sign_in_link::SendSignInLink;
use super::{ClientInfo, attempts};
use crate::app::App;
use crate::error::AppResult;
use crate::validation::parse_email;
use domain::community::Audience;

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
    let mut work = app.begin().await?;
    work.enqueue(&job)?;
    work.commit().await?;
    Ok(())
}
