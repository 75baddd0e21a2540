//! Repairs what lost events left behind: asks the processor about attempts that nobody heard of for a while,
//! and forgets jobs that were done long ago.

use std::time::Duration;

use application::app::App;
use application::autopay::run_autopay;
use application::bookkeeping::reconcile;
use application::error::Outcome;
use application::identity::attempts::LONGEST_WINDOW;
use application::payment_accounts::heal_account;
use application::payments::record_payment;
use application::payouts::record_payout;
use application::refunds::refund_payment;

/// How often a worker sweeps.
pub const EVERY: Duration = Duration::from_secs(60);
/// An attempt is asked about when it was not heard of for this long, in milliseconds.
const QUIET: i64 = 15 * 60 * 1000;
/// A deposit is asked about when it was not heard of for this long, in milliseconds.
const UNHEARD: i64 = 6 * 60 * 60 * 1000;
/// Money is checked when it was not for this long, in milliseconds.
const CHECK_EVERY: i64 = 24 * 60 * 60 * 1000;
/// An account is compared with our rows this often, in milliseconds.
const HEAL: i64 = 60 * 60 * 1000;
/// Jobs done before this many milliseconds are forgotten.
const KEEP: i64 = 30 * 24 * 60 * 60 * 1000;

/// Sweeps once. Failures are logged; the next sweep tries again.
pub async fn run(app: &App) {
    let before = app.now_ms().saturating_sub(QUIET);
    match store::payments::waiting_since(app.db.read(), before, 50).await {
        Ok(payments) => {
            for payment in payments {
                if let Err(error) = record_payment::record_payment(app, payment.id).await {
                    tracing::warn!(%error, payment = %payment.id, "the sweep could not read a payment");
                }
            }
        }
        Err(error) => tracing::warn!(%error, "the sweep could not list payments"),
    }
    if let Err(error) = deposits(app).await {
        tracing::warn!(%error, "the sweep could not read deposits");
    }
    if let Err(error) = checks(app).await {
        tracing::warn!(%error, "the sweep could not check the money of properties");
    }
    if let Err(error) = returns(app, before).await {
        tracing::warn!(%error, "the sweep could not look after refunds and accounts");
    }
    if let Err(error) = run_autopay::run_autopays(app).await {
        tracing::warn!(%error, "the sweep could not pay automatically");
    }
    if let Err(error) = store::jobs::prune(app.db.write(), app.now_ms().saturating_sub(KEEP)).await {
        tracing::warn!(%error, "the sweep could not forget old jobs");
    }
    let now = app.now_ms();
    let forgotten = async {
        store::sessions::forget_expired(app.db.write(), now).await?;
        store::attempts::forget_before(app.db.write(), now.saturating_sub(LONGEST_WINDOW)).await
    };
    if let Err(error) = forgotten.await {
        tracing::warn!(%error, "the sweep could not forget old sessions and attempts");
    }
}

/// Asks about deposits that should have arrived, or that arrived and are not counted.
async fn deposits(app: &App) -> Outcome<()> {
    let today = app.today("UTC").to_string();
    let before = app.now_ms().saturating_sub(UNHEARD);
    for row in store::payouts::waiting(app.db.read(), &today, before, 20).await? {
        if let Err(error) = record_payout::record_payout(app, &row.account, &row.processor_payout_id).await {
            tracing::warn!(%error, payout = %row.id, "the sweep could not read a deposit");
        }
    }
    Ok(())
}

/// Checks the money of properties that nobody has checked for a day.
async fn checks(app: &App) -> Outcome<()> {
    let before = app.now_ms().saturating_sub(CHECK_EVERY);
    for property in store::reconciliations::due(app.db.read(), before, 5).await? {
        if let Err(error) = reconcile::reconcile(app, property).await {
            tracing::warn!(%error, %property, "the sweep could not check a property's money");
        }
    }
    Ok(())
}

/// Refunds that were not heard of, and accounts that were not looked at for a while.
async fn returns(app: &App, before: i64) -> Outcome<()> {
    for refund in store::refunds::requested_before(app.db.read(), before, 50).await? {
        if let Err(error) = refund_payment::send_refund(app, refund.id).await {
            tracing::warn!(%error, refund = %refund.id, "the sweep could not send a refund");
        }
    }
    let due = app.now_ms().saturating_sub(HEAL);
    for account in store::payment_accounts::healed_before(app.db.read(), due, 20).await? {
        if let Err(error) = heal_account::heal_account(app, &account).await {
            tracing::warn!(%error, account = %account.id, "the sweep could not read an account");
        }
        store::payment_accounts::healed(app.db.write(), account.id, app.now_ms()).await?;
    }
    Ok(())
}
