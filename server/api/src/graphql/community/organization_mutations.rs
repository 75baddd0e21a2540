//! An organization's settings, and what is added to it.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::id;
use domain::id::Uuid;

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

/// Settings to change.
#[derive(InputObject)]
pub struct OrganizationUpdateInput {
    /// As residents see it.
    name: Option<String>,
    /// Whether members need a second factor. Who turns it on needs to have one.
    second_factor_required: Option<bool>,
}

/// The organization as it is now.
#[derive(SimpleObject)]
pub struct OrganizationUpdatePayload {
    /// The organization.
    organization: Option<Organization>,
    /// Why nothing was done.
    user_errors: Vec<UserErrorPayload>,
}

/// A new property.
#[derive(InputObject)]
pub struct PropertyCreateInput {
    /// Name.
    name: String,
    /// Street and number.
    address: String,
    /// City, region and postal code.
    city: String,
    /// Where it is; gives the currency.
    country: Country,
    /// State, province or territory, as ISO 3166-2 has it: `CA-QC` or `QC`. Needed in Canada, where rules for
    /// fees depend on it.
    region: Option<String>,
    /// IANA name, such as `America/New_York`.
    time_zone: String,
    /// Where residents' answers to mail go.
    reply_to: Option<String>,
}

/// The new property.
#[derive(SimpleObject)]
pub struct PropertyCreatePayload {
    /// The property.
    property: Option<Property>,
    /// Why nothing was made.
    user_errors: Vec<UserErrorPayload>,
}

/// New units.
#[derive(InputObject)]
pub struct UnitCreateInput {
    /// One to 500 labels, as residents call them.
    labels: Vec<String>,
}

/// The new units.
#[derive(SimpleObject)]
pub struct UnitCreatePayload {
    /// In the order given; empty when nothing was made.
    units: Vec<Unit>,
    /// Why nothing was made.
    user_errors: Vec<UserErrorPayload>,
}

fn organization_key(id: &ID) -> AppResult<Uuid> {
    decode_id::<id::Organization>(id).ok_or_else(|| AppError::not_found("organization"))
}

/// Mutations of organizations.
#[derive(Default)]
pub struct OrganizationMutation;

/// Mutations of organizations.
#[Object]
impl OrganizationMutation {
    /// Changes an organization's settings; what is left out stays.
    async fn organization_update(
        &self,
        ctx: &Context<'_>,
        id: ID,
        input: OrganizationUpdateInput,
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

    /// Adds a property with its books.
    async fn property_create(
        &self,
        ctx: &Context<'_>,
        organization_id: ID,
        input: PropertyCreateInput,
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

    /// Adds units to a property: all of them or none.
    async fn unit_create(
        &self,
        ctx: &Context<'_>,
        property_id: ID,
        input: UnitCreateInput,
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
