//! Look-ups below an invoice, and what is owed on a unit's invoices.

use domain::id::{InvoiceId, OrganizationId, ResidentId, UnitId, Uuid};
use entity::{audit_event, email, invoice_line, payment_allocation};

use super::{look_up, look_up_by_id};
use store::Scope;
use store::invoices::InvoiceRow;
use store::payments::PaymentRow;

look_up_by_id!(
    /// Lines of an invoice, in their order.
    LinesOfInvoice(InvoiceId) => Vec<invoice_line::Model>,
    |app, ids| store::invoices::lines(app.db.read(), &ids)
);
look_up_by_id!(
    /// Payments of an invoice with what each allocates to it, the oldest first.
    PaymentsOfInvoice(InvoiceId) => Vec<(PaymentRow, payment_allocation::Model)>,
    |app, ids| store::payments::of_invoices(app.db.read(), &ids)
);
look_up_by_id!(
    /// Emails about an invoice.
    EmailsOfInvoice(InvoiceId) => Vec<email::Model>,
    |app, ids| store::emails::of_invoices(app.db.read(), &ids)
);
look_up_by_id!(
    /// Audit events about an object.
    AuditEventsOfObject(Uuid) => Vec<audit_event::Model>,
    |app, ids| store::audit::of_objects(app.db.read(), &ids)
);
look_up_by_id!(
    /// The announced day of an invoice's automatic payment.
    AutopayDateOfInvoice(InvoiceId) => domain::day::Day,
    |app, ids| store::autopays::charge_dates(app.db.read(), &ids)
);
look_up_by_id!(
    /// Minor units owed on all open invoices of a unit.
    BalanceOfUnit(UnitId) => i64,
    |app, ids| store::invoices::balances_by_unit(app.db.read(), &ids)
);

/// An invoice of an organization; the organization comes from a row that a scope let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InvoiceKey {
    /// The tenant.
    pub organization: OrganizationId,
    /// The invoice.
    pub invoice: InvoiceId,
}

look_up!(InvoiceKey => InvoiceRow, |app, keys| async move {
    let ids: Vec<InvoiceId> = keys.iter().map(|key| key.invoice).collect();
    let scope = Scope::for_organizations(keys.iter().map(|key| key.organization));
    let rows = store::invoices::get_many(app.db.read(), &scope, &ids).await?;
    let key = |row: &InvoiceRow| InvoiceKey { organization: row.invoice.organization_id, invoice: row.invoice.id };
    Ok(rows.into_iter().map(|row| (key(&row), row)).collect())
});

/// What one resident owes on a unit; the resident is one the caller is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OwnBalanceOfUnit {
    /// The unit.
    pub unit: UnitId,
    /// The resident.
    pub resident: ResidentId,
}

look_up!(OwnBalanceOfUnit => i64, |app, keys| async move {
    let units: Vec<UnitId> = keys.iter().map(|key| key.unit).collect();
    let residents: Vec<ResidentId> = keys.iter().map(|key| key.resident).collect();
    let found = store::invoices::balances_of_residents(app.db.read(), &units, &residents).await?;
    let keyed = |(unit, resident, owed)| (OwnBalanceOfUnit { unit, resident }, owed);
    Ok(found.into_iter().map(keyed).collect())
});
