//! What is written onto the processor's objects so that they are known again: the payment, and whose it is.
//! An object that carries other marks is not ours, whatever account it is on.

use std::collections::BTreeMap;

use domain::id::{InvoiceId, OrganizationId, PaymentId, PropertyId, Uuid};
use entity::payment;

/// The mark that names the payment.
pub(crate) const PAYMENT: &str = "payment";
/// A processor's limit for one mark is 500 characters.
const LONGEST: usize = 480;

/// The marks of a payment for some invoices.
pub(crate) fn marks(payment: &payment::Model, invoices: &[Uuid]) -> BTreeMap<String, String> {
    let mut invoices: Vec<String> = invoices.iter().map(|id| InvoiceId::from_uuid(*id).to_string()).collect();
    invoices.sort_unstable();
    let marks = [
        ("organization", OrganizationId::from_uuid(payment.organization_id).to_string()),
        ("property", PropertyId::from_uuid(payment.property_id).to_string()),
        ("invoices", invoices.join(",").chars().take(LONGEST).collect()),
        (PAYMENT, PaymentId::from_uuid(payment.id).to_string()),
    ];
    marks.into_iter().map(|(name, mark)| (name.to_owned(), mark)).collect()
}

/// The first mark that is missing or different on an object; marks of others beside ours don't matter.
pub(crate) fn differs(ours: &BTreeMap<String, String>, theirs: &BTreeMap<String, String>) -> Option<String> {
    ours.iter().find(|(name, mark)| theirs.get(*name) != Some(mark)).map(|(name, _)| name.clone())
}
