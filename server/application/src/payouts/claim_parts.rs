//! Parts of deposits whose payment became known only later. They were booked as adjustments, as nothing of ours;
//! that is taken back once their payment is booked.

use std::collections::HashMap;

use domain::id::{PaymentId, Uuid};
use domain::ledger::{Cause, reversal};

use crate::app::App;
use crate::error::Outcome;
use store::Txn;
use store::ledger::Posting;

/// Gives the parts about these charges, with their payments, to them. The property's books are locked by the
/// caller: a deposit that is recorded meanwhile either sees the payment, or is seen here.
pub(crate) async fn claim_parts(
    app: &App,
    txn: &Txn,
    property: Uuid,
    payments: &HashMap<String, Uuid>,
) -> Outcome<()> {
    let charges: Vec<String> = payments.keys().cloned().collect();
    for item in store::payouts::unclaimed(txn, &charges).await? {
        let known = item.charge_id.as_ref().and_then(|charge| Some((charge, payments.get(charge)?)));
        let Some((charge, payment)) = known else { continue };
        let transaction = &item.processor_transaction_id;
        let posted = store::ledger::entries_of_source(txn, property, &source(transaction)).await?;
        if !posted.is_empty() {
            let posting = Posting {
                organization: item.organization_id,
                property,
                source: format!("{}:known", source(transaction)),
                cause: (Cause::Adjustment, item.payout_id),
                memo: format!("Stripe {transaction} belongs to payment {}", PaymentId::from_uuid(*payment)),
                at: app.now_ms(),
                entries: reversal(&posted),
            };
            store::ledger::post(txn, posting, || app.new_id()).await?;
        }
        store::payouts::claim(txn, charge, *payment).await?;
    }
    Ok(())
}

/// What an adjustment for a balance transaction is posted under.
pub(crate) fn source(transaction: &str) -> String {
    format!("{transaction}:adjustment")
}
