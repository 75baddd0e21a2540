//! An organization's API keys, for its organization managers; and the key a program asks with, for itself.

use domain::id::{ApiKeyId, OrganizationId, UserId};
use domain::roles::Permission;
use entity::{api_key, property};

use super::Caller;
use crate::app::App;
use crate::error::AppResult;
use store::Scope;

/// An API key with its properties and the person who created it.
#[derive(Debug, Clone)]
pub struct ListedApiKey {
    /// The key.
    pub row: api_key::Model,
    /// The properties it reaches; none for all of them.
    pub properties: Option<Vec<property::Model>>,
    /// Name of the person who created it.
    pub created_by: String,
}

/// An organization's keys, newest first; empty for who may not see them.
pub async fn list_api_keys(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
) -> AppResult<Vec<ListedApiKey>> {
    let scope = caller.scope(Permission::ManageMembers).within(organization);
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let rows = store::api_keys::of_organization(app.db.read(), organization).await?;
    with_properties(app, &scope, rows).await
}

/// A key the caller may see.
pub async fn api_key(app: &App, caller: &Caller, id: ApiKeyId) -> AppResult<Option<ListedApiKey>> {
    let scope = caller.scope(Permission::ManageMembers);
    let found = store::api_keys::get(app.db.read(), &scope, id).await?;
    Ok(with_properties(app, &scope, found.into_iter().collect()).await?.pop())
}

/// A key the caller has just created.
pub async fn created_api_key(
    app: &App,
    caller: &Caller,
    row: api_key::Model,
) -> AppResult<Option<ListedApiKey>> {
    let scope = caller.scope(Permission::ManageMembers).within(row.organization_id);
    Ok(with_properties(app, &scope, vec![row]).await?.pop())
}

/// The key the caller asks with; none for people.
pub async fn current_api_key(app: &App, caller: &Caller) -> AppResult<Option<ListedApiKey>> {
    let Some(identity) = &caller.key else { return Ok(None) };
    let scope = caller.scope(Permission::SeeProperty);
    Ok(with_properties(app, &scope, vec![identity.key.clone()]).await?.pop())
}

/// Keys with their properties and creators: three statements whatever their number.
async fn with_properties(
    app: &App,
    scope: &Scope,
    rows: Vec<api_key::Model>,
) -> AppResult<Vec<ListedApiKey>> {
    let connection = app.db.read();
    let ids: Vec<ApiKeyId> = rows.iter().map(|row| row.id).collect();
    let creators: Vec<UserId> = rows.iter().map(|row| row.created_by).collect();
    let pairs = store::api_keys::properties(connection, &ids).await?;
    let known = store::properties::all_properties(connection, scope).await?;
    let names = store::people::names(connection, &creators).await?;
    let key = |row: api_key::Model| {
        let is_reached = |property: &&property::Model| {
            pairs.iter().any(|pair| pair.api_key_id == row.id && pair.property_id == property.id)
        };
        let properties = (!row.all_properties).then(|| known.iter().filter(is_reached).cloned().collect());
        let creator = names.iter().find(|(id, _)| *id == row.created_by);
        let created_by = creator.map(|(_, name)| name.clone()).unwrap_or_default();
        ListedApiKey { row, properties, created_by }
    };
    Ok(rows.into_iter().map(key).collect())
}
