//! Applies one webhook delivery by asking the processor what is true now.

use domain::id::Uuid;

use super::after;
use crate::app::App;
use crate::billing::apply_event;
use crate::outbox::worker::Done;
use crate::refusal::Failure;
use crate::store::{self, Stored};

/// Applies a delivery.
pub async fn run(app: &App, event: Uuid) -> Done {
    match apply_event::apply_event(app, event).await {
        Ok(()) => Done::Finished,
        Err(failure) => {
            let why = words(&failure);
            if let Err(error) = store::webhook_events::failed(app.db.write(), event, &why).await {
                tracing::warn!(%error, "could not note why a delivery was not applied");
            }
            after(&failure)
        }
    }
}

/// Why a delivery was not applied, for an admin: what the processor said, nothing from inside.
fn words(failure: &Failure) -> String {
    match failure {
        Failure::Refused(refusals) => {
            let said: Vec<&str> = refusals.iter().map(|refusal| refusal.message.as_str()).collect();
            said.join("; ")
        }
        Failure::Unauthenticated | Failure::Store(_) | Failure::Inner(_) => {
            "something went wrong on our side".to_owned()
        }
    }
}

/// Notes on the delivery that it was given up; the sweep still reads what it was about.
pub async fn given_up(app: &App, event: Uuid) -> Stored<()> {
    store::webhook_events::given_up(app.db.write(), event, app.now_ms()).await
}
