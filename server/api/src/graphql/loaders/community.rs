//! Look-ups of organizations, properties, and who lives where.

use std::collections::HashMap;

use domain::id::{OrganizationId, PropertyId, ResidentId, UnitId};
use domain::instant::Instant;
use entity::{organization, property};

use super::look_up_by_id;
use store::properties::{Residencies, ResidencyRow};

look_up_by_id!(
    /// An organization.
    OrganizationById(OrganizationId) => organization::Model,
    |app, ids| store::properties::organizations(app.db.read(), &ids)
);
look_up_by_id!(
    /// A property.
    PropertyById(PropertyId) => property::Model,
    |app, ids| store::properties::properties_by_id(app.db.read(), &ids)
);
look_up_by_id!(
    /// Current residencies of a unit.
    ResidenciesOfUnit(UnitId) => Vec<ResidencyRow>,
    |app, ids| async move {
        let rows = store::properties::residencies(app.db.read(), Residencies::OfUnits(&ids)).await?;
        Ok(grouped(rows, |row| row.unit.id))
    }
);
look_up_by_id!(
    /// Current residencies of a resident.
    ResidenciesOfResident(ResidentId) => Vec<ResidencyRow>,
    |app, ids| async move {
        let rows = store::properties::residencies(app.db.read(), Residencies::OfResidents(&ids)).await?;
        Ok(grouped(rows, |row| row.resident.id))
    }
);
look_up_by_id!(
    /// When a resident's latest invitation was sent.
    InvitedAtOfResident(ResidentId) => Instant,
    |app, ids| async move {
        Ok(store::invitations::latest_of(app.db.read(), &ids).await?.into_iter().collect())
    }
);

fn grouped<K: Eq + std::hash::Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
