//! What went back of a payment: the processor is asked for all refunds and disputes of its charge, and what differs
//! from our rows is applied under the payment's lock and posted. Only what is true now counts, so events about it
//! may come late, twice, in any order or never.

use domain::audit::Action;
use domain::id::{PaymentId, Uuid};
use domain::ledger::{self, Cause};
use domain::payment::Status as PaymentStatus;
use domain::refund::{Stage, Status};
use entity::{dispute, payment, refund};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::give_back;
use crate::app::App;
use crate::audit;
use crate::audit::Actor;
use crate::error::{Failure, Outcome};
use crate::notifications::queue::{About, Kind};
use crate::payments::{marks, record_payment};
use crate::ports::{RemoteDispute, RemoteRefund, RemoteReturns};
use store::ledger::Posting;
use store::words::Word;
use store::{StoreError, Txn};

/// The mark that names a refund of ours.
pub(crate) const REFUND: &str = "refund";
/// How often an answer that was overtaken is asked for again.
const TRIES: u32 = 8;

/// Asks the processor what went back of a payment and applies the answer.
pub async fn record_returns(app: &App, id: Uuid) -> Outcome<()> {
    let mut row = current(app, id).await?;
    if PaymentStatus::from_word(&row.status)? != PaymentStatus::Succeeded {
        record_payment::record_payment(app, id).await?;
        row = current(app, id).await?;
    }
    for _ in 0..TRIES {
        let received = PaymentStatus::from_word(&row.status)? == PaymentStatus::Succeeded;
        let (true, Some(account), Some(charge)) = (received, &row.account, &row.charge_id) else {
            return Ok(());
        };
        let remote = app.processor.returns(account, charge).await?;
        let txn = app.db.begin().await?;
        let locked = lock(&txn, id).await?;
        // An answer that another's overtook may be the older one.
        if locked.version == row.version {
            apply(app, &txn, locked, &remote).await?;
            txn.commit().await?;
            app.wake.notify_one();
            return Ok(());
        }
        txn.commit().await?;
        row = locked;
    }
    Err(Failure::Inner("what went back of a payment kept changing while it was read".into()))
}

async fn lock(txn: &Txn, id: Uuid) -> Outcome<payment::Model> {
    store::payments::lock(txn, id).await?.ok_or_else(|| Failure::not_found("payment"))
}

async fn current(app: &App, id: Uuid) -> Outcome<payment::Model> {
    let txn = app.db.begin().await?;
    let row = lock(&txn, id).await?;
    txn.commit().await?;
    Ok(row)
}

