//! Applies one webhook delivery by asking the processor what is true now.

use domain::id::Uuid;

use super::after;
use crate::app::App;
use crate::billing::apply_event;
use crate::outbox::worker::Done;
use crate::store::{self, Stored};

/// Applies a delivery.
pub async fn run(app: &App, event: Uuid) -> Done {
    match apply_event::apply_event(app, event).await {
        Ok(()) => Done::Finished,
        Err(failure) => after(&failure),
    }
}

/// Notes on the delivery that it was given up; the sweep still reads what it was about.
pub async fn given_up(app: &App, event: Uuid, error: &str) -> Stored<()> {
    store::webhook_events::applied(app.db.write(), event, app.now_ms(), &format!("given up: {error}")).await
}
