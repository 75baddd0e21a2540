//! Sessions: a random token in a cookie, its hash in the database, an idle and an absolute end. A session of
//! somebody with a second factor shows nothing until a code was given, and is then replaced by a new one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::AuditAction;
use domain::id::UserId;
use domain::instant::Instant;
use domain::session::SignInMethod;
use entity::{session, user};
use jiff::SignedDuration;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Caller, ClientInfo, access_audit};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::unit_of_work::UnitOfWork;
use store::Txn;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// A session ends after this long without a request.
pub const IDLE_TIMEOUT: SignedDuration = SignedDuration::from_hours(12);
/// A session ends after this long at the latest.
pub const MAX_LIFETIME: SignedDuration = SignedDuration::from_hours(14 * 24);
/// A code of the second factor must be given within this time.
const SECOND_FACTOR_TIMEOUT: SignedDuration = SignedDuration::from_mins(10);

/// What a sign-in gives.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// For the cookie.
    pub token: String,
    /// Who is signed in; none while a code of the second factor is wanted.
    pub caller: Option<Caller>,
}

/// The hash that stands for a token in the database.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Begins a session after the first step; one of somebody with a second factor waits for the second.
pub async fn begin(
    work: &mut UnitOfWork<'_>,
    user: &user::Model,
    method: SignInMethod,
    client_info: &ClientInfo,
) -> AppResult<(String, session::Model)> {
    let app = work.app();
    // What was read before this transaction may have changed: a second factor turned on since then counts.
    let user = &store::people::lock_user(work.txn(), user.id).await?.ok_or(AppError::Unauthenticated)?;
    let needs_second_factor = user.second_factor_enabled_at.is_some();
    let (token, row) = insert(app, work.txn(), user, (method, needs_second_factor), client_info).await?;
    if !needs_second_factor {
        let detail = json!({ "method": method.code() });
        access_audit::record(work, user, Some(client_info), AuditAction::SignedIn, &detail).await?;
    }
    Ok((token, row))
}

/// Begins the session that takes the place of one that waited for the second step.
pub(super) async fn complete(
    work: &mut UnitOfWork<'_>,
    user: &user::Model,
    waiting: &session::Model,
    client_info: &ClientInfo,
) -> AppResult<(String, session::Model)> {
    let app = work.app();
    // It may have been ended, or completed, in the meantime.
    if !store::sessions::end(work.txn(), user.id, waiting.id).await? {
        return Err(AppError::Unauthenticated);
    }
    let begun = insert(app, work.txn(), user, (waiting.method, false), client_info).await?;
    let detail = json!({ "method": waiting.method, "secondFactor": true });
    access_audit::record(work, user, Some(client_info), AuditAction::SignedIn, &detail).await?;
    Ok(begun)
}

async fn insert(
    app: &App,
    txn: &Txn,
    user: &user::Model,
    (method, awaits_second_factor): (SignInMethod, bool),
    client_info: &ClientInfo,
) -> AppResult<(String, session::Model)> {
    let mut bytes = [0; 32];
    app.random.fill(&mut bytes);
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let now = app.now();
    let row = session::Model {
        id: app.new_id(),
        token_hash: hash(&token),
        user_id: user.id,
        method,
        awaits_second_factor,
        user_agent: client_info.user_agent.clone(),
        network: client_info.network.to_string(),
        created_at: now,
        last_seen_at: now,
        expires_at: now + if awaits_second_factor { SECOND_FACTOR_TIMEOUT } else { MAX_LIFETIME },
    };
    store::sessions::insert(txn, row.clone()).await?;
    Ok((token, row))
}

/// What a sign-in gives, once its transaction is done.
pub(super) async fn signed_in(
    app: &App,
    user: user::Model,
    (token, row): (String, session::Model),
    client_info: &ClientInfo,
) -> AppResult<SignedIn> {
    let caller = if row.awaits_second_factor {
        None
    } else {
        Some(Caller::load(app, user, Some(row), client_info.clone()).await?)
    };
    Ok(SignedIn { token, caller })
}

/// The live session of a cookie's token.
pub(super) async fn find(app: &App, token: &str) -> AppResult<Option<session::Model>> {
    let now = app.now();
    let row = store::sessions::by_hash(app.db.read(), &hash(token), now).await?;
    Ok(row.filter(|row| is_in_use(row, now)))
}

fn is_in_use(row: &session::Model, now: Instant) -> bool {
    now - row.last_seen_at <= IDLE_TIMEOUT
}

/// Who a cookie's token belongs to; none when the session has ended or waits for the second step.
pub async fn authenticate(app: &App, token: &str, client_info: &ClientInfo) -> AppResult<Option<Caller>> {
    let now = app.now();
    let found = store::sessions::with_user(app.db.read(), &hash(token), now).await?;
    let signed_in = |row: &session::Model| !row.awaits_second_factor && is_in_use(row, now);
    let Some((row, user)) = found.filter(|(row, _)| signed_in(row)) else { return Ok(None) };
    if now - row.last_seen_at > MINUTE {
        let network = client_info.network.to_string();
        store::sessions::touch(app.db.write(), row.id, now, &network).await?;
    }
    Ok(Some(Caller::load(app, user, Some(row), client_info.clone()).await?))
}

/// Ends the session of a token.
pub async fn end(app: &App, token: &str, client_info: &ClientInfo) -> AppResult<()> {
    let Some(row) = store::sessions::by_hash(app.db.read(), &hash(token), app.now()).await? else {
        return Ok(());
    };
    let mut work = app.begin().await?;
    let ended = store::sessions::end(work.txn(), row.user_id, row.id).await?;
    // Whoever waited for the second step was never signed in.
    let was_signed_in = ended && !row.awaits_second_factor;
    if let Some(user) = store::people::user(work.txn(), row.user_id).await?.filter(|_| was_signed_in) {
        access_audit::record(&mut work, &user, Some(client_info), AuditAction::SignedOut, &json!({})).await?;
    }
    work.commit().await?;
    Ok(())
}

/// Where a person is signed in, the latest used first.
pub async fn list(app: &App, user: UserId) -> AppResult<Vec<session::Model>> {
    let now = app.now();
    Ok(store::sessions::of_user(app.db.read(), user, now, now - IDLE_TIMEOUT).await?)
}
