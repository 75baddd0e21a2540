//! Repairs what lost webhook events left behind: syncs stale payments, payouts, refunds and accounts with the processor,
//! and prunes finished jobs.

use std::time::Duration;

use application::app::App;
use application::autopay::run_autopay;
use application::bookkeeping::reconcile;
use application::error::AppResult;
use application::identity::attempts::LONGEST_WINDOW;
use application::payment_accounts::sync_account;
use application::payments::record_payment;
use application::payouts::record_payout;
use application::refunds::refund_payment;
use domain::instant::Instant;
use jiff::SignedDuration;

/// How often a worker sweeps.
pub const INTERVAL: Duration = Duration::from_secs(60);
/// A payment without an update for this long is synced.
const PAYMENT_STALE: SignedDuration = SignedDuration::from_mins(15);
/// A payout without an update for this long is synced.
const PAYOUT_STALE: SignedDuration = SignedDuration::from_hours(6);
/// A property is reconciled this often.
const RECONCILE_INTERVAL: SignedDuration = SignedDuration::from_hours(24);
/// A payment account is synced this often.
const ACCOUNT_SYNC_INTERVAL: SignedDuration = SignedDuration::from_hours(1);
/// Finished jobs are kept this long.
const JOB_RETENTION: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Sweeps once. Failures are logged; the next sweep tries again.
pub async fn run(app: &App) {
    let stale_before = app.now() - PAYMENT_STALE;
    match store::payments::due_for_sync(app.db.read(), stale_before, 50).await {
        Ok(payments) => {
            for payment in payments {
                if let Err(error) = record_payment::record_payment(app, payment.id).await {
                    tracing::warn!(%error, payment = %payment.id, "sweep could not sync a payment");
                }
            }
        }
        Err(error) => tracing::warn!(%error, "sweep could not list stale payments"),
    }
    if let Err(error) = sync_payouts(app).await {
        tracing::warn!(%error, "sweep could not sync payouts");
    }
    if let Err(error) = reconcile_properties(app).await {
        tracing::warn!(%error, "sweep could not reconcile properties");
    }
    if let Err(error) = sync_refunds_and_accounts(app, stale_before).await {
        tracing::warn!(%error, "sweep could not sync refunds and accounts");
    }
    if let Err(error) = run_autopay::run_autopays(app).await {
        tracing::warn!(%error, "sweep could not run autopay");
    }
    if let Err(error) = store::jobs::delete_finished_before(app.db.write(), app.now() - JOB_RETENTION).await {
        tracing::warn!(%error, "sweep could not prune finished jobs");
    }
    let now = app.now();
    let forgotten = async {
        store::sessions::delete_expired(app.db.write(), now).await?;
        store::attempts::delete_before(app.db.write(), now - LONGEST_WINDOW).await
    };
    if let Err(error) = forgotten.await {
        tracing::warn!(%error, "sweep could not prune expired sessions and attempt counters");
    }
}

/// Syncs payouts that should have arrived, or whose composition is incomplete.
async fn sync_payouts(app: &App) -> AppResult<()> {
    let today = app.today("UTC").to_string();
    let stale_before = app.now() - PAYOUT_STALE;
    for row in store::payouts::due_for_sync(app.db.read(), &today, stale_before, 20).await? {
        if let Err(error) = record_payout::record_payout(app, &row.account, &row.processor_payout_id).await {
            tracing::warn!(%error, payout = %row.id, "sweep could not sync a payout");
        }
    }
    Ok(())
}

/// Reconciles properties that are due.
async fn reconcile_properties(app: &App) -> AppResult<()> {
    let stale_before = app.now() - RECONCILE_INTERVAL;
    for property in store::reconciliations::due_properties(app.db.read(), stale_before, 5).await? {
        if let Err(error) = reconcile::reconcile(app, property).await {
            tracing::warn!(%error, %property, "sweep could not reconcile a property");
        }
    }
    Ok(())
}

/// Sends stale refunds again, and syncs payment accounts that are due.
async fn sync_refunds_and_accounts(app: &App, stale_before: Instant) -> AppResult<()> {
    for refund in store::refunds::requested_before(app.db.read(), stale_before, 50).await? {
        if let Err(error) = refund_payment::send_refund(app, refund.id).await {
            tracing::warn!(%error, refund = %refund.id, "sweep could not send a refund");
        }
    }
    let due = app.now() - ACCOUNT_SYNC_INTERVAL;
    for account in store::payment_accounts::due_for_sync(app.db.read(), due, 20).await? {
        if let Err(error) = sync_account::sync_account(app, &account).await {
            tracing::warn!(%error, account = %account.id, "sweep could not sync an account");
        }
        store::payment_accounts::mark_synced(app.db.write(), account.id, app.now()).await?;
    }
    Ok(())
}
