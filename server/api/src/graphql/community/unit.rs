//! A unit and who lives there.

use async_graphql::{Context, ID, Object, Result};
use domain::id;
use domain::roles::Permission;
use entity::{property, resident, unit};

use super::super::connection::connection;
use super::super::context::ContextExt;
use super::super::loaders::{BalanceOfUnit, OwnBalanceOfUnit, ResidenciesOfUnit};
use super::super::scalars::{Money, encode_id};
use super::{Property, Residency, Resident};
use application::identity::access::ResidentIdentity;
use store::properties::UnitRow;

/// What is owned or rented in a property.
pub struct Unit {
    pub(in super::super) unit: unit::Model,
    pub(in super::super) property: property::Model,
    /// The primary resident, where the list has read them; outside: unknown, inside: none.
    pub(in super::super) primary: Option<Option<resident::Model>>,
}

impl From<UnitRow> for Unit {
    fn from(row: UnitRow) -> Self {
        Unit { unit: row.unit, property: row.property, primary: Some(row.primary) }
    }
}

impl Unit {
    /// The residencies the caller may know of: all for the team, one's own for residents.
    async fn visible_residencies(&self, ctx: &Context<'_>) -> Result<Vec<store::properties::ResidencyRow>> {
        let rows = ctx.loaders()?.get(ResidenciesOfUnit(self.unit.id)).await?.unwrap_or_default();
        let caller = ctx.caller()?;
        let team = self.for_team(ctx)?;
        let own = |id| caller.residents.iter().any(|identity| identity.resident.id == id);
        Ok(rows.into_iter().filter(|row| team || own(row.resident.id)).collect())
    }

    fn for_team(&self, ctx: &Context<'_>) -> Result<bool> {
        let scope = ctx.caller()?.scope(Permission::Bill);
        Ok(scope.reaches(self.unit.organization_id, self.unit.property_id))
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
            ctx.loaders()?.get(BalanceOfUnit(self.unit.id)).await?.unwrap_or_default()
        } else {
            let (caller, loaders) = (ctx.caller()?, ctx.loaders()?);
            let here = |own: &&ResidentIdentity| own.resident.organization_id == self.unit.organization_id;
            let asked =
                caller.residents.iter().filter(here).map(|own| {
                    loaders.get(OwnBalanceOfUnit { unit: self.unit.id, resident: own.resident.id })
                });
            let owed = futures::future::try_join_all(asked).await?;
            owed.into_iter().flatten().fold(0_i64, i64::saturating_add)
        };
        Ok(Money::stored(minor, self.property.currency))
    }
}

connection!(UnitConnection, UnitEdge, Unit);
