//! Publishing every draft a member may publish, in the background and in batches, so that it survives a
//! restart and can be followed. Each draft is its own transaction: one that is refused holds up no other.

use domain::bookkeeping::BillingRunStatus;
use domain::described::Described;
use domain::id::{BillingRunId, OrganizationId, PropertyId};
use domain::roles::Permission;
use entity::billing_run;
use serde::{Deserialize, Serialize};

use super::publish_invoice::{self, PublishInvoice};
use crate::app::App;
use crate::audit::Actor;
use crate::error::{AppError, AppResult, ErrorCode};
use crate::idempotency::IdempotencyKey;
use crate::identity::Caller;
use crate::outbox::{Job, JobOutcome};
use store::Scope;

/// Drafts per job.
const BATCH: u64 = 25;

/// What to publish.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct PublishAll {
    /// The organization.
    pub organization: OrganizationId,
    /// One property of it only.
    pub property: Option<PropertyId>,
    /// Whether residents are told.
    pub notify: bool,
}

/// Starts a run; gives its id.
pub async fn publish_all(
    app: &App,
    caller: &Caller,
    input: PublishAll,
    key: &str,
) -> AppResult<BillingRunId> {
    let key = IdempotencyKey::new(caller, key, "invoicePublishAll", &input)?;
    let scope = caller.scope(Permission::Bill).within(input.organization);
    if scope.is_empty() {
        return Err(AppError::not_found("organization"));
    }
    let mut work = app.begin().await?;
    let id = app.new_id();
    if let Some(id) = key.claim(&work, &id).await? {
        return Ok(id);
    }
    let drafts = store::invoices::drafts(work.txn(), &scope, input.property).await?;
    if drafts.is_empty() {
        return Err(AppError::user_error(ErrorCode::NothingToPublish, "there are no drafts to publish"));
    }
    let run = billing_run::Model {
        id,
        organization_id: input.organization,
        started_by: caller.user.id,
        started_by_key: caller.key.as_ref().map(|identity| identity.key.id),
        notify: input.notify,
        status: BillingRunStatus::Running,
        total: i64::try_from(drafts.len()).unwrap_or(i64::MAX),
        published: 0,
        failed: 0,
        created_at: app.now(),
        finished_at: None,
    };
    store::billing_runs::insert(work.txn(), run, &drafts).await?;
    work.enqueue(&PublishBatch { run: id, batch: 0 })?;
    work.commit().await?;
    Ok(id)
}

/// Publishes the next drafts of a billing run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishBatch {
    /// The run.
    pub run: BillingRunId,
    /// Which batch, from 0; makes each batch's key its own.
    pub batch: i64,
}

impl Job for PublishBatch {
    const KIND: &'static str = "publish_batch";

    fn key(&self) -> String {
        format!("{}:{}", self.run, self.batch)
    }

    async fn run(&self, app: &App) -> JobOutcome {
        publish_batch(app, self.run, self.batch).await.into()
    }
}

/// Publishes the next drafts of a run and queues the batch after, or ends the run.
async fn publish_batch(app: &App, run: BillingRunId, batch: i64) -> AppResult<()> {
    let Some(row) = store::billing_runs::get_for_worker(app.db.read(), run).await? else { return Ok(()) };
    let actor = run_actor(app, &row).await?;
    // What the starter may reach was settled when the run's list was made.
    let scope = Scope::for_organization(row.organization_id);
    for invoice in store::billing_runs::pending_drafts(app.db.read(), run, BATCH).await? {
        let mut work = app.begin().await?;
        let input = PublishInvoice { invoice, notify: row.notify, expected_version: None };
        let published = match publish_invoice::lock(&work, &scope, invoice).await {
            Ok(locked) => publish_invoice::publish(&mut work, &actor, locked, input).await,
            Err(error) => Err(error),
        };
        match published {
            Ok(()) => {
                store::billing_runs::record_outcome(work.txn(), run, invoice, Ok(())).await?;
                work.commit().await?;
            }
            Err(AppError::User(user_errors)) => {
                work.rollback().await?;
                let code = user_errors.first().map_or(ErrorCode::NotFound, |user_error| user_error.code);
                let work = app.begin().await?;
                store::billing_runs::record_outcome(work.txn(), run, invoice, Err(code.name())).await?;
                work.commit().await?;
            }
            Err(failure) => return Err(failure),
        }
    }
    if store::billing_runs::pending_drafts(app.db.write(), run, 1).await?.is_empty() {
        let row = store::billing_runs::get_for_worker(app.db.write(), run).await?;
        if let Some(row) = row.filter(|row| row.status == BillingRunStatus::Running) {
            store::billing_runs::finish(app.db.write(), row, app.now()).await?;
        }
    } else {
        let mut work = app.begin().await?;
        work.enqueue(&PublishBatch { run, batch: batch.saturating_add(1) })?;
        work.commit().await?;
    }
    Ok(())
}

/// Who started a run, for the audit trail.
async fn run_actor(app: &App, run: &billing_run::Model) -> AppResult<Actor> {
    let scope = Scope::for_organization(run.organization_id);
    if let Some(key) = run.started_by_key {
        let key = store::api_keys::get(app.db.read(), &scope, key).await?;
        return Ok(key.map_or_else(Actor::propty, |key| Actor::api_key(&key, None)));
    }
    let user = store::people::user(app.db.read(), run.started_by).await?;
    Ok(user.map_or_else(Actor::propty, |user| Actor::person(&user, None)))
}
