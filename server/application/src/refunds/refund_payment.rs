//! Giving money of an online payment back: decided and recorded here, sent to the processor by a job, and booked
//! only once the processor says so.

use domain::audit::Action;
use domain::failure::RefundFailure;
use domain::id::{PaymentId, Uuid};
use domain::money::parse_decimal;
use domain::payment::{Method, Status as PaymentStatus};
use domain::refund::Status;
use domain::roles::Permission;
use entity::{payment, refund};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::record_returns::{marks_of, record_returns};
use crate::app::App;
use crate::audit;
use crate::audit::Actor;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::idempotency::Key;
use crate::identity::Caller;
use crate::invoices::publish_invoice::check_version;
use crate::invoices::void_invoice::reason;
use crate::notifications::queue::{About, Kind};
use crate::outbox::{self, Job, JobOutcome};
use crate::payments::record_payment;
use crate::ports::{NewRefund, OutsideError};
use store::StoreError;
use store::words::Word;

/// What to give back.
#[derive(Debug, Clone)]
pub struct Refund {
    /// The payment.
    pub payment: Uuid,
    /// Decimal text; all that can be given back when left out.
    pub amount: Option<String>,
    /// For the payer and the record.
    pub reason: String,
    /// The payment's version as the caller saw it.
    pub expected_version: Option<i64>,
}

/// Records the refund and queues it. Gives the payment.
pub async fn refund_payment(app: &App, caller: &Caller, input: &Refund, key: &str) -> Outcome<Uuid> {
    let key = Key::new(caller, key, "paymentRefund", input)?;
    let why = reason(&input.reason)?;
    let txn = app.db.begin().await?;
    let scope = caller.scope(Permission::Bill);
    let not_found = || Failure::not_found("payment");
    store::payments::get(&txn, &scope, input.payment).await?.ok_or_else(not_found)?;
    if let Some(id) = key.before::<Uuid>(&txn).await? {
        return Ok(id);
    }
    let row = store::payments::lock(&txn, input.payment).await?.ok_or_else(not_found)?;
    check_version(row.version, input.expected_version)?;
    let refunds = store::refunds::of_payments(&txn, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let most = refundable(&row, &refunds)?;
    if most == 0 {
        return Err(Failure::refuse(ErrorCode::PaymentNotRefundable, not_refundable(&row)?));
    }
    let amount = match &input.amount {
        Some(text) => parse_decimal(text.trim())?,
        None => most,
    };
    if amount > most {
        let message = "give back at most what is left of the payment";
        return Err(Failure::refuse_field(ErrorCode::AmountAboveRefundable, "amount", message));
    }
    let (Some(account), now) = (row.account.clone(), app.now_ms()) else {
        return Err(StoreError::Corrupt("an online payment without account".into()).into());
    };
    let refund = refund::Model {
        id: app.new_id(),
        organization_id: row.organization_id,
        property_id: row.property_id,
        payment_id: row.id,
        account,
        processor_refund_id: None,
        status: Status::Requested.word().to_owned(),
        currency: row.currency.clone(),
        amount,
        reason: Some(why.clone()),
        failure: None,
        user_id: Some(caller.user.id),
        asked: 0,
        booked: 0,
        turn: 0,
        created_at: now,
        updated_at: now,
    };
    let job = SendRefund { refund: refund.id };
    store::refunds::save(&txn, refund, true).await?;
    outbox::enqueue(app, &txn, &job).await?;
    // Whoever looks at the payment sees another version from now on.
    let row = store::payments::save(&txn, row, PaymentStatus::Succeeded, now, |_| ()).await?;
    let subject = record_payment::subject(&txn, row.id).await?;
    let what = (Action::RefundRequested, row.id, subject.as_str());
    let detail = json!({ "amount": amount, "reason": why });
    audit::write(app, &txn, &caller.actor(), row.organization_id, what, &detail).await?;
    key.keep(app, &txn, &row.id).await?;
    txn.commit().await?;
    app.wake.notify_one();
    Ok(row.id)
}

/// What can still be given back of a payment, minor units.
pub fn refundable(row: &payment::Model, refunds: &[refund::Model]) -> Outcome<i64> {
    let online = Method::from_word(&row.method)?.online().is_some();
    let received = PaymentStatus::from_word(&row.status)? == PaymentStatus::Succeeded;
    // The processor gives nothing back while the payer's bank decides.
    if !online || !received || row.disputed > 0 || row.parked.is_some() {
        return Ok(0);
    }
    let mut left = row.amount.saturating_add(row.fee).saturating_sub(row.returned);
    for refund in refunds {
        if Status::from_word(&refund.status)?.counts() {
            left = left.saturating_sub(refund.amount);
        }
    }
    Ok(left.max(0))
}

fn not_refundable(row: &payment::Model) -> Outcome<&'static str> {
    Ok(if Method::from_word(&row.method)?.online().is_none() {
        "money recorded by hand is reversed, not refunded"
    } else if row.disputed > 0 {
        "the payer's bank disputes this payment; wait until it has decided"
    } else if PaymentStatus::from_word(&row.status)? != PaymentStatus::Succeeded {
        "only a payment that has arrived can be refunded"
    } else {
        "all of this payment has been given back"
    })
}

