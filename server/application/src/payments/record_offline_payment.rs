//! Money that came by hand: cash, a cheque, or another way. It is there, so the payment succeeds at once.

use domain::audit::AuditAction;
use domain::id::{InvoiceId, PaymentId};
use domain::ledger::{self, TransactionCause};
use domain::money::parse_decimal;
use domain::payment::{PaymentMethod, PaymentStatus};
use domain::roles::Permission;
use entity::payment::NewPayment;
use entity::{payment, payment_allocation};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use super::apply_to_invoices::apply_to_invoices;
use super::context::PaymentContext;
use super::notify::notify_payer;
use crate::app::App;
use crate::audit::AuditedAction;
use crate::bookkeeping::open_period::ensure_period_open;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::notifications::templates::receipt::Receipt;
use store::ledger::Posting;

/// What came.
#[derive(Debug, Clone, Serialize)]
pub struct RecordOfflinePayment {
    /// The invoice it pays.
    pub invoice: InvoiceId,
    /// Cash, cheque or other.
    pub method: PaymentMethod,
    /// Decimal text.
    pub amount: String,
    /// When it came.
    pub received_on: Date,
    /// Number of the cheque or the like.
    pub reference: Option<String>,
    /// For the team.
    pub note: Option<String>,
    /// Whether the resident gets a receipt.
    pub send_receipt: bool,
}

/// Records it and takes it off the invoice; gives the payment's id.
pub async fn record_offline_payment(
    app: &App,
    caller: &Caller,
    input: &RecordOfflinePayment,
    key: &str,
) -> AppResult<PaymentId> {
    let key = IdempotencyKey::new(caller, key, "paymentRecordOffline", input)?;
    let amount = parse_decimal(input.amount.trim())?;
    if amount <= 0 {
        return Err(AppError::field_error(ErrorCode::InvalidAmount, "amount", "write an amount above zero"));
    }
    let reference = optional_text(input.reference.as_deref(), 100, "reference")?;
    let note = optional_text(input.note.as_deref(), 1000, "note")?;
    let mut work = app.begin().await?;
    let scope = caller.scope(Permission::Bill);
    let invoice = store::invoices::lock(work.txn(), &scope, input.invoice).await?;
    let invoice = invoice.ok_or_else(|| AppError::not_found("invoice"))?;
    let id = app.new_id();
    if let Some(id) = key.claim(&work, &id).await? {
        return Ok(id);
    }
    let property = store::properties::property(work.txn(), &scope, invoice.property_id).await?;
    let property = property.ok_or_else(|| AppError::not_found("property"))?;
    if store::invoices::state(&invoice)?.status != domain::invoice::InvoiceStatus::Open {
        return Err(domain::invoice::InvoiceError::NotOpen.into());
    }
    if amount > invoice.balance {
        return Err(AppError::field_error(
            ErrorCode::AmountAboveBalance,
            "amount",
            "record at most what is owed",
        ));
    }
    if input.received_on > app.today(&property.time_zone) {
        let message = "money can't have come after today";
        return Err(AppError::field_error(ErrorCode::ReceivedDateFuture, "receivedOn", message));
    }
    // Locked from here on, so that the books are not closed meanwhile.
    let property = store::ledger::lock(work.txn(), property.id).await?;
    ensure_period_open(&property, input.received_on, "receivedOn")?;
    let now = app.now();
    let started = payment::Model::new(NewPayment {
        id,
        organization_id: invoice.organization_id,
        property_id: invoice.property_id,
        unit_id: invoice.unit_id,
        resident_id: invoice.resident_id,
        user_id: caller.user.id,
        method: input.method,
        currency: invoice.currency,
        amount,
        fee: 0,
        processor_fee_quoted: 0,
        platform_fee: 0,
        account: None,
        created_at: now,
    });
    let row = payment::Model {
        status: PaymentStatus::Succeeded,
        received_on: Some(input.received_on.into()),
        reference,
        note,
        succeeded_at: Some(now),
        ..started
    };
    let allocation = payment_allocation::Model {
        payment_id: row.id,
        invoice_id: invoice.id,
        organization_id: invoice.organization_id,
        amount,
        retained_amount: 0,
        active: false,
    };
    store::payments::insert(work.txn(), row.clone(), vec![allocation.clone()]).await?;
    let mut context = PaymentContext { payment: row, allocations: vec![(allocation, invoice)] };
    let split = apply_to_invoices(&work, &mut context, None, Some(0)).await?;
    let subject = context.audit_subject();
    let row = context.payment;
    let id = row.id;
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        source: format!("{id}:succeeded"),
        cause: (TransactionCause::OfflinePayment, row.id.uuid()),
        memo: format!("Payment {id} by {}", row.method),
        at: now,
        entries: ledger::offline_payment(&split)?,
    };
    store::ledger::post_locked(work.txn(), &property, posting, || app.new_uuid()).await?;
    let detail = json!({ "amount": amount, "method": row.method, "receivedOn": row.received_on });
    let what = AuditedAction::new(AuditAction::PaymentRecorded, row.id, subject.as_str());
    work.audit(&caller.actor(), row.organization_id, what, &detail);
    if input.send_receipt {
        notify_payer::<Receipt>(&mut work, &property, &row, id).await?;
    }
    work.commit().await?;
    Ok(row.id)
}

fn optional_text(text: Option<&str>, max_chars: usize, field: &str) -> AppResult<Option<String>> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() > max_chars => Err(AppError::field_error(
            ErrorCode::TooLong,
            field,
            format!("write at most {max_chars} characters"),
        )),
        text => Ok(text.map(str::to_owned)),
    }
}
