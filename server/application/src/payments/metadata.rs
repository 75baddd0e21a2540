//! The metadata written onto the processor's objects, by which they are recognized: the payment, and whose it is.
//! An object with other metadata is not ours, whatever account it is on.

use std::collections::BTreeMap;

use domain::id::InvoiceId;
use entity::payment;

/// The metadata key of the payment's id.
pub(crate) const PAYMENT_KEY: &str = "payment";
/// The metadata key of the organization's id.
pub(crate) const ORGANIZATION_KEY: &str = "organization";
/// The metadata key of the property's id.
pub(crate) const PROPERTY_KEY: &str = "property";
/// The metadata key of the invoices' ids.
pub(crate) const INVOICES_KEY: &str = "invoices";
/// The processor's limit for one metadata value is 500 characters.
const MAX_VALUE_CHARS: usize = 480;

/// The metadata of a payment for some invoices.
pub(crate) fn payment_metadata(payment: &payment::Model, invoices: &[InvoiceId]) -> BTreeMap<String, String> {
    let mut invoices: Vec<String> = invoices.iter().map(|id| id.to_string()).collect();
    invoices.sort_unstable();
    let metadata = [
        (ORGANIZATION_KEY, payment.organization_id.to_string()),
        (PROPERTY_KEY, payment.property_id.to_string()),
        (INVOICES_KEY, invoices.join(",").chars().take(MAX_VALUE_CHARS).collect()),
        (PAYMENT_KEY, payment.id.to_string()),
    ];
    metadata.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The first key that is missing or different on an object; other keys beside ours don't matter.
pub(crate) fn first_difference(
    ours: &BTreeMap<String, String>,
    theirs: &BTreeMap<String, String>,
) -> Option<String> {
    ours.iter().find(|(key, value)| theirs.get(*key) != Some(value)).map(|(key, _)| key.clone())
}
