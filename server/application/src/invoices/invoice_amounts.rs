//! What an invoice's rows say beside its total and balance: what was paid, what is on its way, how late
//! it is, and the payment in progress.

use domain::invoice::days_overdue;
use domain::money;
use domain::payment::PaymentStatus;
use entity::{invoice, payment_allocation};

use crate::app::App;
use crate::identity::Caller;
use store::StoreResult;
use store::invoices::{InvoiceRow, state};
use store::payments::PaymentRow;

/// A payment with what it allocates to the invoice.
pub type AllocatedPayment = (PaymentRow, payment_allocation::Model);

/// What was paid, in minor units.
pub fn paid_amount(row: &invoice::Model) -> StoreResult<i64> {
    Ok(state(row)?.paid())
}

/// Why it was last written off, which only the team is told.
pub fn write_off_reason<'a>(caller: &Caller, row: &'a invoice::Model) -> Option<&'a str> {
    let is_team_member = caller.is_team_member(row.organization_id, row.property_id);
    row.write_off_reason.as_deref().filter(|_| is_team_member)
}

/// The part of the balance that bank transfers on their way will settle, in minor units.
pub fn processing_amount(row: &invoice::Model, payments: &[AllocatedPayment]) -> i64 {
    let processing = payments.iter().filter(|(row, _)| row.payment.status == PaymentStatus::Processing);
    money::sum(processing.map(|(_, allocation)| allocation.amount)).unwrap_or(row.balance)
}

/// Days since the due date by the property's calendar; 0 when the invoice is not overdue.
pub fn days_late(app: &App, row: &InvoiceRow) -> StoreResult<i32> {
    let today = app.today(&row.property.time_zone);
    Ok(days_overdue(state(&row.invoice)?, row.invoice.due_on.0, today))
}

/// The payment in progress, of which there is at most one.
pub fn active_payment(payments: Vec<AllocatedPayment>) -> Option<PaymentRow> {
    payments.into_iter().map(|(row, _)| row).find(|row| row.payment.status.is_active())
}
