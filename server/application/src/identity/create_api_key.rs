//! Making and ending keys for programs. The key itself is shown once; its hash and its visible start are kept.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::AuditAction;
use domain::id::{ApiKeyId, OrganizationId, PropertyId};
use domain::instant::Instant;
use domain::roles::{ApiScope, ApiScopes, Permission};
use entity::api_key;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use super::Caller;
use super::invite_member::require_properties;
use super::session::hash;
use crate::app::App;
use crate::audit::AuditedAction;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::validation;

/// What every key starts with, so that scanners of leaked secrets know it.
pub const KEY_PREFIX: &str = "propty_";
/// Characters behind the start that stay visible.
const VISIBLE_CHARACTERS: usize = 8;

/// A new key.
#[derive(Debug, Clone)]
pub struct NewApiKey {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<ApiScope>,
    /// The properties it reaches; none for all of them.
    pub properties: Option<Vec<PropertyId>>,
    /// Last day it works, UTC.
    pub expires_on: Option<Date>,
}

/// Makes a key; gives its row and the key.
pub async fn create_api_key(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    input: &NewApiKey,
) -> AppResult<(api_key::Model, String)> {
    let scope = caller.require_organization(Permission::ManageMembers, organization)?;
    let creator = caller.require_person()?;
    let name = validation::parse_name("name", &input.name, 100)?;
    let mut scopes = input.scopes.clone();
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        return Err(AppError::field_error(ErrorCode::Required, "scopes", "choose at least one"));
    }
    let properties = match &input.properties {
        None => Vec::new(),
        Some(named) if named.is_empty() => {
            let why = "choose at least one property, or leave it out for all of them";
            return Err(AppError::field_error(ErrorCode::Required, "propertyIds", why));
        }
        Some(named) => require_properties(app, &scope, named).await?,
    };
    let mut bytes = [0; 32];
    app.random.fill(&mut bytes);
    let key = format!("{KEY_PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes));
    let row = api_key::Model {
        id: app.new_id(),
        organization_id: organization,
        name,
        prefix: key.chars().take(KEY_PREFIX.len().saturating_add(VISIBLE_CHARACTERS)).collect(),
        secret_hash: hash(&key),
        scopes: ApiScopes(scopes),
        all_properties: input.properties.is_none(),
        created_by: creator.id,
        created_at: app.now(),
        last_used_at: None,
        last_network: None,
        expires_at: input.expires_on.map(|day| end_of_day(app, day)).transpose()?,
        revoked_at: None,
    };
    let mut work = app.begin().await?;
    store::api_keys::insert(work.txn(), row.clone(), &properties).await?;
    let what = AuditedAction::new(AuditAction::ApiKeyCreated, row.id, row.name.as_str());
    let detail = json!({ "prefix": row.prefix, "scopes": row.scopes,
        "expiresOn": input.expires_on.map(|day| day.to_string()) });
    work.audit(&caller.actor(), organization, what, &detail);
    work.commit().await?;
    Ok((row, key))
}

/// The instant at which a day ends, in UTC; the day must lie ahead.
fn end_of_day(app: &App, day: Date) -> AppResult<Instant> {
    let refuse = |why: &str| AppError::field_error(ErrorCode::InvalidDate, "expiresOn", why);
    if day <= app.today("UTC") {
        return Err(refuse("choose a day after today"));
    }
    let next = day.tomorrow().map_err(|_| refuse("choose an earlier day"))?;
    let end = next.to_zoned(TimeZone::UTC).map_err(|_| refuse("choose an earlier day"))?;
    Ok(Instant::from(end.timestamp()))
}

/// Ends a key for good; doing it again changes nothing.
pub async fn revoke_api_key(app: &App, caller: &Caller, id: ApiKeyId) -> AppResult<()> {
    let scope = caller.scope(Permission::ManageMembers);
    let row = store::api_keys::get(app.db.read(), &scope, id).await?;
    let row = row.ok_or_else(|| AppError::not_found("key"))?;
    let mut work = app.begin().await?;
    if store::api_keys::revoke(work.txn(), id, app.now()).await? {
        let what = AuditedAction::new(AuditAction::ApiKeyRevoked, id, row.name.as_str());
        let detail = json!({ "prefix": row.prefix });
        work.audit(&caller.actor(), row.organization_id, what, &detail);
    }
    work.commit().await?;
    Ok(())
}
