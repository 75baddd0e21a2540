//! Keys for programs.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::id::Uuid;
use domain::roles::{self, Permission};
use entity::{api_key, property};

use super::super::community::{Organization, Property};
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, UserErrorPayload, into_user_errors};
use super::super::loaders::OrganizationById;
use super::super::scalars::{Date, DateTime, decode_id, encode_id};
use super::property_keys;
use application::error::AppError;
use application::identity::api_key as keys;
use application::identity::create_api_key::{NewApiKey, create_api_key, revoke_api_key};
use store::Scope;

/// What a key may do.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "roles::ApiScope")]
pub enum ApiScope {
    /// See properties, units, residents and the state of payment accounts.
    PropertiesRead,
    /// Add and change units and residents.
    CommunityWrite,
    /// See invoices, drafts included, and payments.
    InvoicesRead,
    /// Create, publish, void and write off invoices; record and reverse payments.
    InvoicesWrite,
    /// See the books and payouts.
    LedgerRead,
}

/// Whether a key works.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "keys::ApiKeyStatus")]
pub enum ApiKeyStatus {
    /// It works.
    Active,
    /// It is past its end.
    Expired,
    /// It was ended.
    Revoked,
}

/// A key for a program, sent as `Authorization: Bearer …`.
pub struct ApiKey {
    row: api_key::Model,
    /// None for all.
    properties: Option<Vec<property::Model>>,
    created_by: String,
}

/// A key for a program, sent as `Authorization: Bearer …`.
#[Object]
impl ApiKey {
    /// `key_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::ApiKey>(self.row.id)
    }
    /// What it is for.
    async fn name(&self) -> &str {
        &self.row.name
    }
    /// The visible start of the key.
    async fn prefix(&self) -> &str {
        &self.row.prefix
    }
    /// Whether it works.
    async fn status(&self, ctx: &Context<'_>) -> Result<ApiKeyStatus> {
        Ok(keys::status(&self.row, ctx.app()?.now_ms()).into())
    }
    /// What it may do.
    async fn scopes(&self, ctx: &Context<'_>) -> Result<Vec<ApiScope>> {
        Ok(keys::scopes(&self.row).or_internal_error(ctx)?.into_iter().map(Into::into).collect())
    }
    /// Whose it is.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Organization> {
        let found = ctx.loaders()?.get(OrganizationById(self.row.organization_id)).await?;
        Ok(Organization(found.ok_or_else(|| super::super::errors::masked_error(""))?))
    }
    /// The properties it reaches; null for all.
    async fn properties(&self) -> Option<Vec<Property>> {
        let properties = self.properties.as_ref()?;
        Some(properties.iter().cloned().map(Property).collect())
    }
    /// Who made it.
    async fn created_by(&self) -> &str {
        &self.created_by
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.row.created_at)
    }
    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.row.last_used_at.map(DateTime::stored)
    }
    /// When it ends.
    async fn expires_at(&self) -> Option<DateTime> {
        self.row.expires_at.map(DateTime::stored)
    }
    /// When it was revoked.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.row.revoked_at.map(DateTime::stored)
    }
}

/// Keys with their properties and makers: three statements whatever their number.
async fn with_properties(ctx: &Context<'_>, scope: &Scope, rows: Vec<api_key::Model>) -> Result<Vec<ApiKey>> {
    let connection = ctx.app()?.db.read();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let makers: Vec<Uuid> = rows.iter().map(|row| row.created_by).collect();
    let pairs = store::api_keys::properties(connection, &ids).await.or_internal_error(ctx)?;
    let known = store::properties::all_properties(connection, scope).await.or_internal_error(ctx)?;
    let names = store::people::names(connection, &makers).await.or_internal_error(ctx)?;
    let with_properties = |row: api_key::Model| {
        let reached = |property: &&property::Model| {
            pairs.iter().any(|pair| pair.api_key_id == row.id && pair.property_id == property.id)
        };
        let properties = (!row.all_properties).then(|| known.iter().filter(reached).cloned().collect());
        let maker = names.iter().find(|(id, _)| *id == row.created_by);
        let created_by = maker.map(|(_, name)| name.clone()).unwrap_or_default();
        ApiKey { row, properties, created_by }
    };
    Ok(rows.into_iter().map(with_properties).collect())
}

