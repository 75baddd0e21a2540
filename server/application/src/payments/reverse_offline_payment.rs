//! Taking back money recorded by hand, with a reason: the invoices reopen and the books are reversed.

use domain::audit::Action;
use domain::id::{PaymentId, Uuid};
use domain::ledger::{self, Cause};
use domain::payment::{Method, Status};
use domain::roles::Permission;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::record_payment;
use crate::app::App;
use crate::audit;
use crate::error::{ErrorCode, Failure, Outcome};
use crate::idempotency::Key;
use crate::identity::Caller;
use crate::invoices::void_invoice::reason;
use crate::refunds::give_back;
use store::ledger::Posting;
use store::words::Word;

/// Reverses a payment.
pub async fn reverse_offline_payment(
    app: &App,
    caller: &Caller,
    payment: Uuid,
    why: &str,
    key: &str,
) -> Outcome<Uuid> {
    let key = Key::new(caller, key, "paymentReverseOffline", &(payment, why))?;
    let why = reason(why)?;
    let txn = app.db.begin().await?;
    let scope = caller.scope(Permission::Bill);
    let not_found = || Failure::not_found("payment");
    store::payments::get(&txn, &scope, payment).await?.ok_or_else(not_found)?;
    if let Some(id) = key.before::<Uuid>(&txn).await? {
        return Ok(id);
    }
    let row = store::payments::lock(&txn, payment).await?.ok_or_else(not_found)?;
    let by_hand = Method::from_word(&row.method)?.online().is_none();
    if !by_hand || Status::from_word(&row.status)? != Status::Succeeded {
        let message = "only money recorded by hand can be reversed, and once";
        return Err(Failure::refuse(ErrorCode::PaymentNotReversible, message));
    }
    let spread = give_back::keep(app, &txn, &row, Some(0), None).await?;
    let id = PaymentId::from_uuid(row.id);
    let now = app.now_ms();
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        source: format!("{id}:reversed"),
        cause: (Cause::OfflineReversal, row.id),
        memo: format!("Reversal of payment {id}: {why}"),
        at: now,
        entries: ledger::offline_payment(&spread)?,
    };
    store::ledger::post(&txn, posting, || app.new_id()).await?;
    let subject = record_payment::subject(&txn, row.id).await?;
    let what = (Action::PaymentReversed, row.id, subject.as_str());
    audit::write(app, &txn, &caller.actor(), row.organization_id, what, &json!({ "reason": why })).await?;
    let row =
        store::payments::save(&txn, row, Status::Reversed, now, |row| row.reversal_reason = Set(Some(why)))
            .await?;
    key.keep(app, &txn, &row.id).await?;
    txn.commit().await?;
    Ok(row.id)
}
