//! Saves, posts, audits and announces what one answer of the processor changed about the refunds and disputes of a
//! payment.

use domain::audit::AuditAction;
use domain::instant::Instant;
use domain::ledger::{self, TransactionCause};
use domain::refund::{DisputeStage, RefundStatus};
use entity::dispute::NewDispute;
use entity::refund::NewRefund;
use entity::{dispute, property, refund};
use serde_json::json;

use crate::audit::{Actor, AuditedAction};
use crate::error::AppResult;
use crate::notifications::template::EmailTemplate;
use crate::notifications::templates::refunded::Refunded;
use crate::notifications::templates::returned::Returned;
use crate::notifications::templates::team_disputed::TeamDisputed;
use crate::notifications::templates::team_refund_failed::TeamRefundFailed;
use crate::notifications::templates::team_returned::TeamReturned;
use crate::payments::apply_to_invoices::apply_to_invoices;
use crate::payments::context::PaymentContext;
use crate::payments::notify;
use crate::ports::processor::{RemoteDispute, RemoteRefund};
use crate::unit_of_work::UnitOfWork;
use store::StoreError;
use store::ledger::Posting;

/// Records the refunds and disputes of one payment.
pub(super) struct ReturnRecorder<'a, 'w> {
    pub(super) work: &'a mut UnitOfWork<'w>,
    pub(super) context: PaymentContext,
    /// Its property, locked for posting; read when first needed.
    property: Option<property::Model>,
    /// What went back so far.
    returned_total: i64,
}

impl<'a, 'w> ReturnRecorder<'a, 'w> {
    /// Of a locked payment.
    pub(super) fn new(work: &'a mut UnitOfWork<'w>, context: PaymentContext) -> Self {
        let returned_total = context.payment.refunded.saturating_add(context.payment.returned);
        ReturnRecorder { work, context, property: None, returned_total }
    }

    /// Saves and posts a refund as the processor has it; none when nothing is new.
    pub(super) async fn record_refund(
        &mut self,
        known: Option<refund::Model>,
        remote: &RemoteRefund,
    ) -> AppResult<Option<refund::Model>> {
        let app = self.work.app();
        let is_new = known.is_none();
        let before = known.unwrap_or_else(|| {
            let payment = &self.context.payment;
            let new = NewRefund {
                id: app.new_id(),
                amount: remote.amount.minor,
                reason: None,
                user_id: None,
                created_at: remote.created_at.into(),
            };
            refund::Model::new(payment, payment.account.clone().unwrap_or_default(), new)
        });
        let mut after = refund::Model {
            processor_refund_id: Some(remote.id.clone()),
            status: remote.status,
            amount: remote.amount.minor,
            failure: remote.failure.or(before.failure),
            posted_amount: if remote.status.has_left_balance() { remote.amount.minor } else { 0 },
            ..before.clone()
        };
        if after == before {
            return Ok(None);
        }
        after.updated_at = app.now();
        let more = after.posted_amount.saturating_sub(before.posted_amount);
        if more != 0 {
            after.posting_revision = before.posting_revision.saturating_add(1);
        }
        store::refunds::save(self.work.txn(), after.clone(), is_new).await?;
        if more != 0 {
            let split = self.apply_change(more).await?;
            let cause = if more > 0 { TransactionCause::Refund } else { TransactionCause::RefundFailed };
            let what = format!("refund:{}:{}", after.id, after.posting_revision);
            let memo = if more > 0 { "Refund" } else { "Failed refund" };
            self.post(cause, &what, memo, ledger::refund(&split)?).await?;
        }
        let detail = json!({
            "status": { "before": before.status, "after": after.status }, "amount": after.amount,
            "refundFailure": after.failure,
        });
        self.audit(AuditAction::RefundChanged, &detail);
        let refund = after.id;
        if more > 0 {
            self.notify_payer::<Refunded>(refund).await?;
        }
        if remote.status == RefundStatus::Failed && before.status != after.status {
            self.notify_team::<TeamRefundFailed>(refund).await?;
        }
        Ok(Some(after))
    }

