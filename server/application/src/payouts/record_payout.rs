//! A payout: read from the processor with its composition, matched with our payments, and posted to the bank
//! once it has arrived. Unmatched items are posted too, once each, so that the clearing
//! account is empty when everything is paid out.

use std::collections::HashMap;

use domain::audit::AuditAction;
use domain::id::{PaymentId, PayoutId};
use domain::ledger::{self, TransactionCause, adjustment, reversal};
use entity::{payment_account, payout, payout_item, property};
use serde_json::json;

use crate::app::App;
use crate::audit::{Actor, AuditedAction};
use crate::error::{AppError, AppResult};
use crate::notifications::queue::queue_team_email;
use crate::notifications::templates::team_payout_failed::TeamPayoutFailed;
use crate::payments::match_payout_items::{adjustment_source, match_payout_items};
use crate::payments::sync_missing_payments::sync_missing_payments;
use crate::ports::processor::{RemotePayout, RemotePayoutItem};
use crate::unit_of_work::UnitOfWork;
use domain::payout::{PayoutItemKind, PayoutStatus};
use store::ledger::Posting;

/// How often an answer that was overtaken is asked for again.
const MAX_READS: u32 = 8;

/// Reads a payout of an account and records it.
pub async fn record_payout(app: &App, account: &str, processor_id: &str) -> AppResult<()> {
    let owner = store::payment_accounts::by_processor_id(app.db.read(), account).await?;
    let owner = owner.ok_or_else(|| AppError::not_found("payment account"))?;
    for _ in 0..MAX_READS {
        let seen = store::payouts::version(app.db.read(), account, processor_id).await?;
        let remote = app.processor.retrieve_payout(account, processor_id).await?;
        let charges: Vec<String> = remote.items.iter().filter_map(|item| item.charge_id.clone()).collect();
        // A payout may be reported before the payments in it: each item is to find its payment.
        sync_missing_payments(app, account, &charges).await?;
        let mut work = app.begin().await?;
        // The books' lock orders two readings of one payout, and a payment in it that settles meanwhile.
        let property = store::ledger::lock(work.txn(), owner.property_id).await?;
        let before = store::payouts::lock(work.txn(), account, processor_id).await?;
        // An answer that another's overtook may be the older one.
        if before.as_ref().map_or(0, |row| row.version) == seen {
            apply(&mut work, (&owner, &property), before, (&remote, &charges)).await?;
            work.commit().await?;
            return Ok(());
        }
    }
    Err(AppError::Internal("a payout kept changing while it was read".into()))
}

async fn apply(
    work: &mut UnitOfWork<'_>,
    (owner, property): (&payment_account::Model, &property::Model),
    before: Option<payout::Model>,
    (remote, charges): (&RemotePayout, &[String]),
) -> AppResult<()> {
    let app = work.app();
    let account = owner.processor_account_id.as_deref().unwrap_or_default();
    let payments = store::payments::ids_by_charge(work.txn(), account, charges).await?;
    match_payout_items(work, property, &payments).await?;
    let id = before.as_ref().map_or_else(|| app.new_id(), |row| row.id);
    // A composition that was complete once stays so, even if a later answer leaves it out.
    let composition_complete =
        remote.composition_complete || before.as_ref().is_some_and(|row| row.composition_complete);
    let status = next_status(before.as_ref(), remote);
    let mut row = payout_row(app, id, owner, (status, composition_complete), remote);
    let saved = store::payouts::payments_by_item(work.txn(), id).await?;
    let changed =
        remote.items.iter().filter(|item| saved.get(&item.id) != Some(&payment_of(item, &payments)));
    let items = changed.map(|item| payout_item::Model {
        payout_id: id,
        processor_transaction_id: item.id.clone(),
        organization_id: owner.organization_id,
        kind: item.kind,
        charge_id: item.charge_id.clone(),
        payment_id: payment_of(item, &payments),
        gross: item.gross,
        fee: item.fee,
        net: item.net,
        description: item.description.clone(),
    });
    let items: Vec<payout_item::Model> = items.collect();
    if let Some(before) = &before {
        if items.is_empty() && is_same(before, &row) {
            store::payouts::record_check(work.txn(), id, app.now()).await?;
            return Ok(());
        }
        row.version = before.version.saturating_add(1);
    }
    store::payouts::save(work.txn(), row.clone(), items).await?;
    post(work, property, &row).await?;
    for item in remote.items.iter().filter(|item| is_unmatched(item, &payments)) {
        post_unmatched(work, property, &row, item).await?;
    }
    if before.as_ref().map(|row| row.status) != Some(row.status) {
        if row.status == PayoutStatus::Failed {
            queue_team_email::<TeamPayoutFailed>(work, property, id).await?;
        }
        let detail = json!({ "status": row.status, "amount": row.amount });
        let what = AuditedAction::new(AuditAction::PayoutChanged, id, "");
        work.audit(&Actor::propty(), row.organization_id, what, &detail);
    }
    Ok(())
}

