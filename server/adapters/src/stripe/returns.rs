//! Money that went back of a charge: refunds and disputes, one charge's or an account's latest.

use std::collections::{BTreeMap, HashMap};

use domain::failure::RefundFailure;
use domain::money::Money;
use domain::refund::{Stage, Status};
use jiff::Timestamp;
use stripe::StripeRequest;
use stripe_core::dispute::ListDispute;
use stripe_core::payout::ListPayout;
use stripe_core::refund::{CreateRefund, ListRefund};
use stripe_core::{Dispute, DisputeStatus, Refund};
use stripe_types::RangeQueryTs;

use super::super::one_line;
use super::{Stripe, checked, currency_of, errors, idempotent, payouts, repeat};
use application::ports::{NewRefund, OutsideError, RemoteDispute, RemoteRecent, RemoteRefund, RemoteReturns};

/// How many of a list are asked for at once: as many as Stripe gives.
pub(super) const PAGE: i64 = 100;

/// Reads a list to its end, page by page.
macro_rules! whole {
    ($stripe:expr, $account:expr, $list:expr) => {{
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut list = $list.limit(PAGE);
            if let Some(after) = &after {
                list = list.starting_after(after.clone());
            }
            let page = list.customize().account_id(checked($account)?.into()).send(&$stripe.client).await;
            let page = page.map_err(errors::from_library)?;
            let last = page.data.last().map(|one| one.id.to_string());
            let more = page.has_more && last.is_some() && last != after;
            all.extend(page.data);
            if !more {
                break all;
            }
            after = last;
        }
    }};
}
pub(super) use whole;

impl Stripe {
    /// Gives money back. The same key gives the same refund.
    pub(super) async fn give_back(&self, refund: NewRefund) -> Result<RemoteRefund, OutsideError> {
        let account = checked(&refund.account)?;
        let key = idempotent(&refund.idempotency_key)?;
        let metadata: HashMap<String, String> = refund.metadata.iter().cloned().collect();
        let request = CreateRefund::new()
            .payment_intent(checked(&refund.intent_id)?)
            .amount(refund.amount)
            .metadata(metadata);
        let made = repeat(&self.limits, || {
            let call = request.customize().account_id(account.into()).request_strategy(key.clone());
            async { call.send(&self.client).await.map_err(errors::from_library) }
        })
        .await?;
        remote_refund(made)
    }

    /// What went back of a charge, the oldest first.
    pub(super) async fn read_returns(
        &self,
        account: &str,
        charge: &str,
    ) -> Result<RemoteReturns, OutsideError> {
        let charge = checked(charge)?;
        let refunds: Vec<Refund> = whole!(self, account, ListRefund::new().charge(charge));
        let disputes: Vec<Dispute> = whole!(self, account, ListDispute::new().charge(charge));
        let mut refunds = refunds.into_iter().map(remote_refund).collect::<Result<Vec<_>, _>>()?;
        let mut disputes = disputes.into_iter().map(remote_dispute).collect::<Result<Vec<_>, _>>()?;
        refunds.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        disputes.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(RemoteReturns { refunds, disputes })
    }

    /// What went back and was paid out on an account since an instant.
    pub(super) async fn read_recent(
        &self,
        account: &str,
        since: Timestamp,
    ) -> Result<RemoteRecent, OutsideError> {
        let since = || RangeQueryTs::gte(since.as_second());
        let refunds: Vec<Refund> = whole!(self, account, ListRefund::new().created(since()));
        let disputes: Vec<Dispute> = whole!(self, account, ListDispute::new().created(since()));
        let paid_out = whole!(self, account, ListPayout::new().created(since()));
        let mut recent = RemoteRecent::default();
        for refund in refunds {
            if let Some(charge) = &refund.charge {
                recent.refunds.push((charge.id().to_string(), refund.id.to_string(), status(&refund)?));
            }
        }
        for dispute in disputes {
            let (withdrawn, _) = moved(&dispute);
            let (charge, id) = (dispute.charge.id().to_string(), dispute.id.to_string());
            recent.disputes.push((charge, id, stage(&dispute.status)?, withdrawn));
        }
        for payout in paid_out {
            recent.payouts.push((payout.id.to_string(), payouts::status(payout.status.as_str())?));
        }
        Ok(recent)
    }
}

fn remote_refund(refund: Refund) -> Result<RemoteRefund, OutsideError> {
    let currency = currency_of(&refund.currency.to_string())?;
    let marks: BTreeMap<String, String> = refund.metadata.clone().unwrap_or_default().into_iter().collect();
    Ok(RemoteRefund {
        id: refund.id.to_string(),
        status: status(&refund)?,
        amount: Money::new(refund.amount, currency),
        marks,
        created_at: instant(refund.created)?,
        failure: refund.failure_reason.as_deref().map(RefundFailure::of_code),
    })
}

fn status(refund: &Refund) -> Result<Status, OutsideError> {
    match refund.status.as_deref() {
        // Stripe waits for the payer's details: the money has left the balance all the same.
        Some("pending" | "requires_action") => Ok(Status::Pending),
        Some("succeeded") => Ok(Status::Succeeded),
        Some("failed") => Ok(Status::Failed),
        Some("canceled") => Ok(Status::Canceled),
        _ => Err(errors::unreadable()),
    }
}

fn remote_dispute(dispute: Dispute) -> Result<RemoteDispute, OutsideError> {
    let currency = currency_of(&dispute.currency.to_string())?;
    let (withdrawn, fee) = moved(&dispute);
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
fn moved(dispute: &Dispute) -> (i64, i64) {
    dispute.balance_transactions.iter().fold((0, 0), |(withdrawn, fee), moved| {
        let withdrawn: i64 = withdrawn;
        let fee: i64 = fee;
        (withdrawn.saturating_sub(moved.amount), fee.saturating_add(moved.fee))
    })
}

fn stage(status: &DisputeStatus) -> Result<Stage, OutsideError> {
    match status {
        DisputeStatus::WarningNeedsResponse | DisputeStatus::WarningUnderReview => Ok(Stage::Inquiry),
        DisputeStatus::NeedsResponse => Ok(Stage::NeedsResponse),
        DisputeStatus::UnderReview => Ok(Stage::UnderReview),
        DisputeStatus::Won => Ok(Stage::Won),
        DisputeStatus::Lost => Ok(Stage::Lost),
        DisputeStatus::WarningClosed | DisputeStatus::Prevented => Ok(Stage::Closed),
        _ => Err(errors::unreadable()),
    }
}

fn instant(seconds: i64) -> Result<Timestamp, OutsideError> {
    Timestamp::from_second(seconds).map_err(|_| errors::unreadable())
}
