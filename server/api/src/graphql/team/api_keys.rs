//! Keys for programs.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id::{self, ApiKeyId, Id};

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

/// A key with which a program acts for an organization, sent as `Authorization: Bearer`. It never pays and
/// never manages people.
pub struct ApiKey(pub ListedApiKey);

/// A key with which a program acts for an organization, sent as `Authorization: Bearer`. It never pays and
/// never manages people.
#[Object]
impl ApiKey {
    /// Unique id, starting with `key_`.
    pub async fn id(&self) -> ID {
        encode_id::<id::ApiKey>(self.0.row.id)
    }
    /// What the key is for.
    async fn name(&self) -> &str {
        &self.0.row.name
    }
    /// The visible start of the key, `propty_` and eight characters.
    async fn prefix(&self) -> &str {
        &self.0.row.prefix
    }
    /// Whether the key is accepted.
    async fn status(&self, ctx: &Context<'_>) -> Result<ApiKeyStatus> {
        Ok(keys::status(&self.0.row, ctx.app()?.now()).into())
    }
    /// What the key may do.
    async fn scopes(&self) -> Vec<ApiScope> {
        self.0.row.scopes.iter().copied().map(Into::into).collect()
    }
    /// The organization it belongs to.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Organization> {
        let found = ctx.load(OrganizationById(self.0.row.organization_id)).await?;
        found.map(Organization).ok_or_else(|| internal_error(ctx, &"an API key without organization"))
    }
    /// The properties it reaches; null when it reaches all.
    async fn properties(&self) -> Option<Vec<Property>> {
        let properties = self.0.properties.as_ref()?;
        Some(properties.iter().cloned().map(Property).collect())
    }
    /// Name of the person who created it.
    async fn created_by(&self) -> &str {
        &self.0.created_by
    }
    /// When the key was created.
    async fn created_at(&self) -> DateTime {
        DateTime::stored(self.0.row.created_at)
    }
    /// When it was last used, to the minute; null when it never was.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.row.last_used_at.map(DateTime::stored)
    }
    /// When it expires; null when it does not.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.row.expires_at.map(DateTime::stored)
    }
    /// When it was revoked; null when it was not.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.row.revoked_at.map(DateTime::stored)
    }
}

/// A key by its key.
pub(in crate::graphql) async fn api_key_by_key(ctx: &Context<'_>, key: ApiKeyId) -> Result<Option<ApiKey>> {
    let found = list_api_keys::api_key(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?;
    Ok(found.map(ApiKey))
}

/// Queries of API keys.
#[derive(Default)]
pub struct ApiKeyQuery;

/// Queries of API keys.
#[Object]
impl ApiKeyQuery {
    /// The API key the request is made with; null for people.
    async fn current_api_key(&self, ctx: &Context<'_>) -> Result<Option<ApiKey>> {
        let found = list_api_keys::current_api_key(ctx.app()?, ctx.caller()?).await.or_internal_error(ctx)?;
        Ok(found.map(ApiKey))
    }
}

/// A new API key.
#[derive(InputObject)]
pub struct ApiKeyCreateInput {
    /// What the key is for, 1 to 100 characters in one line.
    name: String,
    /// What the key may do, at least one scope.
    scopes: Vec<ApiScope>,
    /// Ids of the properties it reaches, at least one; all present and future properties when left out.
    property_ids: Option<Vec<ID>>,
    /// Last day the key is accepted, UTC, after today; it never expires when left out.
    expires_on: Option<Date>,
}

/// Result of `apiKeyCreate`.
#[derive(SimpleObject)]
pub struct ApiKeyCreatePayload {
    /// The new key; null when the call failed.
    api_key: Option<ApiKey>,
    /// The key to send as `Authorization: Bearer`. It is shown only here; null when the call failed.
    secret: Option<String>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Result of `apiKeyRevoke`.
#[derive(SimpleObject)]
pub struct ApiKeyRevokePayload {
    /// The revoked key; null when the call failed.
    api_key: Option<ApiKey>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// Mutations of API keys.
#[derive(Default)]
pub struct ApiKeyMutation;

/// Mutations of API keys.
#[Object]
impl ApiKeyMutation {
    /// Creates an API key. For organization managers.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `INVALID_VALUE`, `INVALID_DATE`.
    async fn api_key_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the organization, starting with `org_`.")] organization_id: ID,
        #[graphql(desc = "Name, scopes, properties and last day of the key.")] input: ApiKeyCreateInput,
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

    /// Revokes an API key for good; revoking it again changes nothing. For organization managers.
    ///
    /// User errors: `NOT_FOUND`.
    async fn api_key_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the key, starting with `key_`.")] id: ID,
    ) -> Result<ApiKeyRevokePayload> {
        let (caller, found) = (ctx.caller()?, decode_id::<id::ApiKey>(&id));
        let outcome = match found {
            Some(key) => revoke_api_key(ctx.app()?, caller, key).await,
            None => Err(AppError::not_found("key")),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(()) => ApiKeyRevokePayload {
                api_key: api_key_by_key(ctx, found.unwrap_or_else(Id::nil)).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => ApiKeyRevokePayload { api_key: None, user_errors },
        })
    }
}
