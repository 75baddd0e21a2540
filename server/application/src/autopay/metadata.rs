//! The metadata written onto an autopay's setup page, by which it is recognized.

use domain::id::{AutopayId, OrganizationId, PropertyId, ResidentId};
use entity::autopay;

/// What is written onto the page.
pub(super) fn autopay_metadata(row: &autopay::Model) -> Vec<(String, String)> {
    let metadata = [
        ("organization", OrganizationId::from_uuid(row.organization_id).to_string()),
        ("property", PropertyId::from_uuid(row.property_id).to_string()),
        ("resident", ResidentId::from_uuid(row.resident_id).to_string()),
        ("autopay", AutopayId::from_uuid(row.id).to_string()),
    ];
    metadata.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
