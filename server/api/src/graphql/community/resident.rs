//! A resident and their residencies.

use async_graphql::{Context, Enum, ID, Object, Result};
use domain::id;
use entity::resident;

use super::Unit;
use crate::graphql::connection::connection;
use crate::graphql::loaders::{InvitedAtOfResident, LoadExt, ResidenciesOfResident};
use crate::graphql::people::Language;
use crate::graphql::request::ContextExt;
use crate::graphql::results::ResultExt;
use crate::graphql::scalars::{Date, DateTime, encode_id};
use application::community::directory;
use store::properties::ResidencyRow;
use store::words::Word;

/// Whether a resident can sign in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
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
    async fn language(&self, ctx: &Context<'_>) -> Result<Language> {
        Ok(locales::Language::from_word(&self.0.language).or_internal_error(ctx)?.into())
    }
    /// Whether they can sign in.
    async fn status(&self) -> ResidentStatus {
        match self.0.status.as_str() {
            "invited" => ResidentStatus::Invited,
            "active" => ResidentStatus::Active,
            "inactive" => ResidentStatus::Inactive,
            _ => ResidentStatus::Pending,
        }
    }
    /// When the latest invitation was sent; for the team.
    async fn invited_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>> {
        if !directory::sees_invitations(ctx.caller()?, self.0.organization_id) {
            return Ok(None);
        }
        Ok(ctx.load(InvitedAtOfResident(self.0.id)).await?.map(DateTime::stored))
    }
    /// Where they live now, as far as the caller may see it.
    async fn residencies(&self, ctx: &Context<'_>) -> Result<Vec<Residency>> {
        let rows = ctx.load(ResidenciesOfResident(self.0.id)).await?.unwrap_or_default();
        Ok(directory::residencies_in_reach(ctx.caller()?, rows).into_iter().map(Residency).collect())
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
        if self.0.residency.kind == "owner" { ResidencyKind::Owner } else { ResidencyKind::Tenant }
    }
    /// Whether invoices of the unit are addressed to them.
    async fn is_primary(&self) -> bool {
        self.0.residency.is_primary
    }
    /// First day.
    async fn starts_on(&self, ctx: &Context<'_>) -> Result<Date> {
        Date::stored(&self.0.residency.starts_on).or_internal_error(ctx)
    }
    /// Last day.
    async fn ends_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        self.0.residency.ends_on.as_deref().map(Date::stored).transpose().or_internal_error(ctx)
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
