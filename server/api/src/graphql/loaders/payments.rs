//! Look-ups below a payment, and the payment accounts of properties.

use domain::id::{OrganizationId, PaymentId, PropertyId};
use entity::{dispute, payment_account, payment_allocation, property, refund};

use super::{look_up, look_up_by_id};
use store::Scope;
use store::payments::PaymentRow;

look_up_by_id!(
    /// What a payment allocates to each of its invoices.
    AllocationsOfPayment(PaymentId) => Vec<payment_allocation::Model>,
    |app, ids| store::payments::allocations_of_payments(app.db.read(), &ids)
);
look_up_by_id!(
    /// Refunds of a payment, the oldest first.
    RefundsOfPayment(PaymentId) => Vec<refund::Model>,
    |app, ids| store::refunds::of_payments(app.db.read(), &ids)
);
look_up_by_id!(
    /// Disputes of a payment, the oldest first.
    DisputesOfPayment(PaymentId) => Vec<dispute::Model>,
    |app, ids| store::refunds::disputes_of_payments(app.db.read(), &ids)
);
look_up_by_id!(
    /// The latest payment account of a property.
    PaymentAccountOfProperty(PropertyId) => payment_account::Model,
    |app, ids| store::payment_accounts::of_properties(app.db.read(), &ids)
);

/// A payment of an organization; the organization comes from a row that a scope let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PaymentKey {
    /// The tenant.
    pub organization: OrganizationId,
    /// The payment.
    pub payment: PaymentId,
}

look_up!(PaymentKey => PaymentRow, |app, keys| async move {
    let ids: Vec<PaymentId> = keys.iter().map(|key| key.payment).collect();
    let scope = Scope::for_organizations(keys.iter().map(|key| key.organization));
    let rows = store::payments::get_many(app.db.read(), &scope, &ids).await?;
    let key = |row: &PaymentRow| PaymentKey { organization: row.payment.organization_id, payment: row.payment.id };
    Ok(rows.into_iter().map(|row| (key(&row), row)).collect())
});

/// The property an account at the processor belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PropertyOfAccount(pub String);

look_up!(PropertyOfAccount => property::Model, |app, keys| async move {
    let accounts: Vec<String> = keys.into_iter().map(|key| key.0).collect();
    let found = store::payment_accounts::properties_of(app.db.read(), &accounts).await?;
    Ok(found.into_iter().map(|(account, row)| (PropertyOfAccount(account), row)).collect())
});
