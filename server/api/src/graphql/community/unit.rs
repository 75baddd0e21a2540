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

/// A flat, house, parking space or other part of a property that is owned or rented.
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

/// A flat, house, parking space or other part of a property that is owned or rented.
#[Object]
impl Unit {
    /// Unique id, starting with `unit_`.
    pub async fn id(&self) -> ID {
        encode_id::<id::Unit>(self.unit.id)
    }
    /// Label, unique in the property, such as `214` or `P17`.
    async fn label(&self) -> &str {
        &self.unit.label
    }
    /// The property the unit belongs to.
    async fn property(&self) -> Property {
        Property(self.property.clone())
    }
    /// The resident that invoices are addressed to; null when there is none, and for residents who are not
    /// it.
    async fn primary_resident(&self, ctx: &Context<'_>) -> Result<Option<Resident>> {
        if let Some(primary) = self.primary.as_ref().filter(|_| self.for_team(ctx).unwrap_or(false)) {
            return Ok(primary.clone().map(Resident));
        }
        let known = self.visible_residencies(ctx).await?;
        Ok(known.into_iter().find(|row| row.residency.is_primary).map(|row| Resident(row.resident)))
    }
    /// Current residencies; residents see their own.
    async fn residencies(&self, ctx: &Context<'_>) -> Result<Vec<Residency>> {
        Ok(self.visible_residencies(ctx).await?.into_iter().map(Residency).collect())
    }
    /// What is owed on open invoices of the unit; residents see what they owe themselves.
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

connection!(UnitConnection, UnitEdge, Unit, "units");
