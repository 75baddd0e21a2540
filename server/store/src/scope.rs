//! What a caller may reach, as a filter on every query. It is made in one place (`application::identity::access`)
//! from the table of roles; for Propty's own work it is a whole organization.

use domain::id::{OrganizationId, PropertyId, ResidentId, UnitId};
use domain::invoice::InvoiceStatus;
use entity::{invoice, ledger_transaction, payment, payment_account, payout, property, resident, unit};
use sea_orm::sea_query::IntoCondition;
use sea_orm::{ColumnTrait, Condition};

/// How far one grant reaches inside its organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantReach {
    /// All properties.
    All,
    /// These properties.
    Properties(Vec<PropertyId>),
    /// What belongs to this resident.
    Resident {
        /// The resident.
        resident: ResidentId,
        /// Properties they live in.
        properties: Vec<PropertyId>,
        /// Their units.
        units: Vec<UnitId>,
    },
}

/// A permission in one organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The tenant.
    pub organization: OrganizationId,
    /// How far.
    pub reach: GrantReach,
}

/// Everything a caller may reach with one permission; empty means nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    grants: Vec<Grant>,
}

impl Scope {
    /// From grants.
    pub fn new(grants: Vec<Grant>) -> Self {
        Scope { grants }
    }

    /// For Propty's own work on one organization.
    pub fn for_organization(organization: OrganizationId) -> Self {
        Scope::new(vec![Grant { organization, reach: GrantReach::All }])
    }

    /// For Propty's own work on several organizations.
    pub fn for_organizations(organizations: impl IntoIterator<Item = OrganizationId>) -> Self {
        let distinct: std::collections::BTreeSet<OrganizationId> = organizations.into_iter().collect();
        let grant = |organization| Grant { organization, reach: GrantReach::All };
        Scope::new(distinct.into_iter().map(grant).collect())
    }

    /// The same, in one organization only.
    pub fn within(&self, organization: OrganizationId) -> Scope {
        Scope::new(self.grants.iter().filter(|grant| grant.organization == organization).cloned().collect())
    }

    /// Whether nothing can be reached.
    pub fn is_empty(&self) -> bool {
        self.grants.is_empty()
    }

    /// The organizations it touches.
    pub fn organizations(&self) -> Vec<OrganizationId> {
        self.grants.iter().map(|grant| grant.organization).collect()
    }

    /// Whether one property is reached.
    pub fn reaches(&self, organization: OrganizationId, property: PropertyId) -> bool {
        self.grants.iter().any(|grant| {
            grant.organization == organization
                && match &grant.reach {
                    GrantReach::All => true,
                    GrantReach::Properties(properties) | GrantReach::Resident { properties, .. } => {
                        properties.contains(&property)
                    }
                }
        })
    }

    /// Whether one unit is reached: a resident reaches their own, not their neighbours' in the same property.
    pub fn reaches_unit(&self, unit: &unit::Model) -> bool {
        self.grants.iter().any(|grant| {
            grant.organization == unit.organization_id
                && match &grant.reach {
                    GrantReach::All => true,
                    GrantReach::Properties(properties) => properties.contains(&unit.property_id),
                    GrantReach::Resident { units, .. } => units.contains(&unit.id),
                }
        })
    }

    fn filter<C: ColumnTrait>(
        &self,
        organization: C,
        property: C,
        own: impl Fn(&GrantReach) -> Condition,
    ) -> Condition {
        let mut any = Condition::any();
        for grant in &self.grants {
            let all = Condition::all().add(organization.eq(grant.organization));
            any = any.add(match &grant.reach {
                GrantReach::All => all,
                GrantReach::Properties(properties) => all.add(property.is_in(properties.iter().copied())),
                reach @ GrantReach::Resident { .. } => all.add(own(reach)),
            });
        }
        // An empty "any" would let everything through.
        if self.grants.is_empty() { no_rows(organization) } else { any }
    }

    /// Filter for properties.
    pub fn properties(&self) -> Condition {
        use property::Column::{Id, OrganizationId};
        self.filter(OrganizationId, Id, |reach| match reach {
            GrantReach::Resident { properties, .. } => Id.is_in(properties.iter().copied()).into_condition(),
            _ => no_rows(Id),
        })
    }

