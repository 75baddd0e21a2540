//! A resident and their residencies.

use async_graphql::{Context, Enum, ID, Object, Result};
use domain::id;
use domain::roles::Permission;
use entity::resident;

use super::super::connection::connection;
use super::super::context::ContextExt;
use super::super::loaders::{InvitedAtOfResident, ResidenciesOfResident};
use super::super::people::Language;
use super::super::scalars::{Date, DateTime, encode_id};
use super::Unit;
use store::properties::ResidencyRow;

/// Whether a resident can sign in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::community::ResidentStatus")]
pub enum ResidentStatus {
    /// Known, not invited.
    Pending,
    /// Invited, has not accepted.
    Invited,
    /// Signs in.
    Active,
    /// Moved out.
    Inactive,
}

/// How somebody holds a unit.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::community::ResidencyKind")]
pub enum ResidencyKind {
    /// Owns it.
    Owner,
    /// Rents it.
    Tenant,
}

/// A person who lives in or owns a unit.
pub struct Resident(pub resident::Model);

/// A person who lives in or owns a unit.
#[Object]
impl Resident {
    /// `res_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::Resident>(self.0.id)
    }
    /// Full name.
    async fn name(&self) -> &str {
        &self.0.name
    }
    /// Where mail goes.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }
    /// Language of mail and portal.
    async fn language(&self) -> Result<Language> {
        Ok(self.0.language.into())
    }
    /// Whether they can sign in.
    async fn status(&self) -> ResidentStatus {
        self.0.status.into()
    }
    /// When the latest invitation was sent; for the team.
    async fn invited_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>> {
        let team = ctx.caller()?.scope(Permission::ManageProperty);
        if team.within(self.0.organization_id).is_empty() {
            return Ok(None);
        }
        Ok(ctx.loaders()?.get(InvitedAtOfResident(self.0.id)).await?.map(DateTime::stored))
    }
    /// Where they live now, as far as the caller may see it.
    async fn residencies(&self, ctx: &Context<'_>) -> Result<Vec<Residency>> {
        let rows = ctx.loaders()?.get(ResidenciesOfResident(self.0.id)).await?.unwrap_or_default();
        let scope = ctx.caller()?.scope(Permission::SeeProperty);
        let reached = |row: &ResidencyRow| scope.reaches_unit(&row.unit);
        Ok(rows.into_iter().filter(reached).map(Residency).collect())
    }
}

/// A resident in a unit.
pub struct Residency(pub ResidencyRow);

/// A resident in a unit.
#[Object]
impl Residency {
    /// `rsd_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::Residency>(self.0.residency.id)
    }
    /// How they hold it.
    async fn kind(&self) -> ResidencyKind {
        self.0.residency.kind.into()
    }
    /// Whether invoices of the unit are addressed to them.
    async fn is_primary(&self) -> bool {
        self.0.residency.is_primary
    }
    /// First day.
    async fn starts_on(&self) -> Result<Date> {
        Ok(Date(self.0.residency.starts_on.0))
    }
    /// Last day.
    async fn ends_on(&self) -> Result<Option<Date>> {
        Ok(self.0.residency.ends_on.map(|day| Date(day.0)))
    }
    /// The unit.
    async fn unit(&self) -> Unit {
        Unit { unit: self.0.unit.clone(), property: self.0.property.clone(), primary: None }
    }
    /// The resident.
    async fn resident(&self) -> Resident {
        Resident(self.0.resident.clone())
    }
}

connection!(ResidentConnection, ResidentEdge, Resident);