/// The status a payout has now: what is reported, unless it can't get there from where it is.
fn next_status(before: Option<&payout::Model>, remote: &RemotePayout) -> PayoutStatus {
    let Some(row) = before else { return remote.status };
    row.status.transition(remote.status).unwrap_or_else(|| {
        let (payout, from, to) = (row.id, row.status, remote.status);
        tracing::warn!(%payout, %from, %to, "the processor reports a status that a payout can't change to");
        from
    })
}

fn payout_row(
    app: &App,
    id: PayoutId,
    owner: &payment_account::Model,
    (status, composition_complete): (PayoutStatus, bool),
    remote: &RemotePayout,
) -> payout::Model {
    payout::Model {
        id,
        organization_id: owner.organization_id,
        property_id: owner.property_id,
        account: owner.processor_account_id.clone().unwrap_or_default(),
        processor_payout_id: remote.id.clone(),
        status,
        currency: remote.amount.currency,
        amount: remote.amount.minor,
        arrives_on: remote.arrives_on.into(),
        composition_complete,
        failure: remote.failure.clone(),
        failure_code: remote.failure_code.clone(),
        version: 1,
        created_at: remote.created_at.into(),
        updated_at: app.now(),
    }
}

/// Whether an answer brings nothing new.
fn is_same(before: &payout::Model, now: &payout::Model) -> bool {
    let (version, updated_at) = (before.version, before.updated_at);
    *before == payout::Model { version, updated_at, ..now.clone() }
}

fn payment_of(item: &RemotePayoutItem, payments: &HashMap<String, PaymentId>) -> Option<PaymentId> {
    item.charge_id.as_ref().and_then(|charge| payments.get(charge).copied())
}

/// Whether nothing else posts this item: payments, refunds and disputes of ours are posted where they are
/// recorded, and a payout that came back with its own reversal.
fn is_unmatched(item: &RemotePayoutItem, payments: &HashMap<String, PaymentId>) -> bool {
    match item.kind {
        PayoutItemKind::Payment | PayoutItemKind::Refund | PayoutItemKind::Dispute => {
            payment_of(item, payments).is_none()
        }
        PayoutItemKind::Fee | PayoutItemKind::Adjustment => true,
        PayoutItemKind::FailedPayout => false,
    }
}

/// Paid posts the payout; failed or canceled after that takes it back.
async fn post(work: &UnitOfWork<'_>, property: &property::Model, row: &payout::Model) -> AppResult<()> {
    let id = row.id;
    let paid = format!("{id}:paid");
    let (source, cause, memo, entries) = match row.status {
        PayoutStatus::Paid => (
            paid,
            TransactionCause::Payout,
            format!("Deposit {}", row.processor_payout_id),
            ledger::payout(row.amount)?,
        ),
        PayoutStatus::Failed | PayoutStatus::Canceled => {
            let posted = store::ledger::entries_of_source(work.txn(), row.property_id, &paid).await?;
            if posted.is_empty() {
                return Ok(());
            }
            let memo = format!("Deposit {} came back", row.processor_payout_id);
            (format!("{id}:failed"), TransactionCause::PayoutFailed, memo, reversal(&posted))
        }
        PayoutStatus::Pending | PayoutStatus::InTransit => return Ok(()),
    };
    post_once(work, property, row, (source, cause, memo), entries).await
}

/// Posts an unmatched item. Its own id is the source: the items of a payout that failed
/// come again with a later one.
async fn post_unmatched(
    work: &UnitOfWork<'_>,
    property: &property::Model,
    row: &payout::Model,
    item: &RemotePayoutItem,
) -> AppResult<()> {
    if item.net == 0 {
        return Ok(());
    }
    let entries = adjustment(item.kind == PayoutItemKind::Fee, item.net)?;
    let description = item.description.as_deref().unwrap_or_default();
    let memo = if description.is_empty() {
        format!("Stripe {} {}", item.kind.code(), item.id)
    } else {
        format!("Stripe {} {}: {description}", item.kind.code(), item.id)
    };
    post_once(work, property, row, (adjustment_source(&item.id), TransactionCause::Adjustment, memo), entries)
        .await
}

async fn post_once(
    work: &UnitOfWork<'_>,
    property: &property::Model,
    row: &payout::Model,
    (source, cause, memo): (String, TransactionCause, String),
    entries: Vec<domain::ledger::LedgerEntry<domain::ledger::AccountRef>>,
) -> AppResult<()> {
    let posting = Posting {
        organization: row.organization_id,
        property: row.property_id,
        source,
        cause: (cause, row.id.uuid()),
        memo,
        at: work.app().now(),
        entries,
    };
    store::ledger::post_locked(work.txn(), property, posting, || work.app().new_uuid()).await?;
    Ok(())
}
