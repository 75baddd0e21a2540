//! Money that went back of a charge: refunds and disputes.

use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use domain::failure::RefundFailure;
use domain::money::Money;
use domain::refund::{DisputeStage, RefundStatus};
use jiff::Timestamp;
use stripe::StripeRequest;
use stripe_core::dispute::ListDispute;
use stripe_core::refund::{CreateRefund, ListRefund};
use stripe_core::{Dispute, DisputeStatus, Refund};

use super::list::list_all;
use super::{Stripe, checked_id, errors, idempotent_strategy, parse_currency, retry};
use crate::one_line;
use application::ports::ExternalError;
use application::ports::processor::{
    NewRefund, RefundApi, RemoteDispute, RemoteRefund, RemoteRefundsAndDisputes,
};

#[async_trait]
impl RefundApi for Stripe {
    async fn create_refund(&self, refund: NewRefund) -> Result<RemoteRefund, ExternalError> {
        let account = checked_id(&refund.account)?;
        let key = idempotent_strategy(&refund.idempotency_key)?;
        let metadata: HashMap<String, String> = refund.metadata.iter().cloned().collect();
        let request = CreateRefund::new()
            .payment_intent(checked_id(&refund.intent_id)?)
            .amount(refund.amount)
            .metadata(metadata);
        let made = retry(&self.retry_policy, || {
            let call = request.customize().account_id(account.into()).request_strategy(key.clone());
            async { call.send(&self.client).await.map_err(errors::from_library) }
        })
        .await?;
        remote_refund(made)
    }

    async fn list_refunds_and_disputes(
        &self,
        account: &str,
        charge: &str,
    ) -> Result<RemoteRefundsAndDisputes, ExternalError> {
        let charge = checked_id(charge)?;
        let refunds: Vec<Refund> = list_all!(self, account, ListRefund::new().charge(charge));
        let disputes: Vec<Dispute> = list_all!(self, account, ListDispute::new().charge(charge));
        let mut refunds = refunds.into_iter().map(remote_refund).collect::<Result<Vec<_>, _>>()?;
        let mut disputes = disputes.into_iter().map(remote_dispute).collect::<Result<Vec<_>, _>>()?;
        refunds.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        disputes.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(RemoteRefundsAndDisputes { refunds, disputes })
    }
}

fn remote_refund(refund: Refund) -> Result<RemoteRefund, ExternalError> {
    let currency = parse_currency(&refund.currency.to_string())?;
    let metadata: BTreeMap<String, String> =
        refund.metadata.clone().unwrap_or_default().into_iter().collect();
    Ok(RemoteRefund {
        id: refund.id.to_string(),
        status: status(&refund)?,
        amount: Money::new(refund.amount, currency),
        metadata,
        created_at: instant(refund.created)?,
        failure: refund.failure_reason.as_deref().map(RefundFailure::from_processor_code),
    })
}

/// Where a refund stands.
pub(super) fn status(refund: &Refund) -> Result<RefundStatus, ExternalError> {
    match refund.status.as_deref() {
        // Stripe waits for the payer's details: the money has left the balance all the same.
        Some("pending" | "requires_action") => Ok(RefundStatus::Pending),
        Some("succeeded") => Ok(RefundStatus::Succeeded),
        Some("failed") => Ok(RefundStatus::Failed),
        Some("canceled") => Ok(RefundStatus::Canceled),
        _ => Err(errors::unreadable()),
    }
}

fn remote_dispute(dispute: Dispute) -> Result<RemoteDispute, ExternalError> {
    let currency = parse_currency(&dispute.currency.to_string())?;
    let (withdrawn, fee) = dispute_amounts(&dispute);
    Ok(RemoteDispute {
        id: dispute.id.to_string(),
        stage: stage(&dispute.status)?,
        amount: Money::new(dispute.amount, currency),
        withdrawn,
        fee,
        reason: one_line(&dispute.reason),
        evidence_due_at: dispute.evidence_details.due_by.map(instant).transpose()?,
        created_at: instant(dispute.created)?,
    })
}

/// What a dispute's own movements add up to: withdrawn and not given back, and the fees for it.
pub(super) fn dispute_amounts(dispute: &Dispute) -> (i64, i64) {
    dispute.balance_transactions.iter().fold((0, 0), |(withdrawn, fee), moved| {
        let withdrawn: i64 = withdrawn;
        let fee: i64 = fee;
        (withdrawn.saturating_sub(moved.amount), fee.saturating_add(moved.fee))
    })
}

/// Where a dispute stands.
pub(super) fn stage(status: &DisputeStatus) -> Result<DisputeStage, ExternalError> {
    match status {
        DisputeStatus::WarningNeedsResponse | DisputeStatus::WarningUnderReview => Ok(DisputeStage::Inquiry),
        DisputeStatus::NeedsResponse => Ok(DisputeStage::NeedsResponse),
        DisputeStatus::UnderReview => Ok(DisputeStage::UnderReview),
        DisputeStatus::Won => Ok(DisputeStage::Won),
        DisputeStatus::Lost => Ok(DisputeStage::Lost),
        DisputeStatus::WarningClosed | DisputeStatus::Prevented => Ok(DisputeStage::Closed),
        _ => Err(errors::unreadable()),
    }
}

fn instant(seconds: i64) -> Result<Timestamp, ExternalError> {
    Timestamp::from_second(seconds).map_err(|_| errors::unreadable())
}
