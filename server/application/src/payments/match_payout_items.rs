//! Payout items whose payment became known only later. They were posted as adjustments of unmatched items;
//! that is reversed once their payment is posted.

use std::collections::HashMap;

use domain::id::PaymentId;
use domain::ledger::{TransactionCause, reversal};
use entity::property;

use crate::error::AppResult;
use crate::unit_of_work::UnitOfWork;
use store::ledger::Posting;

/// Matches the items about these charges with their payments. The property is locked by the
/// caller: a payout that is recorded meanwhile either sees the payment, or is seen here.
pub(crate) async fn match_payout_items(
    work: &UnitOfWork<'_>,
    property: &property::Model,
    payments: &HashMap<String, PaymentId>,
) -> AppResult<()> {
    let charges: Vec<String> = payments.keys().cloned().collect();
    for item in store::payouts::unmatched_items(work.txn(), &charges).await? {
        let known = item.charge_id.as_ref().and_then(|charge| Some((charge, payments.get(charge)?)));
        let Some((charge, payment)) = known else { continue };
        let transaction = &item.processor_transaction_id;
        let posted =
            store::ledger::entries_of_source(work.txn(), property.id, &adjustment_source(transaction))
                .await?;
        if !posted.is_empty() {
            let posting = Posting {
                organization: item.organization_id,
                property: property.id,
                source: format!("{}:known", adjustment_source(transaction)),
                cause: (TransactionCause::Adjustment, item.payout_id.uuid()),
                memo: format!("Stripe {transaction} belongs to payment {}", payment),
                at: work.app().now(),
                entries: reversal(&posted),
            };
            store::ledger::post_locked(work.txn(), property, posting, || work.app().new_uuid()).await?;
        }
        store::payouts::match_items(work.txn(), charge, *payment).await?;
    }
    Ok(())
}

/// What an adjustment for a balance transaction is posted under.
pub(crate) fn adjustment_source(transaction: &str) -> String {
    format!("{transaction}:adjustment")
}
