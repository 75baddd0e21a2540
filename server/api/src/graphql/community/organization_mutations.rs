//! An organization's settings, and what is added to it.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::id::OrganizationId;

use super::property_mutations::decode;
use super::{Country, Organization, Property, Unit, organization_by_key, property_by_key};
use crate::graphql::errors::UserErrorPayload;
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_user_errors};
use crate::graphql::scalars::decode_id;
use application::community::create_property::{NewProperty, create_property};
use application::community::create_units::create_units;
use application::community::directory;
use application::community::update_organization::{OrganizationChanges, update_organization};
use application::error::{AppError, AppResult};

/// Settings to change; those left out stay.
#[derive(InputObject)]
pub struct OrganizationUpdateInput {
    /// New name, 1 to 100 characters in one line.
    name: Option<String>,
    /// Whether members need a second factor. To turn it on, the caller needs one.
    second_factor_required: Option<bool>,
}

/// Result of `organizationUpdate`.
#[derive(SimpleObject)]
pub struct OrganizationUpdatePayload {
    /// The organization after the change; null when the call failed.
    organization: Option<Organization>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// A new property.
#[derive(InputObject)]
pub struct PropertyCreateInput {
    /// Name, 1 to 100 characters in one line.
    name: String,
    /// Street and number, 1 to 200 characters in one line.
    address: String,
    /// City, region and postal code, 1 to 200 characters in one line.
    city: String,
    /// Country; it determines the currency and can't be changed.
    country: Country,
    /// State, province or territory as ISO 3166-2 code, `CA-QC` or `QC`. Required in Canada, where the rules
    /// for card fees depend on it.
    region: Option<String>,
    /// IANA time zone, such as `America/New_York`; days of the property are days there.
    time_zone: String,
    /// Email address that residents' replies go to; replies go nowhere when left out.
    reply_to: Option<String>,
}

/// Result of `propertyCreate`.
#[derive(SimpleObject)]
pub struct PropertyCreatePayload {
    /// The new property; null when the call failed.
    property: Option<Property>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

/// New units of a property.
#[derive(InputObject)]
pub struct UnitCreateInput {
    /// 1 to 500 different labels of 1 to 40 characters, such as `214` or `P17`.
    labels: Vec<String>,
}

/// Result of `unitCreate`.
#[derive(SimpleObject)]
pub struct UnitCreatePayload {
    /// The new units, in the order of the labels; empty when the call failed.
    units: Vec<Unit>,
    /// Why the call changed nothing; empty when it succeeded.
    user_errors: Vec<UserErrorPayload>,
}

fn organization_key(id: &ID) -> AppResult<OrganizationId> {
    decode_id::<id::Organization>(id).ok_or_else(|| AppError::not_found("organization"))
}

/// Mutations of organizations, and of what is added to them.
#[derive(Default)]
pub struct OrganizationMutation;

/// Mutations of organizations, and of what is added to them.
#[Object]
impl OrganizationMutation {
    /// Changes an organization's settings. For organization managers.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `INVALID_VALUE`, `SECOND_FACTOR_REQUIRED`.
    async fn organization_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the organization, starting with `org_`.")] id: ID,
        #[graphql(desc = "The settings to change; those left out stay.")] input: OrganizationUpdateInput,
    ) -> Result<OrganizationUpdatePayload> {
        let changes =
            OrganizationChanges { name: input.name, second_factor_required: input.second_factor_required };
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let outcome = match organization_key(&id) {
            Ok(key) => update_organization(app, caller, key, &changes).await.map(|()| key),
            Err(failure) => Err(failure),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(key) => OrganizationUpdatePayload {
                organization: organization_by_key(ctx, key).await?,
                user_errors: Vec::new(),
            },
            Err(user_errors) => OrganizationUpdatePayload { organization: None, user_errors },
        })
    }

    /// Creates a property with its chart of accounts. For organization managers.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `INVALID_VALUE`, `INVALID_EMAIL`.
    async fn property_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the organization, starting with `org_`.")] organization_id: ID,
        #[graphql(desc = "Name, place and time zone of the property.")] input: PropertyCreateInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<PropertyCreatePayload> {
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let outcome = match organization_key(&organization_id) {
            Ok(organization) => {
                let new = NewProperty {
                    organization,
                    name: input.name,
                    address: input.address,
                    city: input.city,
                    country: input.country.into(),
                    region: input.region,
                    time_zone: input.time_zone,
                    reply_to: input.reply_to,
                };
                create_property(app, caller, &new, &idempotency_key).await
            }
            Err(failure) => Err(failure),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(id) => {
                PropertyCreatePayload { property: property_by_key(ctx, id).await?, user_errors: Vec::new() }
            }
            Err(user_errors) => PropertyCreatePayload { property: None, user_errors },
        })
    }

    /// Creates units in a property, all of them or none. For organization and property managers, and API keys
    /// with `COMMUNITY_WRITE`.
    ///
    /// User errors: `NOT_FOUND`, `REQUIRED`, `TOO_LONG`, `INVALID_VALUE`, `NAME_TAKEN`.
    async fn unit_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the property, starting with `prop_`.")] property_id: ID,
        #[graphql(desc = "Labels of the units.")] input: UnitCreateInput,
        #[graphql(
            desc = "Key of 1 to 255 bytes, unique for each action. A repeated call with the same key and input returns the first result and changes nothing; other input gives `IDEMPOTENCY_KEY_REUSED`."
        )]
        idempotency_key: String,
    ) -> Result<UnitCreatePayload> {
        let (app, caller) = (ctx.app()?, ctx.caller()?);
        let outcome = match decode(&property_id) {
            Ok(property) => create_units(app, caller, property, &input.labels, &idempotency_key).await,
            Err(failure) => Err(failure),
        };
        Ok(match into_user_errors(ctx, outcome)? {
            Ok(ids) => {
                let rows = directory::managed_units(app, caller, &ids).await.or_internal_error(ctx)?;
                UnitCreatePayload {
                    units: rows.into_iter().map(Unit::from).collect(),
                    user_errors: Vec::new(),
                }
            }
            Err(user_errors) => UnitCreatePayload { units: Vec::new(), user_errors },
        })
    }
}
