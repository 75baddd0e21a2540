//! The worker: leases due jobs, carries them out side by side, renews their leases while they run, and tries
//! again later what failed for a passing reason. A worker that dies loses its leases after seconds and another
//! takes over; the fencing token keeps the dead worker's late result from being recorded.

mod listener;
mod registry;
pub mod sweep;

use std::time::Duration;

use domain::instant::Instant;
use entity::job;
use futures::stream::{FuturesUnordered, StreamExt};
use jiff::SignedDuration;
use tokio::time::{self, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use application::App;
use application::outbox::JobOutcome;
use store::StoreResult;

/// How a worker works.
#[derive(Debug, Clone, Copy)]
pub struct WorkerSettings {
    /// Jobs side by side.
    pub concurrency: usize,
    /// How long a lease holds without renewal.
    pub lease: Duration,
    /// How often the table is asked when nothing wakes the worker.
    pub poll: Duration,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        WorkerSettings { concurrency: 4, lease: Duration::from_secs(10), poll: Duration::from_secs(1) }
    }
}

/// After this many attempts a job has failed for good.
const MAX_ATTEMPTS: i64 = 16;

/// Works until told to stop; jobs under way are finished first.
pub async fn run(app: App, settings: WorkerSettings, stop: CancellationToken) {
    let mut listener = listener::listen(&app).await;
    let mut sweep = time::Instant::now();
    while !stop.is_cancelled() {
        match run_due_jobs(&app, settings).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::error!(%error, "could not lease jobs"),
        }
        if time::Instant::now() >= sweep {
            sweep::run(&app).await;
            sweep = time::Instant::now() + sweep::INTERVAL;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = app.wake.notified() => {}
            () = listener.next() => {}
            () = sleep_until(time::Instant::now() + settings.poll) => {}
        }
    }
}

/// Leases what is due and carries it out; gives the number of jobs that were begun.
pub async fn run_due_jobs(app: &App, settings: WorkerSettings) -> StoreResult<usize> {
    let limit = u64::try_from(settings.concurrency).unwrap_or(1);
    let rows = store::jobs::lease(app.db.write(), app.now(), in_future(app, settings.lease), limit).await?;
    let mut running: FuturesUnordered<_> = rows.iter().map(|row| run_job(app, settings, row)).collect();
    while running.next().await.is_some() {}
    Ok(rows.len())
}

fn in_future(app: &App, wait: Duration) -> Instant {
    app.now() + SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX)
}

async fn run_job(app: &App, settings: WorkerSettings, row: &job::Model) {
    let Some(outcome) = with_lease(app, settings, row, registry::run(app, row)).await else {
        tracing::warn!(job = %row.id, kind = row.kind, "job lease lost to another worker");
        return;
    };
    if let Err(error) = record_outcome(app, row, outcome).await {
        tracing::error!(%error, job = %row.id, "could not record the outcome of a job; it will run again");
    }
}

/// Runs the work and renews the lease beside it; none when the lease was lost. The two go on together: work
/// that holds the only writing connection would otherwise never give it to the renewal.
async fn with_lease(
    app: &App,
    settings: WorkerSettings,
    row: &job::Model,
    work: impl Future<Output = JobOutcome>,
) -> Option<JobOutcome> {
    tokio::select! {
        outcome = work => Some(outcome),
        () = renew_lease_until_lost(app, settings, row) => None,
    }
}

/// Renews a lease at every third of it; resolves when it is lost.
async fn renew_lease_until_lost(app: &App, settings: WorkerSettings, row: &job::Model) {
    loop {
        sleep(settings.lease / 3).await;
        match store::jobs::renew(app.db.write(), row, in_future(app, settings.lease)).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, "could not renew a job lease"),
        }
    }
}

async fn record_outcome(app: &App, row: &job::Model, outcome: JobOutcome) -> StoreResult<()> {
    let now = app.now();
    match outcome {
        JobOutcome::Finished => {
            store::jobs::finish(app.db.write(), row, now).await?;
            metrics::counter!("propty_jobs_total", "kind" => row.kind.clone(), "outcome" => "finished")
                .increment(1);
        }
        JobOutcome::Retry(error) if row.attempts < MAX_ATTEMPTS => {
            tracing::warn!(kind = row.kind, attempts = row.attempts, error, "job failed, will be retried");
            store::jobs::retry(app.db.write(), row, in_future(app, retry_delay(row.attempts)), &error)
                .await?;
        }
        JobOutcome::Retry(error) | JobOutcome::Failed(error) => {
            tracing::error!(kind = row.kind, attempts = row.attempts, error, "job failed");
            registry::on_failure(app, row, &error).await?;
            store::jobs::give_up(app.db.write(), row, now, &error).await?;
            metrics::counter!("propty_jobs_total", "kind" => row.kind.clone(), "outcome" => "failed")
                .increment(1);
        }
    }
    Ok(())
}

/// 2, 4, 8 … seconds, an hour at most.
fn retry_delay(attempts: i64) -> Duration {
    let exponent = u32::try_from(attempts.clamp(1, 12)).unwrap_or(12);
    Duration::from_secs(2_u64.saturating_pow(exponent).min(3600))
}
