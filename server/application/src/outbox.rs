//! The outbox: jobs are queued in the transaction that causes them, and workers run each at least once after
//! the commit. A kind of job is a type with its data, its key and its work, next to the use case it belongs to;
//! the worker's registry lists the types.

use entity::job;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::error::{AppError, ErrorCode};
use store::{StoreError, StoreResult};

/// A kind of job. Every job can run twice.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Value of `jobs.kind`.
    const KIND: &'static str;

    /// Unique among the jobs of this kind: a second job with the same key is not queued.
    fn key(&self) -> String;

    /// Does the work.
    fn run(&self, app: &App) -> impl Future<Output = JobOutcome> + Send;

    /// Called before the job is marked as given up, to tell whom it concerns.
    fn on_failure(&self, _app: &App, _error: &str) -> impl Future<Output = StoreResult<()>> + Send {
        async { Ok(()) }
    }
}

/// How a run of a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobOutcome {
    /// It is done, or there was nothing to do.
    Finished,
    /// A transient failure: retry with backoff.
    Retry(String),
    /// A permanent failure: a retry would not help.
    Failed(String),
}

impl From<Result<(), AppError>> for JobOutcome {
    fn from(result: Result<(), AppError>) -> Self {
        result.map_or_else(|failure| JobOutcome::from(&failure), |()| JobOutcome::Finished)
    }
}

impl From<&AppError> for JobOutcome {
    /// An outage passes; a refusal does not.
    fn from(failure: &AppError) -> Self {
        match failure {
            AppError::User(user_errors)
                if user_errors
                    .iter()
                    .any(|user_error| user_error.code == ErrorCode::ProcessorUnavailable) =>
            {
                JobOutcome::Retry(failure.to_string())
            }
            AppError::User(_) | AppError::Unauthenticated => JobOutcome::Failed(failure.to_string()),
            AppError::Store(_) | AppError::Internal(_) => JobOutcome::Retry(failure.to_string()),
        }
    }
}

/// The row of a job that is due now.
pub(crate) fn row<J: Job>(app: &App, job: &J) -> StoreResult<job::Model> {
    let payload = serde_json::to_string(job).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let now = app.now();
    Ok(job::Model {
        id: app.new_id(),
        kind: J::KIND.to_owned(),
        key: format!("{}:{}", J::KIND, job.key()),
        payload,
        run_at: now,
        attempts: 0,
        lease: 0,
        leased_until: None,
        finished_at: None,
        failed_at: None,
        last_error: None,
        created_at: now,
    })
}
