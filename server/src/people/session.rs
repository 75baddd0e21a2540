//! Sessions: a random token in a cookie, its hash in the database, an idle and an absolute end.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entity::{session, user};
use sha2::{Digest, Sha256};

use super::Caller;
use crate::app::App;
use crate::refusal::Outcome;
use crate::store::{self, Txn};

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
/// A session ends after this long without a request, in milliseconds.
pub const IDLE: i64 = 12 * HOUR;
/// A session ends after this long at the latest, in milliseconds.
pub const ABSOLUTE: i64 = 14 * 24 * HOUR;

/// The hash that stands for a token in the database.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Begins a session; gives the token for the cookie.
pub async fn begin(app: &App, txn: &Txn, user: &user::Model) -> Outcome<String> {
    let mut bytes = [0; 32];
    app.random.fill(&mut bytes);
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let now = app.now_ms();
    let row = session::Model {
        id: app.new_id(),
        token_hash: hash(&token),
        user_id: user.id,
        created_at: now,
        last_seen_at: now,
        expires_at: now.saturating_add(ABSOLUTE),
    };
    store::people::insert_session(txn, row).await?;
    Ok(token)
}

/// Who a cookie's token belongs to; none when the session has ended.
pub async fn authenticate(app: &App, token: &str) -> Outcome<Option<Caller>> {
    let now = app.now_ms();
    let Some(row) = store::people::session(app.db.read(), &hash(token), now).await? else { return Ok(None) };
    if now.saturating_sub(row.last_seen_at) > IDLE {
        return Ok(None);
    }
    let Some(user) = store::people::user(app.db.read(), row.user_id).await? else { return Ok(None) };
    if now.saturating_sub(row.last_seen_at) > MINUTE {
        store::people::touch_session(app.db.write(), row.id, now).await?;
    }
    Ok(Some(Caller::load(app, user).await?))
}

/// Ends the session of a token.
pub async fn end(app: &App, token: &str) -> Outcome<()> {
    store::people::delete_session(app.db.write(), &hash(token)).await?;
    Ok(())
}
