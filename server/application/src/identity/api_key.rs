//! Who a key belongs to, for requests with `Authorization: Bearer`.

use domain::audit::AuditAction;
use domain::described_enum;
use domain::id::PropertyId;
use domain::instant::Instant;
use entity::api_key;
use jiff::SignedDuration;
use serde_json::json;

use super::access::ApiKeyIdentity;
use super::session::hash;
use super::{Caller, ClientInfo, attempts};
use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::AppResult;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

described_enum! {
    /// Whether an API key is accepted.
    pub enum ApiKeyStatus {
        /// The key is accepted.
        Active,
        /// The key's last day is over; requests with it get 401.
        Expired,
        /// The key was revoked; requests with it get 401.
        Revoked,
    }
}

/// Whether a key works at an instant.
pub fn status(row: &api_key::Model, now: Instant) -> ApiKeyStatus {
    if row.revoked_at.is_some() {
        ApiKeyStatus::Revoked
    } else if row.expires_at.is_some_and(|end| end <= now) {
        ApiKeyStatus::Expired
    } else {
        ApiKeyStatus::Active
    }
}

/// Who a key belongs to; none when there is no such key or it has ended.
pub async fn authenticate(app: &App, key: &str, client_info: &ClientInfo) -> AppResult<Option<Caller>> {
    let now = app.now();
    let found = store::api_keys::by_hash(app.db.read(), &hash(key)).await?;
    let Some(row) = found.filter(|row| status(row, now) == ApiKeyStatus::Active) else { return Ok(None) };
    let Some(creator) = store::people::user(app.db.read(), row.created_by).await? else { return Ok(None) };
    let properties = if row.all_properties {
        None
    } else {
        let rows = store::api_keys::properties(app.db.read(), &[row.id]).await?;
        Some(rows.into_iter().map(|row| row.property_id).collect::<Vec<PropertyId>>())
    };
    let used_long_ago = row.last_used_at.is_none_or(|last| now - last > MINUTE);
    let network = client_info.network.to_string();
    let elsewhere = row.last_network.as_deref() != Some(network.as_str());
    let caller = Caller::with_api_key(creator, ApiKeyIdentity { key: row, properties }, client_info.clone());
    if used_long_ago || elsewhere {
        record_use(app, &caller, &network).await?;
    }
    Ok(Some(caller))
}

/// Records when and from where a key was used; the audit trail gets one event per day and network.
async fn record_use(app: &App, caller: &Caller, network: &str) -> AppResult<()> {
    let Some(identity) = &caller.key else { return Ok(()) };
    let key = &identity.key;
    let mut work = app.begin().await?;
    store::api_keys::touch(work.txn(), key.id, app.now(), network).await?;
    let subject = format!("{}:{network}", key.id);
    if attempts::count_in(app, work.txn(), attempts::KEY_USE_AUDITED, &subject).await?.is_ok() {
        let what = AuditedAction::new(AuditAction::ApiKeyUsed, key.id, key.name.as_str());
        let detail = json!({ "prefix": key.prefix });
        work.audit(&caller.actor(), key.organization_id, what, &detail);
    }
    work.commit().await?;
    Ok(())
}
