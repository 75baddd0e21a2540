//! Deposits: the payout and the balance transactions it is made of.

use domain::money::Money;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use stripe::StripeRequest;
use stripe_core::balance_transaction::ListBalanceTransaction;
use stripe_core::payout::RetrievePayout;
use stripe_core::refund::RetrieveRefund;
use stripe_core::{BalanceTransaction, BalanceTransactionType as Kind, Payout, PayoutReconciliationStatus};

use super::{Stripe, checked, currency_of, errors};
use crate::ports::{OutsideError, RemotePayout, RemotePayoutItem, RemotePayoutItemKind, RemotePayoutStatus};

const PAGE: i64 = 100;

impl Stripe {
    /// Reads a deposit. Its parts are empty until Stripe has counted them.
    pub(super) async fn read_payout(&self, account: &str, id: &str) -> Result<RemotePayout, OutsideError> {
        let request = RetrievePayout::new(checked(id)?).customize();
        let payout = request.account_id(checked(account)?.into()).send(&self.client).await;
        let payout = payout.map_err(errors::from_library)?;
        let items = match payout.reconciliation_status {
            PayoutReconciliationStatus::Completed => self.parts(account, id).await?,
            _ => Vec::new(),
        };
        remote(payout, items)
    }

    /// Every balance transaction of a deposit but the deposit's own.
    async fn parts(&self, account: &str, payout: &str) -> Result<Vec<RemotePayoutItem>, OutsideError> {
        let mut items = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut list = ListBalanceTransaction::new().payout(payout).limit(PAGE);
            if let Some(after) = &after {
                list = list.starting_after(after.clone());
            }
            let page = list.customize().account_id(checked(account)?.into()).send(&self.client).await;
            let page = page.map_err(errors::from_library)?;
            let last = page.data.last().map(|transaction| transaction.id.to_string());
            for transaction in page.data {
                if !is_the_payout_itself(&transaction.type_) {
                    items.push(self.part(account, transaction).await?);
                }
            }
            // A page that says there is more but ends nowhere new would be read for ever.
            if !page.has_more || last.is_none() || last == after {
                return Ok(items);
            }
            after = last;
        }
    }

    async fn part(
        &self,
        account: &str,
        transaction: BalanceTransaction,
    ) -> Result<RemotePayoutItem, OutsideError> {
        let source = transaction.source.as_ref().map(|source| source.id().to_string());
        let charge_id = match source {
            Some(id) if id.starts_with("ch_") || id.starts_with("py_") => Some(id),
            Some(id) if id.starts_with("re_") || id.starts_with("pyr_") => {
                self.refunded(account, &id).await?
            }
            _ => None,
        };
        Ok(RemotePayoutItem {
            id: transaction.id.to_string(),
            kind: kind(&transaction.type_),
            charge_id,
            gross: transaction.amount,
            fee: transaction.fee,
            net: transaction.net,
        })
    }

    /// The charge a refund gives back.
    async fn refunded(&self, account: &str, refund: &str) -> Result<Option<String>, OutsideError> {
        let request = RetrieveRefund::new(checked(refund)?).customize();
        let refund = request.account_id(checked(account)?.into()).send(&self.client).await;
        let refund = refund.map_err(errors::from_library)?;
        Ok(refund.charge.map(|charge| charge.id().to_string()))
    }
}

fn remote(payout: Payout, items: Vec<RemotePayoutItem>) -> Result<RemotePayout, OutsideError> {
    let status = status(payout.status.as_str())?;
    let currency = currency_of(&payout.currency.to_string())?;
    Ok(RemotePayout {
        id: payout.id.to_string(),
        status,
        amount: Money::new(payout.amount, currency),
        arrives_on: day(payout.arrival_date)?,
        created_at: Timestamp::from_second(payout.created).map_err(|_| errors::unreadable())?,
        failure: payout.failure_message.as_deref().map(super::super::one_line),
        items,
    })
}

/// Where a deposit stands.
pub(super) fn status(word: &str) -> Result<RemotePayoutStatus, OutsideError> {
    match word {
        "pending" => Ok(RemotePayoutStatus::Pending),
        "in_transit" => Ok(RemotePayoutStatus::InTransit),
        "paid" => Ok(RemotePayoutStatus::Paid),
        "failed" => Ok(RemotePayoutStatus::Failed),
        "canceled" => Ok(RemotePayoutStatus::Canceled),
        _ => Err(errors::unreadable()),
    }
}

/// Stripe writes a day as its midnight in UTC.
fn day(seconds: i64) -> Result<Date, OutsideError> {
    let instant = Timestamp::from_second(seconds).map_err(|_| errors::unreadable())?;
    Ok(instant.to_zoned(TimeZone::UTC).date())
}

fn is_the_payout_itself(kind: &Kind) -> bool {
    matches!(kind, Kind::Payout | Kind::PayoutCancel | Kind::PayoutFailure)
}

fn kind(kind: &Kind) -> RemotePayoutItemKind {
    match kind {
        Kind::Charge | Kind::Payment => RemotePayoutItemKind::Payment,
        Kind::Refund | Kind::PaymentRefund | Kind::RefundFailure => RemotePayoutItemKind::Refund,
        Kind::StripeFee | Kind::StripeFxFee | Kind::TaxFee | Kind::ApplicationFee => {
            RemotePayoutItemKind::Fee
        }
        _ => RemotePayoutItemKind::Adjustment,
    }
}