    /// Saves and posts a dispute as the processor has it; none when nothing is new.
    pub(super) async fn record_dispute(
        &mut self,
        known: Option<dispute::Model>,
        remote: &RemoteDispute,
    ) -> AppResult<Option<dispute::Model>> {
        let app = self.work.app();
        let is_new = known.is_none();
        let before = known.unwrap_or_else(|| {
            let payment = &self.context.payment;
            let new = NewDispute {
                id: app.new_id(),
                processor_dispute_id: remote.id.clone(),
                stage: remote.stage,
                amount: remote.amount.minor,
                reason: remote.reason.clone(),
                created_at: remote.created_at.into(),
            };
            dispute::Model::new(payment, payment.account.clone().unwrap_or_default(), new)
        });
        let mut after = dispute::Model {
            stage: remote.stage,
            amount: remote.amount.minor,
            reason: remote.reason.clone(),
            evidence_due_at: remote.evidence_due_at.map(Instant::from),
            withdrawn: remote.withdrawn,
            fee: remote.fee,
            lost: if remote.stage == DisputeStage::Lost { remote.withdrawn } else { 0 },
            ..before.clone()
        };
        if after == before && !is_new {
            return Ok(None);
        }
        after.updated_at = app.now();
        let withdrawn = after.withdrawn.saturating_sub(before.withdrawn);
        let fee = after.fee.saturating_sub(before.fee);
        let lost = after.lost.saturating_sub(before.lost);
        let moves = withdrawn != 0 || fee != 0 || lost != 0;
        if moves {
            after.posting_revision = before.posting_revision.saturating_add(1);
        }
        store::refunds::save_dispute(self.work.txn(), after.clone(), is_new).await?;
        if moves {
            let split = self.apply_change(lost).await?;
            let (cause, memo) = match (lost, withdrawn) {
                (1.., _) => (TransactionCause::DisputeLost, "Taken back by the bank"),
                (0, 1..) => (TransactionCause::DisputeOpened, "Disputed"),
                _ => (TransactionCause::DisputeWon, "Given back by the bank"),
            };
            let what = format!("dispute:{}:{}", after.id, after.posting_revision);
            self.post(cause, &what, memo, ledger::dispute(withdrawn, fee, &split)?).await?;
        }
        if is_new || before.stage != after.stage {
            let stage = json!({ "before": (!is_new).then_some(before.stage), "after": after.stage });
            let detail = json!({ "status": stage, "amount": after.amount, "reason": after.reason });
            self.audit(AuditAction::DisputeChanged, &detail);
        }
        let dispute = after.id;
        if lost > 0 {
            self.notify_payer::<Returned>(dispute).await?;
            self.notify_team::<TeamReturned>(dispute).await?;
        } else if is_new && remote.stage.is_open() {
            self.notify_team::<TeamDisputed>(dispute).await?;
        }
        Ok(Some(after))
    }

    /// Takes so much more back off the payment's invoices; puts it on again when negative.
    async fn apply_change(&mut self, more: i64) -> AppResult<ledger::PaymentSplit> {
        let before = self.returned_total;
        self.returned_total = before.saturating_add(more);
        apply_to_invoices(self.work, &mut self.context, Some(before), Some(self.returned_total)).await
    }

    async fn property(&mut self) -> AppResult<property::Model> {
        if let Some(property) = &self.property {
            return Ok(property.clone());
        }
        let property = store::ledger::lock(self.work.txn(), self.context.payment.property_id).await?;
        self.property = Some(property.clone());
        Ok(property)
    }

    async fn notify_payer<T: EmailTemplate>(&mut self, related: T::Related) -> AppResult<()> {
        let property = self.property().await?;
        notify::notify_payer::<T>(self.work, &property, &self.context.payment, related).await
    }

    async fn notify_team<T: EmailTemplate>(&mut self, related: T::Related) -> AppResult<()> {
        let property = self.property().await?;
        notify::notify_team::<T>(self.work, &property, related).await
    }

    async fn post(
        &mut self,
        cause: TransactionCause,
        what: &str,
        memo: &str,
        entries: Vec<ledger::LedgerEntry<ledger::AccountRef>>,
    ) -> AppResult<()> {
        let id = self.context.payment.id;
        let posting = Posting {
            organization: self.context.payment.organization_id,
            property: self.context.payment.property_id,
            source: format!("{id}:{what}"),
            cause: (cause, self.context.payment.id.uuid()),
            memo: format!("{memo}: payment {id}"),
            at: self.work.app().now(),
            entries,
        };
        let (app, property) = (self.work.app(), self.property().await?);
        if !store::ledger::post_locked(self.work.txn(), &property, posting, || app.new_uuid()).await? {
            return Err(StoreError::Corrupt(format!("{id}:{what} was posted before")).into());
        }
        Ok(())
    }

    fn audit(&mut self, action: AuditAction, detail: &serde_json::Value) {
        let subject = self.context.audit_subject();
        let what = AuditedAction::new(action, self.context.payment.id, subject.as_str());
        self.work.audit(&Actor::propty(), self.context.payment.organization_id, what, detail);
    }
}
