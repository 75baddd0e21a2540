//! The charge of an automatic payment that was recorded: sent to the processor with a key derived from the payment, so
//! that sending it twice charges once.

use domain::autopay::AutopayStatus;
use domain::failure::PaymentFailure;
use domain::id::{InvoiceId, PaymentId};
use domain::money::Money;
use domain::payment::PaymentStatus;
use jiff::SignedDuration;
use sea_orm::ActiveValue::Set;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::payments::{metadata, record_payment};
use crate::ports::ExternalError;
use crate::ports::processor::NewCharge;

/// A key is good for a day at the processor; an older charge is looked for before it is asked for again.
const IDEMPOTENCY_KEY_TTL: SignedDuration = SignedDuration::from_hours(20);

/// Asks the processor for a charge that was recorded. One whose answer was lost is looked for first.
pub(super) async fn send_charge(app: &App, id: PaymentId) -> AppResult<()> {
    let read = app.db.read();
    let row = store::payments::find(read, id).await?.ok_or_else(|| AppError::not_found("payment"))?;
    if row.status != PaymentStatus::Created {
        return Ok(());
    }
    let Some(run) = store::autopays::run_of_payment(read, id).await? else { return Ok(()) };
    let Some(autopay) = store::autopays::get(read, run.autopay_id).await? else { return Ok(()) };
    let (Some(customer), Some(method)) = (&autopay.customer_id, &autopay.payment_method_id) else {
        return Ok(());
    };
    let active = autopay.status == AutopayStatus::Active;
    let old = app.now() - row.created_at > IDEMPOTENCY_KEY_TTL;
    let public = id;
    if row.idempotency_attempt > 0 || old || !active {
        let metadata = (metadata::PAYMENT_KEY, &*public.to_string());
        if let Some(remote) = app.processor.find_charge(&autopay.account, customer, metadata).await? {
            return record_payment::apply(app, id, &remote).await;
        }
    }
    if !active {
        return record_payment::fail_unsubmitted(app, id, PaymentFailure::Stopped).await;
    }
    let allocations = store::payments::allocations(read, id).await?;
    let invoices: Vec<InvoiceId> = allocations.iter().map(|allocation| allocation.invoice_id).collect();
    let answer = app.processor.create_charge(NewCharge {
        account: autopay.account.clone(),
        customer: customer.clone(),
        payment_method: method.clone(),
        mandate: autopay.mandate_id.clone(),
        method: autopay.method,
        amount: Money::new(row.amount.saturating_add(row.fee), row.currency),
        application_fee: row.platform_fee,
        metadata: metadata::payment_metadata(&row, &invoices).into_iter().collect(),
        idempotency_key: match row.idempotency_attempt {
            0 => format!("autopay:{public}"),
            key_attempt => format!("autopay:{public}:{key_attempt}"),
        },
    });
    match answer.await {
        Ok(remote) => record_payment::apply(app, id, &remote).await,
        Err(ExternalError::Unavailable(why)) => {
            tracing::warn!(payment = %public, why, "an automatic payment timed out");
            let work = app.begin().await?;
            if let Some(row) =
                store::payments::lock(work.txn(), id).await?.filter(|now| now.version == row.version)
            {
                let key_attempt = row.idempotency_attempt.saturating_add(1);
                store::payments::save(work.txn(), row, PaymentStatus::Created, app.now(), |row| {
                    row.idempotency_attempt = Set(key_attempt)
                })
                .await?;
            }
            work.commit().await?;
            Ok(())
        }
        Err(error) => {
            tracing::warn!(payment = %public, %error, "the processor took no automatic payment");
            record_payment::fail_unsubmitted(app, id, PaymentFailure::NotStarted).await
        }
    }
}
