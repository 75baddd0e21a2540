//! A deposit: read from the processor with its composition, matched with our payments, and posted to the bank
//! once it has arrived.

use domain::audit::Action;
use domain::id::PayoutId;
use domain::ledger::{Cause, deposit, reversal};
use entity::{payout, payout_item};
use serde_json::json;

use super::record_payment;
use crate::app::App;
use crate::ports::RemotePayoutStatus;
use crate::refusal::{Failure, Outcome};
use crate::store;
use crate::store::ledger::Posting;
use crate::store::words::Word;
use crate::trail::{self, Actor};

/// Reads a deposit of an account and records it.
pub async fn record_payout(app: &App, account: &str, processor_id: &str) -> Outcome<()> {
    let owner = store::payment_accounts::by_processor_id(app.db.read(), account).await?;
    let owner = owner.ok_or_else(|| Failure::not_found("payment account"))?;
    let remote = app.processor.payout(account, processor_id).await?;
    let charges: Vec<String> = remote.items.iter().filter_map(|item| item.charge_id.clone()).collect();
    know_payments(app, account, &charges).await?;
    let txn = app.db.begin().await?;
    // The account's row orders two deliveries about the same deposit.
    store::payment_accounts::lock(&txn, owner.property_id).await?;
    let before = store::payouts::lock(&txn, account, processor_id).await?;
    let payments = store::payments::ids_by_charge(&txn, account, &charges).await?;
    let now = app.now_ms();
    let id = before.as_ref().map_or_else(|| app.new_id(), |row| row.id);
    let row = payout::Model {
        id,
        organization_id: owner.organization_id,
        property_id: owner.property_id,
        account: account.to_owned(),
        processor_payout_id: processor_id.to_owned(),
        status: remote.status.word().to_owned(),
        currency: remote.amount.currency.word().to_owned(),
        amount: remote.amount.minor,
        arrives_on: remote.arrives_on.to_string(),
        failure: remote.failure.clone(),
        created_at: remote.created_at.as_millisecond(),
        updated_at: now,
    };
    let items = remote.items.iter().map(|item| payout_item::Model {
        payout_id: id,
        processor_transaction_id: item.id.clone(),
        organization_id: owner.organization_id,
        kind: item.kind.word().to_owned(),
        payment_id: item.charge_id.as_ref().and_then(|charge| payments.get(charge).copied()),
        gross: item.gross,
        fee: item.fee,
        net: item.net,
    });
    store::payouts::save(&txn, row.clone(), items.collect()).await?;
    post(app, &txn, &row, remote.status).await?;
    if before.as_ref().map(|row| row.status.as_str()) != Some(row.status.as_str()) {
        let detail = json!({ "status": row.status, "amount": row.amount });
        trail::write(
            app,
            &txn,
            &Actor::propty(),
            row.organization_id,
            (Action::PayoutChanged, id, ""),
            &detail,
        )
        .await?;
    }
    txn.commit().await?;
    Ok(())
}

/// A deposit may be told before the payments in it: those under way are asked about first, so that each part
/// of it finds its payment.
async fn know_payments(app: &App, account: &str, charges: &[String]) -> Outcome<()> {
    let known = store::payments::ids_by_charge(app.db.read(), account, charges).await?;
    if charges.iter().all(|charge| known.contains_key(charge)) {
        return Ok(());
    }
    for payment in store::payments::under_way(app.db.read(), account, 100).await? {
        record_payment::record_payment(app, payment).await?;
    }
    Ok(())
}

/// Paid posts the deposit; failed or canceled after that takes it back.
async fn post(app: &App, txn: &store::Txn, row: &payout::Model, status: RemotePayoutStatus) -> Outcome<()> {
    let id = PayoutId::from_uuid(row.id);
    let paid = format!("{id}:paid");
    let (source, cause, memo, entries) = match status {
        RemotePayoutStatus::Paid => {
            (paid, Cause::Payout, format!("Deposit {}", row.processor_payout_id), deposit(row.amount)?)
        }
        RemotePayoutStatus::Failed | RemotePayoutStatus::Canceled => {
            let posted = store::ledger::entries_of_source(txn, row.property_id, &paid).await?;
            if posted.is_empty() {
                return Ok(());
            }
            let memo = format!("Deposit {} came back", row.processor_payout_id);
            (format!("{id}:failed"), Cause::PayoutFailed, memo, reversal(&posted))
        }
        RemotePayoutStatus::Pending | RemotePayoutStatus::InTransit => return Ok(()),
    };
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        source,
        cause: (cause, row.id),
        memo,
        at: app.now_ms(),
        entries,
    };
    store::ledger::post(txn, posting, || app.new_id()).await?;
    Ok(())
}
