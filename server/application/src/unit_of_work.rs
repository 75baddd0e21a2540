//! One transaction of a use case. Jobs, emails and audit events are collected while it runs and written by
//! [`UnitOfWork::commit`], each kind by one statement, the audit events last: the end of the organization's audit
//! chain is locked for as short a time as possible.

use std::collections::BTreeMap;

use domain::id::{EmailId, OrganizationId};
use entity::{email, job};
use serde_json::Value;

use crate::app::App;
use crate::audit::{self, Actor, AuditEvent, AuditedAction};
use crate::outbox::{self, Job};
use store::{StoreResult, Txn};

/// A transaction with what is to be written at its end. Dropping it undoes everything.
pub struct UnitOfWork<'a> {
    app: &'a App,
    txn: Txn,
    jobs: Vec<job::Model>,
    emails: Vec<(email::Model, job::Model)>,
    audit_events: BTreeMap<OrganizationId, Vec<(Actor, AuditEvent)>>,
}

impl App {
    /// Begins a transaction that may write.
    pub async fn begin(&self) -> StoreResult<UnitOfWork<'_>> {
        let txn = self.db.begin().await?;
        Ok(UnitOfWork { app: self, txn, jobs: Vec::new(), emails: Vec::new(), audit_events: BTreeMap::new() })
    }
}

impl<'a> UnitOfWork<'a> {
    /// The application it belongs to.
    pub fn app(&self) -> &'a App {
        self.app
    }

    /// The transaction, for statements.
    pub fn txn(&self) -> &Txn {
        &self.txn
    }

    /// Queues a job.
    pub fn enqueue<J: Job>(&mut self, job: &J) -> StoreResult<()> {
        self.jobs.push(outbox::row(self.app, job)?);
        Ok(())
    }

    /// Queues an email with the job that sends it. Neither is stored when an email with its key exists.
    pub(crate) fn enqueue_email<J: Job>(&mut self, email: email::Model, job: &J) -> StoreResult<()> {
        let job = outbox::row(self.app, job)?;
        self.emails.push((email, job));
        Ok(())
    }

    /// Adds an event to the audit trail; `detail` is an object of facts: a value, or
    /// `{ "before": …, "after": … }`.
    pub fn audit(
        &mut self,
        actor: &Actor,
        organization: OrganizationId,
        what: AuditedAction<'_>,
        detail: &Value,
    ) {
        let event = AuditEvent::new(what, detail);
        self.audit_events.entry(organization).or_default().push((actor.clone(), event));
    }

    /// Writes what was collected, commits, and wakes the worker of this process when a job was queued.
    pub async fn commit(self) -> StoreResult<()> {
        let UnitOfWork { app, txn, mut jobs, emails, audit_events } = self;
        if !emails.is_empty() {
            let (rows, sending): (Vec<_>, Vec<_>) = emails.into_iter().unzip();
            let ids: Vec<EmailId> = rows.iter().map(|row| row.id).collect();
            let stored = store::emails::insert_all(&txn, rows).await?;
            let new = ids.into_iter().zip(sending).filter(|(id, _)| stored.contains(id));
            jobs.extend(new.map(|(_, job)| job));
        }
        let queued = !jobs.is_empty();
        if queued {
            store::jobs::insert_all(&txn, jobs).await?;
        }
        for (organization, events) in audit_events {
            audit::append(app, &txn, organization, events).await?;
        }
        txn.commit().await?;
        if queued {
            app.wake.notify_one();
        }
        Ok(())
    }

    /// Undoes everything, and waits until it is undone.
    pub async fn rollback(self) -> StoreResult<()> {
        Ok(self.txn.rollback().await?)
    }
}