/// Asks the processor to give money back. A refund whose job was given up is taken up again by the sweep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendRefund {
    /// The refund.
    pub refund: Uuid,
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
pub async fn send_refund(app: &App, id: Uuid) -> Outcome<()> {
    let Some(mut row) = requested(app, id).await? else { return Ok(()) };
    if row.asked > 0 {
        record_returns(app, row.payment_id).await?;
        match requested(app, id).await? {
            Some(again) => row = again,
            None => return Ok(()),
        }
    }
    let txn = app.db.begin().await?;
    let payment = store::payments::lock(&txn, row.payment_id).await?;
    let payment = payment.ok_or_else(|| Failure::not_found("payment"))?;
    let shares = store::payments::shares(&txn, payment.id).await?;
    txn.commit().await?;
    let invoices: Vec<Uuid> = shares.iter().map(|share| share.invoice_id).collect();
    let public = domain::id::RefundId::from_uuid(id);
    let asked = app.processor.create_refund(NewRefund {
        account: row.account.clone(),
        intent_id: payment.intent_id.clone().unwrap_or_default(),
        amount: row.amount,
        metadata: marks_of(&payment, &invoices, id),
        idempotency_key: match row.asked {
            0 => format!("refund:{public}"),
            asked => format!("refund:{public}:{asked}"),
        },
    });
    match asked.await {
        Ok(_) => record_returns(app, payment.id).await,
        Err(error @ OutsideError::Unavailable(_)) => {
            not_heard(app, id, row.asked).await?;
            Err(error.into())
        }
        Err(error) => refused(app, id, payment.id, &error).await,
    }
}

async fn requested(app: &App, id: Uuid) -> Outcome<Option<refund::Model>> {
    let txn = app.db.begin().await?;
    let row = store::refunds::lock(&txn, id).await?;
    txn.commit().await?;
    Ok(row.filter(|row| row.status == Status::Requested.word()))
}

async fn not_heard(app: &App, id: Uuid, asked: i64) -> Outcome<()> {
    let txn = app.db.begin().await?;
    if let Some(row) = store::refunds::lock(&txn, id).await?.filter(|row| row.asked == asked) {
        let row = refund::Model { asked: asked.saturating_add(1), updated_at: app.now_ms(), ..row };
        store::refunds::save(&txn, row, false).await?;
    }
    txn.commit().await?;
    Ok(())
}

/// The processor would not: the team is told why, and the money stays.
async fn refused(app: &App, id: Uuid, payment: Uuid, error: &OutsideError) -> Outcome<()> {
    tracing::warn!(payment = %PaymentId::from_uuid(payment), %error, "a refund was refused");
    let why = RefundFailure::NotStarted.word();
    let txn = app.db.begin().await?;
    let payment = store::payments::lock(&txn, payment).await?;
    let payment = payment.ok_or_else(|| Failure::not_found("payment"))?;
    let row = store::refunds::lock(&txn, id).await?;
    if let Some(row) = row.filter(|row| row.status == Status::Requested.word()) {
        let amount = row.amount;
        let row = refund::Model {
            status: Status::Failed.word().to_owned(),
            failure: Some(why.to_owned()),
            updated_at: app.now_ms(),
            ..row
        };
        store::refunds::save(&txn, row, false).await?;
        let payment =
            store::payments::save(&txn, payment, PaymentStatus::Succeeded, app.now_ms(), |_| ()).await?;
        let about = About { returned: Some(id), ..About::payment(payment.id) };
        record_payment::tell_team(app, &txn, &payment, Kind::TeamRefundFailed, about).await?;
        let subject = record_payment::subject(&txn, payment.id).await?;
        let what = (Action::RefundChanged, payment.id, subject.as_str());
        let status = json!({ "before": "requested", "after": "failed" });
        let detail = json!({ "status": status, "amount": amount, "refundFailure": why });
        audit::write(app, &txn, &Actor::propty(), payment.organization_id, what, &detail).await?;
    }
    txn.commit().await?;
    app.wake.notify_one();
    Ok(())
}
