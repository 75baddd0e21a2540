//! What recording a change of a payment works on, read and locked once and handed on.

use domain::id::{InvoiceId, PaymentId};
use entity::{invoice, payment, payment_allocation, property};

use crate::error::{AppError, AppResult};
use crate::unit_of_work::UnitOfWork;
use store::{Scope, StoreError};

/// A payment with its allocations and invoices, all locked.
pub(crate) struct PaymentContext {
    /// The payment.
    pub(crate) payment: payment::Model,
    /// Its allocations with their invoices, the first due first.
    pub(crate) allocations: Vec<(payment_allocation::Model, invoice::Model)>,
}

impl PaymentContext {
    /// Locks the payment, then its invoices.
    pub(crate) async fn lock(work: &UnitOfWork<'_>, id: PaymentId) -> AppResult<PaymentContext> {
        let payment = store::payments::lock(work.txn(), id).await?;
        let payment = payment.ok_or_else(|| AppError::not_found("payment"))?;
        let allocations = store::payments::lock_invoices_of(work.txn(), id).await?;
        Ok(PaymentContext { payment, allocations })
    }

    /// The ids of its invoices.
    pub(crate) fn invoice_ids(&self) -> Vec<InvoiceId> {
        self.allocations.iter().map(|(_, invoice)| invoice.id).collect()
    }

    /// How the audit trail names the payment: the titles of its invoices.
    pub(crate) fn audit_subject(&self) -> String {
        let titles: Vec<&str> = self.allocations.iter().map(|(_, invoice)| invoice.title.as_str()).collect();
        titles.join(", ")
    }
}

/// The property of a payment.
pub(crate) async fn property_of(work: &UnitOfWork<'_>, row: &payment::Model) -> AppResult<property::Model> {
    let scope = Scope::for_organization(row.organization_id);
    let property = store::properties::property(work.txn(), &scope, row.property_id).await?;
    Ok(property.ok_or_else(|| StoreError::Corrupt("a payment without property".into()))?)
}