/// An organization's keys; empty for who may not see them.
pub async fn of_organization(ctx: &Context<'_>, organization: Uuid) -> Result<Vec<ApiKey>> {
    let scope = ctx.caller()?.scope(Permission::ManageMembers).within(organization);
    if scope.is_empty() {
        return Ok(Vec::new());
    }
    let rows =
        store::api_keys::of_organization(ctx.app()?.db.read(), organization).await.or_internal_error(ctx)?;
    with_properties(ctx, &scope, rows).await
}

/// A key by its key.
pub async fn get(ctx: &Context<'_>, key: Uuid) -> Result<Option<ApiKey>> {
    let scope = ctx.caller()?.scope(Permission::ManageMembers);
    let found = store::api_keys::get(ctx.app()?.db.read(), &scope, key).await.or_internal_error(ctx)?;
    Ok(with_properties(ctx, &scope, found.into_iter().collect()).await?.pop())
}

/// Queries for programs.
#[derive(Default)]
pub struct ApiKeyQuery;

/// Queries for programs.
#[Object]
impl ApiKeyQuery {
    /// The key this request is made with; null for people.
    async fn current_api_key(&self, ctx: &Context<'_>) -> Result<Option<ApiKey>> {
        let caller = ctx.caller()?;
        let Some(identity) = &caller.key else { return Ok(None) };
        let scope = caller.scope(Permission::SeeProperty);
        Ok(with_properties(ctx, &scope, vec![identity.key.clone()]).await?.pop())
    }
}

/// A new key.
#[derive(InputObject)]
pub struct ApiKeyCreateInput {
    /// What it is for.
    name: String,
    /// At least one.
    scopes: Vec<ApiScope>,
    /// The properties it reaches; all when left out.
    property_ids: Option<Vec<ID>>,
    /// Last day it works, after today, UTC; never ends when left out.
    expires_on: Option<Date>,
}

/// The new key.
#[derive(SimpleObject)]
pub struct ApiKeyCreatePayload {
    /// The key.
    api_key: Option<ApiKey>,
    /// What the program sends; shown this once.
    secret: Option<String>,
    /// Why none was made.
    user_errors: Vec<UserErrorPayload>,
}

/// The key as it is now.
#[derive(SimpleObject)]
pub struct ApiKeyRevokePayload {
    /// The key.
    api_key: Option<ApiKey>,
    /// Why it still works.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of keys.
#[derive(Default)]
pub struct ApiKeyMutation;

/// Mutations of keys.
#[Object]
impl ApiKeyMutation {
    /// Makes a key for a program; the key is shown this once.
    async fn api_key_create(
        &self,
        ctx: &Context<'_>,
        organization_id: ID,
        input: ApiKeyCreateInput,
    ) -> Result<ApiKeyCreatePayload> {
        let new = NewApiKey {
            name: input.name,
            scopes: input.scopes.into_iter().map(Into::into).collect(),
            properties: input.property_ids.map(property_keys),
            expires_on: input.expires_on.map(|day| day.0),
        };
        let caller = ctx.caller()?;
        let outcome = match decode_id::<id::Organization>(&organization_id) {
            Some(key) => create_api_key(ctx.app()?, caller, key, &new).await,
            None => Err(AppError::not_found("organization")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok((row, secret)) => {
                let scope = caller.scope(Permission::ManageMembers).within(row.organization_id);
                let api_key = with_properties(ctx, &scope, vec![row]).await?.pop();
                ApiKeyCreatePayload { api_key, secret: Some(secret), user_errors: Vec::new() }
            }
            Err(user_errors) => ApiKeyCreatePayload { api_key: None, secret: None, user_errors },
        })
    }

    /// Ends a key for good.
    async fn api_key_revoke(&self, ctx: &Context<'_>, id: ID) -> Result<ApiKeyRevokePayload> {
        let (caller, found) = (ctx.caller()?, decode_id::<id::ApiKey>(&id));
        let outcome = match found {
            Some(key) => revoke_api_key(ctx.app()?, caller, key).await,
            None => Err(AppError::not_found("key")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(()) => ApiKeyRevokePayload {
                api_key: get(ctx, found.unwrap_or_default()).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => ApiKeyRevokePayload { api_key: None, user_errors },
        })
    }
}
