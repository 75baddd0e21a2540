//! Payouts: the payout object and the balance transactions it is made of.

use async_trait::async_trait;
use domain::money::Money;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use stripe::StripeRequest;
use stripe_core::balance_transaction::ListBalanceTransaction;
use stripe_core::dispute::RetrieveDispute;
use stripe_core::payout::RetrievePayout;
use stripe_core::refund::RetrieveRefund;
use stripe_core::{BalanceTransaction, BalanceTransactionType as Kind, Payout, PayoutReconciliationStatus};

use super::list::list_all;
use super::{Stripe, checked_id, errors, parse_currency};
use crate::one_line;
use application::ports::ExternalError;
use application::ports::processor::{PayoutApi, RemotePayout, RemotePayoutItem};
use domain::payout::{PayoutItemKind, PayoutStatus};

#[async_trait]
impl PayoutApi for Stripe {
    async fn retrieve_payout(&self, account: &str, id: &str) -> Result<RemotePayout, ExternalError> {
        let request = RetrievePayout::new(checked_id(id)?).customize();
        let payout = request.account_id(checked_id(account)?.into()).send(&self.client).await;
        let payout = payout.map_err(errors::from_library)?;
        let items = match payout.reconciliation_status {
            PayoutReconciliationStatus::InProgress => None,
            PayoutReconciliationStatus::Completed => Some(self.payout_items(account, id).await?),
            // Made by hand at Stripe: it never says what is in it.
            _ => Some(Vec::new()),
        };
        remote_payout(payout, items)
    }
}

impl Stripe {
    /// Every balance transaction of a payout but the payout's own.
    async fn payout_items(
        &self,
        account: &str,
        payout: &str,
    ) -> Result<Vec<RemotePayoutItem>, ExternalError> {
        let transactions: Vec<BalanceTransaction> =
            list_all!(self, account, ListBalanceTransaction::new().payout(payout));
        let mut items = Vec::new();
        for transaction in transactions {
            let source = transaction.source.as_ref().map(|source| source.id().to_string());
            if source.as_deref() != Some(payout) {
                items.push(self.payout_item(account, transaction, source).await?);
            }
        }
        Ok(items)
    }

    async fn payout_item(
        &self,
        account: &str,
        transaction: BalanceTransaction,
        source: Option<String>,
    ) -> Result<RemotePayoutItem, ExternalError> {
        let mut kind = kind(&transaction.type_);
        let charge_id = match source {
            Some(id) if id.starts_with("ch_") || id.starts_with("py_") => Some(id),
            Some(id) if id.starts_with("re_") || id.starts_with("pyr_") => {
                self.charge_of_refund(account, &id).await?
            }
            Some(id) if id.starts_with("dp_") || id.starts_with("du_") => {
                kind = PayoutItemKind::Dispute;
                self.charge_of_dispute(account, &id).await?
            }
            _ => None,
        };
        Ok(RemotePayoutItem {
            id: transaction.id.to_string(),
            kind,
            charge_id,
            description: transaction.description.as_deref().map(one_line),
            gross: transaction.amount,
            fee: transaction.fee,
            net: transaction.net,
        })
    }

    /// The charge a refund gives back.
    async fn charge_of_refund(&self, account: &str, refund: &str) -> Result<Option<String>, ExternalError> {
        let request = RetrieveRefund::new(checked_id(refund)?).customize();
        let refund = request.account_id(checked_id(account)?.into()).send(&self.client).await;
        let refund = refund.map_err(errors::from_library)?;
        Ok(refund.charge.map(|charge| charge.id().to_string()))
    }

    /// The charge a payer's bank takes back.
    async fn charge_of_dispute(&self, account: &str, dispute: &str) -> Result<Option<String>, ExternalError> {
        let request = RetrieveDispute::new(checked_id(dispute)?).customize();
        let dispute = request.account_id(checked_id(account)?.into()).send(&self.client).await;
        let dispute = dispute.map_err(errors::from_library)?;
        Ok(Some(dispute.charge.id().to_string()))
    }
}

fn remote_payout(
    payout: Payout,
    items: Option<Vec<RemotePayoutItem>>,
) -> Result<RemotePayout, ExternalError> {
    let status = status(payout.status.as_str())?;
    let currency = parse_currency(&payout.currency.to_string())?;
    Ok(RemotePayout {
        id: payout.id.to_string(),
        status,
        amount: Money::new(payout.amount, currency),
        arrives_on: day(payout.arrival_date)?,
        created_at: Timestamp::from_second(payout.created).map_err(|_| errors::unreadable())?,
        failure: payout.failure_message.as_deref().map(one_line),
        failure_code: payout.failure_code.as_deref().map(one_line),
        composition_complete: items.is_some(),
        items: items.unwrap_or_default(),
    })
}

/// Where a payout stands.
pub(super) fn status(word: &str) -> Result<PayoutStatus, ExternalError> {
    match word {
        "pending" => Ok(PayoutStatus::Pending),
        "in_transit" => Ok(PayoutStatus::InTransit),
        "paid" => Ok(PayoutStatus::Paid),
        "failed" => Ok(PayoutStatus::Failed),
        "canceled" => Ok(PayoutStatus::Canceled),
        _ => Err(errors::unreadable()),
    }
}

/// Stripe writes a day as its midnight in UTC.
fn day(seconds: i64) -> Result<Date, ExternalError> {
    let instant = Timestamp::from_second(seconds).map_err(|_| errors::unreadable())?;
    Ok(instant.to_zoned(TimeZone::UTC).date())
}

fn kind(kind: &Kind) -> PayoutItemKind {
    match kind {
        Kind::Charge | Kind::Payment => PayoutItemKind::Payment,
        Kind::Refund | Kind::PaymentRefund | Kind::RefundFailure => PayoutItemKind::Refund,
        Kind::StripeFee | Kind::StripeFxFee | Kind::TaxFee | Kind::ApplicationFee => PayoutItemKind::Fee,
        Kind::Payout | Kind::PayoutCancel | Kind::PayoutFailure => PayoutItemKind::FailedPayout,
        _ => PayoutItemKind::Adjustment,
    }
}
