//! A unit and who lives there.

use async_graphql::{Context, ID, Object, Result};
use domain::id;
use entity::{property, resident, unit};

use super::{Property, Residency, Resident};
use crate::graphql::connection::connection;
use crate::graphql::loaders::{BalanceOfUnit, LoadExt, OwnBalanceOfUnit, ResidenciesOfUnit};
use crate::graphql::request::ContextExt;
use crate::graphql::scalars::{Money, encode_id};
use application::community::directory;
use store::properties::{ResidencyRow, UnitRow};

/// What is owned or rented in a property.
pub struct Unit {
    pub(in crate::graphql) unit: unit::Model,
    pub(in crate::graphql) property: property::Model,
    /// The primary resident, where the list has read them; outside: unknown, inside: none.
    pub(in crate::graphql) primary: Option<Option<resident::Model>>,
}

impl From<UnitRow> for Unit {
    fn from(row: UnitRow) -> Self {
        Unit { unit: row.unit, property: row.property, primary: Some(row.primary) }
    }
}

impl Unit {
    async fn visible_residencies(&self, ctx: &Context<'_>) -> Result<Vec<ResidencyRow>> {
        let rows = ctx.load(ResidenciesOfUnit(self.unit.id)).await?.unwrap_or_default();
        Ok(directory::visible_residencies(ctx.caller()?, &self.unit, rows))
    }

    fn for_team(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.is_team_member(self.unit.organization_id, self.unit.property_id))
    }
}

/// What is owned or rented in a property.
#[Object]
impl Unit {
    /// `unit_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::Unit>(self.unit.id)
    }
    /// As residents call it: `214`, `P17`.
    async fn label(&self) -> &str {
        &self.unit.label
    }
    /// Its property.
    async fn property(&self) -> Property {
        Property(self.property.clone())
    }
    /// To whom its invoices are addressed.
    async fn primary_resident(&self, ctx: &Context<'_>) -> Result<Option<Resident>> {
        if let Some(primary) = self.primary.as_ref().filter(|_| self.for_team(ctx).unwrap_or(false)) {
            return Ok(primary.clone().map(Resident));
        }
        let known = self.visible_residencies(ctx).await?;
        Ok(known.into_iter().find(|row| row.residency.is_primary).map(|row| Resident(row.resident)))
    }
    /// Who owns or rents it now.
    async fn residencies(&self, ctx: &Context<'_>) -> Result<Vec<Residency>> {
        Ok(self.visible_residencies(ctx).await?.into_iter().map(Residency).collect())
    }
    /// What is owed on its open invoices, as far as the caller may see them.
    async fn balance(&self, ctx: &Context<'_>) -> Result<Money> {
        let minor = if self.for_team(ctx)? {
            ctx.load(BalanceOfUnit(self.unit.id)).await?.unwrap_or_default()
        } else {
            let own = directory::own_residents_in(ctx.caller()?, self.unit.organization_id);
            let asked = own.map(|resident| ctx.load(OwnBalanceOfUnit { unit: self.unit.id, resident }));
            let owed = futures::future::try_join_all(asked).await?;
            owed.into_iter().flatten().fold(0_i64, i64::saturating_add)
        };
        Ok(Money::stored(minor, self.property.currency))
    }
}

connection!(UnitConnection, UnitEdge, Unit);
