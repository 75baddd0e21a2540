//! How often something may be tried before whoever tries has to wait: per address, per account and per network.
//! Addresses nobody has are counted like all others, so that a limit tells nothing.

use jiff::SignedDuration;
use std::net::IpAddr;

use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::error::{AppError, AppResult};

const QUARTER_HOUR: SignedDuration = SignedDuration::from_mins(15);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A bound on attempts.
#[derive(Debug, Clone, Copy)]
pub struct AttemptLimit {
    name: &'static str,
    max: i64,
    window: SignedDuration,
}

/// Passwords tried for one address. Signing in by link stays open to whose address somebody else tries.
pub const PASSWORDS_BY_ADDRESS: AttemptLimit =
    AttemptLimit { name: "password:address", max: 10, window: QUARTER_HOUR };
/// Passwords tried from one network.
pub const PASSWORDS_BY_NETWORK: AttemptLimit =
    AttemptLimit { name: "password:network", max: 60, window: QUARTER_HOUR };
/// Links asked for by one address.
pub const LINKS_BY_ADDRESS: AttemptLimit = AttemptLimit { name: "link:address", max: 6, window: HOUR };
/// Links asked for from one network.
pub const LINKS_BY_NETWORK: AttemptLimit = AttemptLimit { name: "link:network", max: 60, window: HOUR };
/// Sign-ups from one network.
pub const SIGN_UPS_BY_NETWORK: AttemptLimit = AttemptLimit { name: "sign_up:network", max: 20, window: HOUR };
/// Codes of the second factor tried for one account.
pub const CODES_BY_ACCOUNT: AttemptLimit =
    AttemptLimit { name: "code:account", max: 10, window: QUARTER_HOUR };
/// Current passwords tried by who is signed in.
pub const CURRENT_PASSWORDS: AttemptLimit =
    AttemptLimit { name: "current_password:account", max: 10, window: QUARTER_HOUR };
/// Tokens of links tried from one network.
pub const TOKENS_BY_NETWORK: AttemptLimit =
    AttemptLimit { name: "token:network", max: 120, window: QUARTER_HOUR };
/// Mail to one address because somebody on a team asked: invitations.
pub const INVITATIONS_BY_ADDRESS: AttemptLimit =
    AttemptLimit { name: "invitation:address", max: 10, window: HOUR };
/// Uses of a key from one network that are audited once a day.
pub(super) const KEY_USE_AUDITED: AttemptLimit =
    AttemptLimit { name: "key_use", max: 1, window: LONGEST_WINDOW };

/// The longest window: counters older than this can be forgotten.
pub const LONGEST_WINDOW: SignedDuration = SignedDuration::from_hours(24);

impl AttemptLimit {
    fn bucket(self, subject: &str) -> String {
        // Hashed, so that the table holds no addresses of people who never signed up.
        let hash = hex::encode(Sha256::digest(subject.as_bytes()));
        format!("{}:{hash}", self.name)
    }
}

/// Counts an attempt; false when it is one too many, with the seconds to wait.
pub(super) async fn count(app: &App, limit: AttemptLimit, subject: &str) -> AppResult<Result<(), i64>> {
    count_in(app, app.db.write(), limit, subject).await
}

/// The same over a connection or inside a transaction, whose end then decides whether it counted.
pub(super) async fn count_in(
    app: &App,
    connection: &impl ConnectionTrait,
    limit: AttemptLimit,
    subject: &str,
) -> AppResult<Result<(), i64>> {
    let now = app.now();
    let counted = store::attempts::increment(connection, &limit.bucket(subject), now, limit.window).await?;
    if counted.count <= limit.max {
        return Ok(Ok(()));
    }
    let left = counted.began_at + limit.window - now;
    Ok(Err(left.as_secs().max(0).saturating_add(1)))
}

/// Counts an attempt; refuses it when it is one too many.
pub async fn allow(app: &App, limit: AttemptLimit, subject: &str) -> AppResult<()> {
    count(app, limit, subject).await?.map_err(AppError::too_many_requests)
}

/// The same for a network.
pub async fn allow_network(app: &App, limit: AttemptLimit, network: IpAddr) -> AppResult<()> {
    allow(app, limit, &network.to_string()).await
}

/// Forgets the attempts of who has proved themselves.
pub async fn reset(app: &App, limit: AttemptLimit, subject: &str) -> AppResult<()> {
    Ok(store::attempts::reset(app.db.write(), &limit.bucket(subject)).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_contain_no_address() {
        let bucket = LINKS_BY_ADDRESS.bucket("ana@example.com");
        assert!(bucket.starts_with("link:address:") && !bucket.contains("ana"), "{bucket}");
    }
}
