//! Work that follows a commit: jobs are queued in the transaction that causes them and carried out by workers
//! afterwards, at least once each. `jobs` holds one file per job.

pub mod jobs;
pub mod worker;

use domain::id::Uuid;
use entity::job;

use crate::app::App;
use crate::store::{self, Stored, Txn};

/// What can be queued. The key makes sure that the same work is queued once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Render and send one message.
    SendEmail {
        /// The message.
        message: Uuid,
    },
    /// Apply one stored webhook delivery.
    ApplyEvent {
        /// The delivery.
        event: Uuid,
        /// How often it was asked to be applied again; makes each replay's key its own.
        replay: i64,
    },
    /// Ask the processor to give money back.
    SendRefund {
        /// The refund.
        refund: Uuid,
    },
    /// Publish the next drafts of a billing run.
    PublishBatch {
        /// The run.
        run: Uuid,
        /// Which batch, from 0; makes each batch's key its own.
        batch: i64,
    },
    /// Mail a sign-in link, if somebody has the address.
    SendSignInLink {
        /// The request, whose id becomes the link's.
        request: Uuid,
        /// Lower case.
        email: String,
        /// `admin` or `portal`.
        audience: String,
    },
    /// Write a refused sign-in to the audit trail, if somebody has the address.
    NoteFailedSignIn {
        /// Makes each attempt's key its own.
        attempt: Uuid,
        /// Lower case.
        email: String,
        /// `password` or `second_factor`.
        method: String,
        /// Where it was tried from.
        network: String,
    },
}

impl Job {
    /// The word in the table.
    pub fn kind(&self) -> &'static str {
        match self {
            Job::SendEmail { .. } => "send_email",
            Job::ApplyEvent { .. } => "apply_event",
            Job::SendRefund { .. } => "send_refund",
            Job::PublishBatch { .. } => "publish_batch",
            Job::SendSignInLink { .. } => "send_sign_in_link",
            Job::NoteFailedSignIn { .. } => "note_failed_sign_in",
        }
    }

    fn key(&self) -> String {
        match self {
            Job::SendEmail { message } => format!("send_email:{message}"),
            Job::ApplyEvent { event, replay: 0 } => format!("apply_event:{event}"),
            Job::ApplyEvent { event, replay } => format!("apply_event:{event}:{replay}"),
            Job::SendRefund { refund } => format!("send_refund:{refund}"),
            Job::PublishBatch { run, batch } => format!("publish_batch:{run}:{batch}"),
            Job::SendSignInLink { request, .. } => format!("send_sign_in_link:{request}"),
            Job::NoteFailedSignIn { attempt, .. } => format!("note_failed_sign_in:{attempt}"),
        }
    }

    fn payload(&self) -> serde_json::Value {
        match self {
            Job::SendEmail { message } => serde_json::json!({ "message": message }),
            Job::ApplyEvent { event, replay } => serde_json::json!({ "event": event, "replay": replay }),
            Job::SendRefund { refund } => serde_json::json!({ "refund": refund }),
            Job::PublishBatch { run, batch } => serde_json::json!({ "run": run, "batch": batch }),
            Job::SendSignInLink { request, email, audience } => {
                serde_json::json!({ "request": request, "email": email, "audience": audience })
            }
            Job::NoteFailedSignIn { attempt, email, method, network } => serde_json::json!({
                "attempt": attempt, "email": email, "method": method, "network": network,
            }),
        }
    }

    /// The job a row holds; none for a row this version does not understand.
    pub fn from_row(row: &job::Model) -> Option<Job> {
        let payload: serde_json::Value = serde_json::from_str(&row.payload).ok()?;
        let text = |name: &str| Some(payload.get(name)?.as_str()?.to_owned());
        let id = |name: &str| text(name)?.parse::<Uuid>().ok();
        match row.kind.as_str() {
            "send_email" => Some(Job::SendEmail { message: id("message")? }),
            "apply_event" => Some(Job::ApplyEvent {
                event: id("event")?,
                replay: payload.get("replay").and_then(serde_json::Value::as_i64).unwrap_or_default(),
            }),
            "send_refund" => Some(Job::SendRefund { refund: id("refund")? }),
            "publish_batch" => {
                Some(Job::PublishBatch { run: id("run")?, batch: payload.get("batch")?.as_i64()? })
            }
            "send_sign_in_link" => Some(Job::SendSignInLink {
                request: id("request")?,
                email: text("email")?,
                audience: text("audience")?,
            }),
            "note_failed_sign_in" => Some(Job::NoteFailedSignIn {
                attempt: id("attempt")?,
                email: text("email")?,
                method: text("method")?,
                network: text("network")?,
            }),
            _ => None,
        }
    }
}

/// Queues a job in the caller's transaction. Call `App::wake` after the commit to have it done at once.
pub async fn enqueue(app: &App, txn: &Txn, job: &Job) -> Stored<()> {
    store::jobs::insert(txn, row(app, job)).await
}

/// Queues many jobs likewise.
pub async fn enqueue_all(app: &App, txn: &Txn, jobs: &[Job]) -> Stored<()> {
    store::jobs::insert_all(txn, jobs.iter().map(|job| row(app, job)).collect()).await
}

fn row(app: &App, job: &Job) -> job::Model {
    let now = app.now_ms();
    job::Model {
        id: app.new_id(),
        kind: job.kind().to_owned(),
        key: job.key(),
        payload: job.payload().to_string(),
        run_at: now,
        attempts: 0,
        lease: 0,
        leased_until: None,
        finished_at: None,
        failed_at: None,
        last_error: None,
        created_at: now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_survive_their_row() {
        let id = Uuid::from_bytes([5; 16]);
        for job in [
            Job::SendEmail { message: id },
            Job::ApplyEvent { event: id, replay: 0 },
            Job::ApplyEvent { event: id, replay: 2 },
            Job::SendRefund { refund: id },
            Job::PublishBatch { run: id, batch: 3 },
            Job::SendSignInLink { request: id, email: "a@b.c".into(), audience: "portal".into() },
            Job::NoteFailedSignIn {
                attempt: id,
                email: "a@b.c".into(),
                method: "password".into(),
                network: "::1".into(),
            },
        ] {
            let row = job::Model {
                id,
                kind: job.kind().into(),
                key: job.key(),
                payload: job.payload().to_string(),
                run_at: 0,
                attempts: 0,
                lease: 0,
                leased_until: None,
                finished_at: None,
                failed_at: None,
                last_error: None,
                created_at: 0,
            };
            assert_eq!(Job::from_row(&row), Some(job));
        }
    }
}
