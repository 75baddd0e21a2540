//! What an invoice's rows say beside its total and balance: its number, what was paid, what is on its way, how late
//! it is, and the payment in progress.

use domain::invoice::{InvoiceStatus, days_overdue};
use domain::money;
use domain::payment::PaymentStatus;
use entity::{invoice, payment_allocation};

use crate::app::App;
use store::StoreResult;
use store::invoices::{InvoiceRow, state};
use store::payments::PaymentRow;

/// A payment with what it allocates to the invoice.
pub type AllocatedPayment = (PaymentRow, payment_allocation::Model);

/// The number as people read it, such as `INV-2041`.
pub fn invoice_number(prefix: &str, number: i64) -> String {
    format!("{prefix}-{number}")
}

/// What was paid, in minor units. A void invoice has no balance although nothing was paid.
pub fn paid_amount(row: &invoice::Model) -> StoreResult<i64> {
    let state = state(row)?;
    Ok(match state.status {
        InvoiceStatus::Void => 0,
        _ => state.total.saturating_sub(state.balance),
    })
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
