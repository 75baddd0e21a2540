//! The metadata written onto an autopay's setup page, by which it is recognized.

use entity::autopay;

/// What is written onto the page.
pub(super) fn autopay_metadata(row: &autopay::Model) -> Vec<(String, String)> {
    let metadata = [
        ("organization", row.organization_id.to_string()),
        ("property", row.property_id.to_string()),
        ("resident", row.resident_id.to_string()),
        ("autopay", row.id.to_string()),
    ];
    metadata.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
