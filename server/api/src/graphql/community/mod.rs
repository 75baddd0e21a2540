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
use domain::id;
use domain::roles::Permission;

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
use store::properties;

/// Queries for one organization or property.
#[derive(Default)]
pub struct CommunityQuery;

/// Queries for one organization or property.
#[Object]
impl CommunityQuery {
    /// An organization the caller belongs to.
    async fn organization(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Organization>> {
        let scope = ctx.caller()?.scope(Permission::SeeProperty);
        let Some(key) = decode_id::<id::Organization>(&id) else { return Ok(None) };
        Ok(properties::organization(ctx.app()?.db.read(), &scope, key)
            .await
            .or_internal_error(ctx)?
            .map(Organization))
    }

    /// A property the caller may see.
    async fn property(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Property>> {
        let scope = ctx.caller()?.scope(Permission::SeeProperty);
        let Some(key) = decode_id::<id::Property>(&id) else { return Ok(None) };
        Ok(properties::property(ctx.app()?.db.read(), &scope, key)
            .await
            .or_internal_error(ctx)?
            .map(Property))
    }
}