    /// Filter for units.
    pub fn units(&self) -> Condition {
        use unit::Column::{Id, OrganizationId, PropertyId};
        self.filter(OrganizationId, PropertyId, |reach| match reach {
            GrantReach::Resident { units, .. } => Id.is_in(units.iter().copied()).into_condition(),
            _ => no_rows(Id),
        })
    }

    /// Filter for residents, which belong to the organization; a property manager sees those with a
    /// residency in an assigned property.
    pub fn residents(&self) -> Condition {
        use resident::Column::{Id, OrganizationId};
        let mut any = Condition::any();
        for grant in &self.grants {
            let all = Condition::all().add(OrganizationId.eq(grant.organization));
            any = any.add(match &grant.reach {
                GrantReach::All => all,
                GrantReach::Properties(properties) => all.add(Id.in_subquery(residents_of(properties))),
                GrantReach::Resident { resident, .. } => all.add(Id.eq(*resident)),
            });
        }
        if self.grants.is_empty() { no_rows(Id) } else { any }
    }

    /// Filter for invoices; residents see their own once published.
    pub fn invoices(&self) -> Condition {
        use invoice::Column::{OrganizationId, PropertyId, ResidentId, Status};
        self.filter(OrganizationId, PropertyId, |reach| match reach {
            GrantReach::Resident { resident, .. } => {
                Condition::all().add(ResidentId.eq(*resident)).add(Status.ne(InvoiceStatus::Draft))
            }
            _ => no_rows(ResidentId),
        })
    }

    /// Filter for payouts, of which residents have none.
    pub fn payouts(&self) -> Condition {
        use payout::Column::{Id, OrganizationId, PropertyId};
        self.filter(OrganizationId, PropertyId, |_| no_rows(Id))
    }

    /// Filter for what was posted to the books, of which residents have none.
    pub fn ledger_transactions(&self) -> Condition {
        use ledger_transaction::Column::{Id, OrganizationId, PropertyId};
        self.filter(OrganizationId, PropertyId, |_| no_rows(Id))
    }

    /// Filter for accounts at the processor, of which residents have none.
    pub fn payment_accounts(&self) -> Condition {
        use payment_account::Column::{Id, OrganizationId, PropertyId};
        self.filter(OrganizationId, PropertyId, |_| no_rows(Id))
    }

    /// Filter for payments.
    pub fn payments(&self) -> Condition {
        use payment::Column::{OrganizationId, PropertyId, ResidentId};
        self.filter(OrganizationId, PropertyId, |reach| match reach {
            GrantReach::Resident { resident, .. } => ResidentId.eq(*resident).into_condition(),
            _ => no_rows(ResidentId),
        })
    }
}

fn no_rows<C: ColumnTrait>(column: C) -> Condition {
    column.is_in(Vec::<PropertyId>::new()).into_condition()
}

fn residents_of(properties: &[PropertyId]) -> sea_orm::sea_query::SelectStatement {
    use entity::residency::{Column, Entity};
    use sea_orm::{EntityTrait, QueryFilter, QuerySelect, QueryTrait};
    Entity::find()
        .select_only()
        .column(Column::ResidentId)
        .filter(Column::PropertyId.is_in(properties.iter().copied()))
        .into_query()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::Id;
    use sea_orm::{DbBackend, EntityTrait, QueryFilter, QueryTrait};

    #[test]
    fn an_empty_scope_reaches_nothing() {
        let sql =
            invoice::Entity::find().filter(Scope::default().invoices()).build(DbBackend::Sqlite).to_string();
        assert!(sql.ends_with("WHERE 1 = 2") || sql.contains("1 = 2"), "{sql}");
    }

    #[test]
    fn residents_never_reach_drafts() {
        let reach =
            GrantReach::Resident { resident: Id::nil(), properties: vec![Id::nil()], units: vec![Id::nil()] };
        let scope = Scope::new(vec![Grant { organization: Id::nil(), reach }]);
        let sql = invoice::Entity::find().filter(scope.invoices()).build(DbBackend::Sqlite).to_string();
        assert!(sql.contains("<> 'draft'"), "{sql}");
    }
}
