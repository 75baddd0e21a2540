//! How the audit trail names a payment.

use domain::id::PaymentId;

use store::{StoreResult, Txn};

/// What a payment is for, as the audit trail names it: its invoices' titles.
pub(crate) async fn audit_subject(txn: &Txn, payment: PaymentId) -> StoreResult<String> {
    let invoices = store::payments::invoices_of(txn, payment).await?;
    let titles: Vec<&str> = invoices.iter().map(|(_, invoice)| invoice.title.as_str()).collect();
    Ok(titles.join(", "))
}
