//! Publishes the next drafts of a billing run, each in its own transaction, and queues the batch after it.

use domain::id::Uuid;

use super::done;
use crate::app::App;
use crate::billing::publish_all;
use crate::outbox::worker::Done;

/// Publishes one batch.
pub async fn run(app: &App, run: Uuid, batch: i64) -> Done {
    done(publish_all::publish_batch(app, run, batch).await)
}
