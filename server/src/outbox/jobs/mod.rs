//! One file per job. A job says what its failure means: try again, or give up and tell somebody.

pub mod apply_event;
mod autopay;
mod links;
pub mod publish_batch;
mod returns;
pub mod send_email;
pub mod sweep;

use sea_orm::DbBackend;
use sea_orm::sqlx::postgres::PgListener;

use super::Job;
use super::worker::Done;
use crate::app::App;
use crate::billing::refund_payment::send_refund;
use crate::people::access_trail::note_failed_sign_in;
use crate::people::send_sign_in_link::send_sign_in_link;
use crate::refusal::{Failure, Outcome};
use crate::store::Stored;

/// Carries out one job.
pub async fn run(app: &App, job: &Job) -> Done {
    match job {
        Job::SendEmail { message } => send_email::run(app, *message).await,
        Job::ApplyEvent { event, .. } => apply_event::run(app, *event).await,
        // What is given up is taken up again by the sweep.
        Job::SendRefund { refund } => done(send_refund(app, *refund).await),
        Job::PublishBatch { run, batch } => publish_batch::run(app, *run, *batch).await,
        Job::SendSignInLink { request, email, audience } => {
            done(send_sign_in_link(app, *request, email, audience).await)
        }
        Job::NoteFailedSignIn { email, method, network, .. } => {
            done(note_failed_sign_in(app, email, method, network).await.map_err(Failure::from))
        }
    }
}

/// Says that a job was given up to whom it concerns.
pub async fn given_up(app: &App, job: &Job, error: &str) -> Stored<()> {
    match job {
        Job::SendEmail { message } => send_email::given_up(app, *message, error).await,
        Job::ApplyEvent { event, .. } => apply_event::given_up(app, *event).await,
        Job::SendRefund { .. }
        | Job::PublishBatch { .. }
        | Job::SendSignInLink { .. }
        | Job::NoteFailedSignIn { .. } => Ok(()),
    }
}

fn done(outcome: Outcome<()>) -> Done {
    outcome.map_or_else(|failure| after(&failure), |()| Done::Finished)
}

/// What a failed use case means for the job that called it: an outage passes, a refusal does not.
fn after(failure: &Failure) -> Done {
    match failure {
        Failure::Refused(refusals)
            if refusals
                .iter()
                .any(|refusal| refusal.code == crate::refusal::ErrorCode::ProcessorUnavailable) =>
        {
            Done::Retry(failure.to_string())
        }
        Failure::Refused(_) | Failure::Unauthenticated => Done::GiveUp(failure.to_string()),
        Failure::Store(_) | Failure::Inner(_) => Done::Retry(failure.to_string()),
    }
}

/// Tells when another process has queued a job.
pub struct Listener(Option<PgListener>);

/// Listens on PostgreSQL; SQLite has no such thing and is asked again and again instead.
pub async fn listen(app: &App) -> Listener {
    if app.db.backend() != DbBackend::Postgres {
        return Listener(None);
    }
    let listening = async {
        let mut listener = PgListener::connect_with(app.db.write().get_postgres_connection_pool()).await?;
        listener.listen("propty_jobs").await?;
        Ok::<_, sea_orm::sqlx::Error>(listener)
    };
    match listening.await {
        Ok(listener) => Listener(Some(listener)),
        Err(error) => {
            tracing::warn!(%error, "can't listen for jobs; they are asked for instead");
            Listener(None)
        }
    }
}

impl Listener {
    /// Resolves at the next notice; never where there are none.
    pub async fn next(&mut self) {
        match &mut self.0 {
            Some(listener) => {
                if let Err(error) = listener.recv().await {
                    tracing::warn!(%error, "listening for jobs was interrupted");
                    self.0 = None;
                }
            }
            None => std::future::pending().await,
        }
    }
}
