//! Keys for programs.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::id::Uuid;

use super::property_keys;
use crate::graphql::community::{Organization, Property};
use crate::graphql::enums::schema_enum;
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::loaders::{LoadExt, OrganizationById};
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, internal_error, into_user_errors};
use crate::graphql::scalars::{Date, DateTime, decode_id, encode_id};
use application::error::AppError;
use application::identity::api_key as keys;
use application::identity::create_api_key::{NewApiKey, create_api_key, revoke_api_key};
use application::identity::list_api_keys::{self, ListedApiKey};

schema_enum!(ApiScope = domain::roles::ApiScope);

schema_enum!(ApiKeyStatus = keys::ApiKeyStatus);

/// A key for a program, sent as `Authorization: Bearer …`.
pub struct ApiKey(pub ListedApiKey);

/// A key for a program, sent as `Authorization: Bearer …`.
#[Object]
impl ApiKey {
    /// `key_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::ApiKey>(self.0.row.id)
    }
    /// What it is for.
    async fn name(&self) -> &str {
        &self.0.row.name
    }
    /// The visible start of the key.
    async fn prefix(&self) -> &str {
        &self.0.row.prefix
    }
    /// Whether it works.
    async fn status(&self, ctx: &Context<'_>) -> Result<ApiKeyStatus> {
        Ok(keys::status(&self.0.row, ctx.app()?.now_ms()).into())
    }
    /// What it may do.
    async fn scopes(&self, ctx: &Context<'_>) -> Result<Vec<ApiScope>> {
        Ok(keys::scopes(&self.0.row).or_internal_error(ctx)?.into_iter().map(Into::into).collect())
    }
    /// Whose it is.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Organization> {
        let found = ctx.load(OrganizationById(self.0.row.organization_id)).await?;
        found.map(Organization).ok_or_else(|| internal_error(ctx, &"an API key without organization"))
    }
    /// The properties it reaches; null for all.
    async fn properties(&self) -> Option<Vec<Property>> {
        let properties = self.0.properties.as_ref()?;
        Some(properties.iter().cloned().map(Property).collect())
    }
    /// Who made it.
    async fn created_by(&self) -> &str {
        &self.0.created_by
    }
    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.row.created_at)
    }
    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.row.last_used_at.map(DateTime::stored)
    }
    /// When it ends.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.row.expires_at.map(DateTime::stored)
    }
    /// When it was revoked.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.row.revoked_at.map(DateTime::stored)
    }
}

/// A key by its key.
pub(in crate::graphql) async fn api_key_by_key(ctx: &Context<'_>, key: Uuid) -> Result<Option<ApiKey>> {
    let found = list_api_keys::api_key(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?;
    Ok(found.map(ApiKey))
}

/// Queries for programs.
#[derive(Default)]
pub struct ApiKeyQuery;

/// Queries for programs.
#[Object]
impl ApiKeyQuery {
    /// The key this request is made with; null for people.
    async fn current_api_key(&self, ctx: &Context<'_>) -> Result<Option<ApiKey>> {
        let found = list_api_keys::current_api_key(ctx.app()?, ctx.caller()?).await.or_internal_error(ctx)?;
        Ok(found.map(ApiKey))
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
                let created = list_api_keys::created_api_key(ctx.app()?, caller, row).await;
                let api_key = created.or_internal_error(ctx)?.map(ApiKey);
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
                api_key: api_key_by_key(ctx, found.unwrap_or_default()).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => ApiKeyRevokePayload { api_key: None, user_errors },
        })
    }
}
