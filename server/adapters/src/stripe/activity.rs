//! The latest refunds, disputes and payouts of an account.

use application::ports::ExternalError;
use application::ports::processor::{ActivityApi, RecentActivity, RecentDispute, RecentPayout, RecentRefund};
use async_trait::async_trait;
use jiff::Timestamp;
use stripe::StripeRequest;
use stripe_core::dispute::ListDispute;
use stripe_core::payout::ListPayout;
use stripe_core::refund::ListRefund;
use stripe_core::{Dispute, Refund};
use stripe_types::RangeQueryTs;

use super::list::list_all;
use super::{Stripe, checked_id, errors, payouts, refunds};

#[async_trait]
impl ActivityApi for Stripe {
    async fn list_recent_activity(
        &self,
        account: &str,
        since: Timestamp,
    ) -> Result<RecentActivity, ExternalError> {
        let since = || RangeQueryTs::gte(since.as_second());
        let refunded: Vec<Refund> = list_all!(self, account, ListRefund::new().created(since()));
        let disputed: Vec<Dispute> = list_all!(self, account, ListDispute::new().created(since()));
        let paid_out = list_all!(self, account, ListPayout::new().created(since()));
        let mut recent = RecentActivity::default();
        for refund in refunded {
            if let Some(charge) = &refund.charge {
                recent.refunds.push(RecentRefund {
                    id: refund.id.to_string(),
                    charge_id: charge.id().to_string(),
                    status: refunds::status(&refund)?,
                });
            }
        }
        for dispute in disputed {
            let (withdrawn, _) = refunds::dispute_amounts(&dispute);
            recent.disputes.push(RecentDispute {
                id: dispute.id.to_string(),
                charge_id: dispute.charge.id().to_string(),
                stage: refunds::stage(&dispute.status)?,
                withdrawn,
            });
        }
        for payout in paid_out {
            let status = payouts::status(payout.status.as_str())?;
            recent.payouts.push(RecentPayout { id: payout.id.to_string(), status });
        }
        Ok(recent)
    }
}
