//! Taking back money recorded by hand, with a reason: the invoices reopen and the books are reversed.

use std::collections::HashMap;

use domain::audit::Action;
use domain::id::{PaymentId, Uuid};
use domain::ledger::reversal;
use domain::payment::{Method, Status};
use domain::roles::Permission;
use entity::invoice;
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::record_payment;
use super::void_invoice::reason;
use crate::app::App;
use crate::once::Key;
use crate::people::Caller;
use crate::refusal::{ErrorCode, Failure, Outcome};
use crate::store::ledger::Posting;
use crate::store::words::Word;
use crate::store::{self};
use crate::trail;

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
    let shares = store::payments::shares(&txn, row.id).await?;
    let ids: Vec<Uuid> = shares.iter().map(|share| share.invoice_id).collect();
    let invoices = store::invoices::lock_many(&txn, &scope, &ids).await?;
    let mut by_id: HashMap<Uuid, invoice::Model> = invoices.into_iter().map(|row| (row.id, row)).collect();
    for share in &shares {
        let invoice = by_id.remove(&share.invoice_id).ok_or_else(not_found)?;
        let standing = store::invoices::standing(&invoice)?.reopen(share.amount)?;
        store::invoices::save(&txn, invoice, standing, |row| row.paid_at = Set(None)).await?;
    }
    let id = PaymentId::from_uuid(row.id);
    let posted = store::ledger::entries_of_source(&txn, row.property_id, &format!("{id}:succeeded")).await?;
    let now = app.now_ms();
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        source: format!("{id}:reversed"),
        memo: format!("Reversal of payment {id}: {why}"),
        at: now,
        entries: reversal(&posted),
    };
    store::ledger::post(&txn, posting, || app.new_id()).await?;
    let subject = record_payment::subject(&txn, row.id).await?;
    let what = (Action::PaymentReversed, row.id, subject.as_str());
    trail::write(app, &txn, &caller.actor(), row.organization_id, what, &json!({ "reason": why })).await?;
    let row =
        store::payments::save(&txn, row, Status::Reversed, now, |row| row.reversal_reason = Set(Some(why)))
            .await?;
    key.keep(app, &txn, &row.id).await?;
    txn.commit().await?;
    Ok(row.id)
}
