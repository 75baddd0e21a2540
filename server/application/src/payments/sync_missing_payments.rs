//! Payments that lost webhook events left in progress here, although the processor speaks of their charges already.

use crate::app::App;
use crate::error::AppResult;

use super::record_payment::record_payment;

/// How many payments in progress are asked about at most.
const MAX_PAYMENTS: u64 = 100;

/// Asks the processor about an account's payments in progress if one of the charges belongs to no payment. All of them
/// are asked about; gives the first error.
pub(crate) async fn sync_missing_payments(app: &App, account: &str, charges: &[String]) -> AppResult<()> {
    let known = store::payments::ids_by_charge(app.db.read(), account, charges).await?;
    if charges.iter().all(|charge| known.contains_key(charge)) {
        return Ok(());
    }
    let mut result = Ok(());
    for payment in store::payments::in_progress(app.db.read(), account, MAX_PAYMENTS).await? {
        if let Err(error) = record_payment(app, payment).await {
            tracing::warn!(%error, %payment, "a payment could not be read");
            result = result.and(Err(error));
        }
    }
    result
}
