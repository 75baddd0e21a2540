//! Giving money of an online payment back: decided and recorded here, sent to the processor by a job, and booked
//! only once the processor says so.

use domain::audit::AuditAction;
use domain::failure::RefundFailure;
use domain::id::{InvoiceId, PaymentId, RefundId};
use domain::money::parse_decimal;
use domain::payment::PaymentStatus;
use domain::refund::RefundStatus;
use domain::roles::Permission;
use entity::{payment, refund};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::record_refunds_and_disputes::{record_refunds_and_disputes, refund_metadata};
use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::concurrency::check_version;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::notifications::templates::team_refund_failed::TeamRefundFailed;
use crate::outbox::{Job, JobOutcome};
use crate::payments::audit_subject::audit_subject;
use crate::payments::context::property_of;
use crate::payments::notify::notify_team;
use crate::ports::ExternalError;
use crate::ports::processor::NewRefund;
use crate::validation::parse_reason;
use store::StoreError;

/// What to give back.
#[derive(Debug, Clone, Serialize)]
pub struct RefundPayment {
    /// The payment.
    pub payment: PaymentId,
    /// Decimal text; all that can be given back when left out.
    pub amount: Option<String>,
    /// For the payer and the record.
    pub reason: String,
    /// The payment's version as the caller saw it.
    pub expected_version: Option<i64>,
}

/// Records the refund and queues it. Gives the payment.
pub async fn refund_payment(
    app: &App,
    caller: &Caller,
    input: &RefundPayment,
    key: &str,
) -> AppResult<PaymentId> {
    let key = IdempotencyKey::new(caller, key, "paymentRefund", input)?;
    let why = parse_reason(&input.reason)?;
    let mut work = app.begin().await?;
    let scope = caller.scope(Permission::Bill);
    let not_found = || AppError::not_found("payment");
    store::payments::get(work.txn(), &scope, input.payment).await?.ok_or_else(not_found)?;
    if let Some(id) = key.claim(&work, &input.payment).await? {
        return Ok(id);
    }
    let row = store::payments::lock(work.txn(), input.payment).await?.ok_or_else(not_found)?;
    check_version(row.version, input.expected_version)?;
    let refunds =
        store::refunds::of_payments(work.txn(), &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let max_amount = refundable(&row, &refunds)?;
    if max_amount == 0 {
        return Err(AppError::user_error(ErrorCode::PaymentNotRefundable, not_refundable_reason(&row)?));
    }
    let amount = match &input.amount {
        Some(text) => parse_decimal(text.trim())?,
        None => max_amount,
    };
    if amount > max_amount {
        let email_id = "give back at most what is left of the payment";
        return Err(AppError::field_error(ErrorCode::AmountAboveRefundable, "amount", email_id));
    }
    let (Some(account), now) = (row.account.clone(), app.now()) else {
        return Err(StoreError::Corrupt("an online payment without account".into()).into());
    };
    let new = refund::NewRefund {
        id: app.new_id(),
        amount,
        reason: Some(why.clone()),
        user_id: Some(caller.user.id),
        created_at: now,
    };
    let refund = refund::Model::new(&row, account, new);
    let job = SendRefund { refund: refund.id };
    store::refunds::save(work.txn(), refund, true).await?;
    work.enqueue(&job)?;
    // Whoever looks at the payment sees another version from now on.
    let row = store::payments::save(work.txn(), row, PaymentStatus::Succeeded, now, |_| ()).await?;
    let subject = audit_subject(work.txn(), row.id).await?;
    let what = AuditedAction::new(AuditAction::RefundRequested, row.id, subject.as_str());
    let detail = json!({ "amount": amount, "reason": why });
    work.audit(&caller.actor(), row.organization_id, what, &detail);
    work.commit().await?;
    Ok(row.id)
}

/// What can still be given back of a payment, minor units.
pub fn refundable(row: &payment::Model, refunds: &[refund::Model]) -> AppResult<i64> {
    let online = row.method.online_method().is_some();
    let received = row.status == PaymentStatus::Succeeded;
    // The processor gives nothing back while the payer's bank decides.
    if !online || !received || row.disputed > 0 || row.mismatch.is_some() {
        return Ok(0);
    }
    let mut left = row.amount.saturating_add(row.fee).saturating_sub(row.returned);
    for refund in refunds {
        if refund.status.reduces_refundable() {
            left = left.saturating_sub(refund.amount);
        }
    }
    Ok(left.max(0))
}

fn not_refundable_reason(row: &payment::Model) -> AppResult<&'static str> {
    Ok(if row.method.online_method().is_none() {
        "money recorded by hand is reversed, not refunded"
    } else if row.disputed > 0 {
        "the payer's bank disputes this payment; wait until it has decided"
    } else if row.status != PaymentStatus::Succeeded {
        "only a payment that has arrived can be refunded"
    } else {
        "all of this payment has been given back"
    })
}

