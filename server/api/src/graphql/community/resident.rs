//! A resident and their residencies.

use async_graphql::{Context, ID, Object, Result};
use domain::id;
use entity::resident;

use super::Unit;
use crate::graphql::connection::connection;
use crate::graphql::enums::schema_enum;
use crate::graphql::loaders::{InvitedAtOfResident, LoadExt, ResidenciesOfResident};
use crate::graphql::people::Language;
use crate::graphql::request::ContextExt;
use crate::graphql::scalars::{Date, DateTime, encode_id};
use application::community::directory;
use store::properties::ResidencyRow;

schema_enum!(ResidentStatus = domain::community::ResidentStatus);

schema_enum!(ResidencyKind = domain::community::ResidencyKind);

/// A person who owns or rents a unit.
pub struct Resident(pub resident::Model);

/// A person who owns or rents a unit.
#[Object]
impl Resident {
    /// Unique id, starting with `res_`.
    pub async fn id(&self) -> ID {
        encode_id::<id::Resident>(self.0.id)
    }
    /// Full name of the resident.
    async fn name(&self) -> &str {
        &self.0.name
    }
    /// Email address; null when it is not known, and then nothing can be sent.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }
    /// Language of emails and of the portal.
    async fn language(&self) -> Language {
        self.0.language.into()
    }
    /// Whether the resident has access to the portal.
    async fn status(&self) -> ResidentStatus {
        self.0.status.into()
    }
    /// When the latest invitation was sent; null when there was none, and for all but the team.
    async fn invited_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>> {
        if !directory::sees_invitations(ctx.caller()?, self.0.organization_id) {
            return Ok(None);
        }
        Ok(ctx.load(InvitedAtOfResident(self.0.id)).await?.map(DateTime::stored))
    }
    /// Current residencies in units the caller may see.
    async fn residencies(&self, ctx: &Context<'_>) -> Result<Vec<Residency>> {
        let rows = ctx.load(ResidenciesOfResident(self.0.id)).await?.unwrap_or_default();
        Ok(directory::residencies_in_reach(ctx.caller()?, rows).into_iter().map(Residency).collect())
    }
}

/// A resident in a unit, from one day on and until another.
pub struct Residency(pub ResidencyRow);

/// A resident in a unit, from one day on and until another.
#[Object]
impl Residency {
    /// Unique id, starting with `rsd_`.
    pub async fn id(&self) -> ID {
        encode_id::<id::Residency>(self.0.residency.id)
    }
    /// Whether the resident owns or rents the unit.
    async fn kind(&self) -> ResidencyKind {
        self.0.residency.kind.into()
    }
    /// Whether invoices of the unit are addressed to this resident.
    async fn is_primary(&self) -> bool {
        self.0.residency.is_primary
    }
    /// First day of the residency.
    async fn starts_on(&self) -> Date {
        self.0.residency.starts_on.into()
    }
    /// Last day of the residency; null while it has no end.
    async fn ends_on(&self) -> Option<Date> {
        self.0.residency.ends_on.map(Date::from)
    }
    /// The unit that is owned or rented.
    async fn unit(&self) -> Unit {
        Unit { unit: self.0.unit.clone(), property: self.0.property.clone(), primary: None }
    }
    /// The resident who owns or rents it.
    async fn resident(&self) -> Resident {
        Resident(self.0.resident.clone())
    }
}

connection!(ResidentConnection, ResidentEdge, Resident, "residents");
