//! Organizations, properties, units and residents.

mod country;
mod organization;
mod organization_mutations;
mod property;
mod property_mutations;
mod resident;
mod resident_mutations;
mod unit;

use async_graphql::{Context, ID, Object, Result};
use domain::id::{self, OrganizationId, PropertyId, ResidentId, UnitId};

pub use country::Country;
pub use organization::Organization;
pub use organization_mutations::OrganizationMutation;
pub use property::{Property, PropertyConnection};
pub use property_mutations::PropertyMutation;
pub use resident::{Residency, ResidencyKind, Resident, ResidentConnection};
pub use resident_mutations::ResidentMutation;
pub use unit::{Unit, UnitConnection};

use super::request::ContextExt;
use super::results::ResultExt;
use super::scalars::decode_id;
use application::community::directory;

/// Queries of organizations and properties.
#[derive(Default)]
pub struct CommunityQuery;

/// Queries of organizations and properties.
#[Object]
impl CommunityQuery {
    /// An organization the caller is a member, a resident or an API key of; null otherwise. Members without
    /// the second factor it requires see none of it.
    async fn organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the organization, starting with `org_`.")] id: ID,
    ) -> Result<Option<Organization>> {
        ctx.caller()?;
        match decode_id::<id::Organization>(&id) {
            Some(key) => organization_by_key(ctx, key).await,
            None => Ok(None),
        }
    }

    /// A property the caller works on or lives in; null otherwise.
    async fn property(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the property, starting with `prop_`.")] id: ID,
    ) -> Result<Option<Property>> {
        ctx.caller()?;
        match decode_id::<id::Property>(&id) {
            Some(key) => property_by_key(ctx, key).await,
            None => Ok(None),
        }
    }
}

/// An organization by key.
pub(super) async fn organization_by_key(
    ctx: &Context<'_>,
    key: OrganizationId,
) -> Result<Option<Organization>> {
    let found = directory::organization(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?;
    Ok(found.map(Organization))
}

/// A property by key.
pub(super) async fn property_by_key(ctx: &Context<'_>, key: PropertyId) -> Result<Option<Property>> {
    let found = directory::property(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?;
    Ok(found.map(Property))
}

/// A unit by key.
pub(super) async fn unit_by_key(ctx: &Context<'_>, key: UnitId) -> Result<Option<Unit>> {
    let found = directory::unit(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?;
    Ok(found.map(Unit::from))
}

/// A resident by key.
pub(super) async fn resident_by_key(ctx: &Context<'_>, key: ResidentId) -> Result<Option<Resident>> {
    let found = directory::resident(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?;
    Ok(found.map(Resident))
}