/// Asks the processor to give money back. A refund whose job was given up is taken up again by the sweep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendRefund {
    /// The refund.
    pub refund: RefundId,
}

impl Job for SendRefund {
    const KIND: &'static str = "send_refund";

    fn key(&self) -> String {
        self.refund.to_string()
    }

    async fn run(&self, app: &App) -> JobOutcome {
        send_refund(app, self.refund).await.into()
    }
}

/// Sends a refund to the processor. One whose answer was lost is looked for before it is asked for again, with
/// another key, since the processor repeats even a failed answer for as long as it remembers the key.
pub async fn send_refund(app: &App, id: RefundId) -> AppResult<()> {
    let Some(mut row) = requested_refund(app, id).await? else { return Ok(()) };
    if row.idempotency_attempt > 0 {
        record_refunds_and_disputes(app, row.payment_id).await?;
        match requested_refund(app, id).await? {
            Some(again) => row = again,
            None => return Ok(()),
        }
    }
    let payment = store::payments::find(app.db.read(), row.payment_id).await?;
    let payment = payment.ok_or_else(|| AppError::not_found("payment"))?;
    let allocations = store::payments::allocations(app.db.read(), payment.id).await?;
    let invoices: Vec<InvoiceId> = allocations.iter().map(|allocation| allocation.invoice_id).collect();
    let answer = app.processor.create_refund(NewRefund {
        account: row.account.clone(),
        intent_id: payment.intent_id.clone().unwrap_or_default(),
        amount: row.amount,
        metadata: refund_metadata(&payment, &invoices, id),
        idempotency_key: match row.idempotency_attempt {
            0 => format!("refund:{id}"),
            key_attempt => format!("refund:{id}:{key_attempt}"),
        },
    });
    match answer.await {
        Ok(_) => record_refunds_and_disputes(app, payment.id).await,
        Err(error @ ExternalError::Unavailable(_)) => {
            record_timeout(app, id, row.idempotency_attempt).await?;
            Err(error.into())
        }
        Err(error) => fail_refund(app, id, payment.id, &error).await,
    }
}

async fn requested_refund(app: &App, id: RefundId) -> AppResult<Option<refund::Model>> {
    let row = store::refunds::get(app.db.read(), id).await?;
    Ok(row.filter(|row| row.status == RefundStatus::Requested))
}

async fn record_timeout(app: &App, id: RefundId, key_attempt: i64) -> AppResult<()> {
    let work = app.begin().await?;
    if let Some(row) =
        store::refunds::lock(work.txn(), id).await?.filter(|row| row.idempotency_attempt == key_attempt)
    {
        let row = refund::Model {
            idempotency_attempt: key_attempt.saturating_add(1),
            updated_at: app.now(),
            ..row
        };
        store::refunds::save(work.txn(), row, false).await?;
    }
    work.commit().await?;
    Ok(())
}

/// The processor would not: the team is told why, and the money stays.
async fn fail_refund(app: &App, id: RefundId, payment: PaymentId, error: &ExternalError) -> AppResult<()> {
    tracing::warn!(payment = %payment, %error, "a refund was refused");
    let why = RefundFailure::NotStarted;
    let mut work = app.begin().await?;
    let payment = store::payments::lock(work.txn(), payment).await?;
    let payment = payment.ok_or_else(|| AppError::not_found("payment"))?;
    let row = store::refunds::lock(work.txn(), id).await?;
    if let Some(row) = row.filter(|row| row.status == RefundStatus::Requested) {
        let amount = row.amount;
        let row =
            refund::Model { status: RefundStatus::Failed, failure: Some(why), updated_at: app.now(), ..row };
        store::refunds::save(work.txn(), row, false).await?;
        let payment =
            store::payments::save(work.txn(), payment, PaymentStatus::Succeeded, app.now(), |_| ()).await?;
        let property = property_of(&work, &payment).await?;
        notify_team::<TeamRefundFailed>(&mut work, &property, id).await?;
        let subject = audit_subject(work.txn(), payment.id).await?;
        let what = AuditedAction::new(AuditAction::RefundChanged, payment.id, subject.as_str());
        let status = json!({ "before": "requested", "after": "failed" });
        let detail = json!({ "status": status, "amount": amount, "refundFailure": why });
        work.audit(&Actor::propty(), payment.organization_id, what, &detail);
    }
    work.commit().await?;
    Ok(())
}