async fn apply(app: &App, txn: &Txn, row: payment::Model, remote: &RemoteReturns) -> Outcome<()> {
    let mut refunds = store::refunds::of_payments(txn, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let mut disputes =
        store::refunds::disputes_of_payments(txn, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let mut books = Books { app, txn, row: &row, back: row.refunded.saturating_add(row.returned) };
    let mut changed = false;
    for told in &remote.refunds {
        let known = refunds.iter().position(|known| is_same(known, told));
        let known = known.map(|at| refunds.swap_remove(at));
        if let Some(saved) = books.refund(known.clone(), told).await? {
            changed = true;
            refunds.push(saved);
        } else {
            refunds.extend(known);
        }
    }
    for told in &remote.disputes {
        let known = disputes.iter().position(|known| known.processor_dispute_id == told.id);
        let known = known.map(|at| disputes.swap_remove(at));
        if let Some(saved) = books.dispute(known.clone(), told).await? {
            changed = true;
            disputes.push(saved);
        } else {
            disputes.extend(known);
        }
    }
    if !changed {
        return Ok(());
    }
    let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.fold(0_i64, i64::saturating_add);
    let refunded = sum(&mut refunds.iter().map(|refund| refund.booked));
    let returned = sum(&mut disputes.iter().map(|dispute| dispute.lost));
    let withdrawn = sum(&mut disputes.iter().map(|dispute| dispute.withdrawn));
    store::payments::save(txn, row.clone(), PaymentStatus::Succeeded, app.now_ms(), |row| {
        row.refunded = Set(refunded);
        row.returned = Set(returned);
        row.disputed = Set(withdrawn.saturating_sub(returned));
    })
    .await?;
    Ok(())
}

/// A refund of ours carries its id; one that was made elsewhere is known by the processor's.
fn is_same(known: &refund::Model, told: &RemoteRefund) -> bool {
    let ours = domain::id::RefundId::from_uuid(known.id).to_string();
    known.processor_refund_id.as_ref() == Some(&told.id)
        || (known.processor_refund_id.is_none() && told.marks.get(REFUND) == Some(&ours))
}

/// The books of one payment while its returns are applied.
struct Books<'a> {
    app: &'a App,
    txn: &'a Txn,
    row: &'a payment::Model,
    /// What went back so far.
    back: i64,
}

impl Books<'_> {
    /// Saves and posts a refund as told; none when nothing is new.
    async fn refund(
        &mut self,
        known: Option<refund::Model>,
        told: &RemoteRefund,
    ) -> Outcome<Option<refund::Model>> {
        let (app, txn) = (self.app, self.txn);
        let is_new = known.is_none();
        let before = known.unwrap_or_else(|| refund::Model {
            id: app.new_id(),
            organization_id: self.row.organization_id,
            property_id: self.row.property_id,
            payment_id: self.row.id,
            account: self.row.account.clone().unwrap_or_default(),
            processor_refund_id: None,
            status: Status::Requested.word().to_owned(),
            currency: self.row.currency.clone(),
            amount: told.amount.minor,
            reason: None,
            failure: None,
            user_id: None,
            asked: 0,
            booked: 0,
            turn: 0,
            created_at: told.created_at.as_millisecond(),
            updated_at: 0,
        });
        let mut after = refund::Model {
            processor_refund_id: Some(told.id.clone()),
            status: told.status.word().to_owned(),
            amount: told.amount.minor,
            failure: told.failure.map(|why| why.word().to_owned()).or_else(|| before.failure.clone()),
            booked: if told.status.is_out() { told.amount.minor } else { 0 },
            ..before.clone()
        };
        if after == before {
            return Ok(None);
        }
        after.updated_at = app.now_ms();
        let more = after.booked.saturating_sub(before.booked);
        if more != 0 {
            after.turn = before.turn.saturating_add(1);
        }
        store::refunds::save(txn, after.clone(), is_new).await?;
        if more != 0 {
            let spread = self.moved(more).await?;
            let cause = if more > 0 { Cause::Refund } else { Cause::RefundFailed };
            let what = format!("refund:{}:{}", domain::id::RefundId::from_uuid(after.id), after.turn);
            let memo = if more > 0 { "Refund" } else { "Failed refund" };
            self.post(cause, &what, memo, ledger::refund(&spread)?).await?;
        }
        let detail = json!({
            "status": { "before": before.status, "after": after.status }, "amount": after.amount,
            "refundFailure": after.failure,
        });
        self.write(Action::RefundChanged, &detail).await?;
        let about = About { returned: Some(after.id), ..About::payment(self.row.id) };
        if more > 0 {
            record_payment::tell_payer(app, txn, self.row, Kind::Refunded, about).await?;
        }
        if told.status == Status::Failed && before.status != after.status {
            record_payment::tell_team(app, txn, self.row, Kind::TeamRefundFailed, about).await?;
        }
        Ok(Some(after))
    }

    /// Saves and posts a dispute as told; none when nothing is new.
    async fn dispute(
        &mut self,
        known: Option<dispute::Model>,
        told: &RemoteDispute,
    ) -> Outcome<Option<dispute::Model>> {
        let (app, txn) = (self.app, self.txn);
        let is_new = known.is_none();
        let before = known.unwrap_or_else(|| dispute::Model {
            id: app.new_id(),
            organization_id: self.row.organization_id,
            property_id: self.row.property_id,
            payment_id: self.row.id,
            account: self.row.account.clone().unwrap_or_default(),
            processor_dispute_id: told.id.clone(),
            stage: String::new(),
            currency: self.row.currency.clone(),
            amount: told.amount.minor,
            reason: told.reason.clone(),
            evidence_due_at: None,
            withdrawn: 0,
            fee: 0,
            lost: 0,
            turn: 0,
            created_at: told.created_at.as_millisecond(),
            updated_at: 0,
        });
        let mut after = dispute::Model {
            stage: told.stage.word().to_owned(),
            amount: told.amount.minor,
            reason: told.reason.clone(),
            evidence_due_at: told.evidence_due_at.map(jiff::Timestamp::as_millisecond),
            withdrawn: told.withdrawn,
            fee: told.fee,
            lost: if told.stage == Stage::Lost { told.withdrawn } else { 0 },
            ..before.clone()
        };
        if after == before {
            return Ok(None);
        }
        after.updated_at = app.now_ms();
        let withdrawn = after.withdrawn.saturating_sub(before.withdrawn);
        let fee = after.fee.saturating_sub(before.fee);
        let lost = after.lost.saturating_sub(before.lost);
        let moves = withdrawn != 0 || fee != 0 || lost != 0;
        if moves {
            after.turn = before.turn.saturating_add(1);
        }
        store::refunds::save_dispute(txn, after.clone(), is_new).await?;
        if moves {
            let spread = self.moved(lost).await?;
            let (cause, memo) = match (lost, withdrawn) {
                (1.., _) => (Cause::DisputeLost, "Taken back by the bank"),
                (0, 1..) => (Cause::DisputeOpened, "Disputed"),
                _ => (Cause::DisputeWon, "Given back by the bank"),
            };
            let what = format!("dispute:{}:{}", domain::id::DisputeId::from_uuid(after.id), after.turn);
            self.post(cause, &what, memo, ledger::dispute(withdrawn, fee, &spread)?).await?;
        }
        if before.stage != after.stage {
            let stage = json!({ "before": Some(&before.stage).filter(|_| !is_new), "after": after.stage });
            let detail = json!({ "status": stage, "amount": after.amount, "reason": after.reason });
            self.write(Action::DisputeChanged, &detail).await?;
        }
        let about = About { returned: Some(after.id), ..About::payment(self.row.id) };
        if lost > 0 {
            record_payment::tell_payer(app, txn, self.row, Kind::Returned, about).await?;
            record_payment::tell_team(app, txn, self.row, Kind::TeamReturned, about).await?;
        } else if is_new && told.stage.is_open() {
            record_payment::tell_team(app, txn, self.row, Kind::TeamDisputed, about).await?;
        }
        Ok(Some(after))
    }

    /// Takes so much more back off the payment's invoices; puts it on again when negative.
    async fn moved(&mut self, more: i64) -> Outcome<ledger::Spread> {
        let before = self.back;
        self.back = before.saturating_add(more);
        give_back::keep(self.app, self.txn, self.row, Some(before), Some(self.back)).await
    }

    async fn post(
        &self,
        cause: Cause,
        what: &str,
        memo: &str,
        entries: Vec<ledger::Entry<ledger::AccountRef>>,
    ) -> Outcome<()> {
        let id = PaymentId::from_uuid(self.row.id);
        let posting = Posting {
            organization: self.row.organization_id,
            property: self.row.property_id,
            source: format!("{id}:{what}"),
            cause: (cause, self.row.id),
            memo: format!("{memo}: payment {id}"),
            at: self.app.now_ms(),
            entries,
        };
        if !store::ledger::post(self.txn, posting, || self.app.new_id()).await? {
            return Err(StoreError::Corrupt(format!("{id}:{what} was posted before")).into());
        }
        Ok(())
    }

    async fn write(&self, action: Action, detail: &serde_json::Value) -> Outcome<()> {
        let subject = record_payment::subject(self.txn, self.row.id).await?;
        let what = (action, self.row.id, subject.as_str());
        audit::write(self.app, self.txn, &Actor::propty(), self.row.organization_id, what, detail).await?;
        Ok(())
    }
}

/// The marks a refund of ours carries.
pub(crate) fn marks_of(row: &payment::Model, invoices: &[Uuid], refund: Uuid) -> Vec<(String, String)> {
    let mut marks = marks::marks(row, invoices);
    marks.insert(REFUND.to_owned(), domain::id::RefundId::from_uuid(refund).to_string());
    marks.into_iter().collect()
}
