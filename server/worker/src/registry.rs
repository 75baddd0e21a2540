//! The kinds of jobs this worker runs. A new kind is a line here.

use application::App;
use application::identity::access_trail::NoteFailedSignIn;
use application::identity::send_sign_in_link::SendSignInLink;
use application::invoices::publish_all::PublishBatch;
use application::notifications::send_email::SendEmail;
use application::outbox::{Job, JobOutcome};
use application::refunds::refund_payment::SendRefund;
use application::webhooks::apply_event::ApplyEvent;
use entity::job;
use store::Stored;

macro_rules! registry {
    ($($kind:ty),* $(,)?) => {
        /// Runs the job of a row.
        pub(crate) async fn run(app: &App, row: &job::Model) -> JobOutcome {
            match row.kind.as_str() {
                $(<$kind>::KIND => match serde_json::from_str::<$kind>(&row.payload) {
                    Ok(job) => job.run(app).await,
                    Err(error) => JobOutcome::GiveUp(format!("the payload can't be read: {error}")),
                },)*
                kind => JobOutcome::GiveUp(format!("this version does not know the job {kind}")),
            }
        }

        /// Tells whom it concerns that the job of a row is given up.
        pub(crate) async fn given_up(app: &App, row: &job::Model, error: &str) -> Stored<()> {
            match row.kind.as_str() {
                $(<$kind>::KIND => match serde_json::from_str::<$kind>(&row.payload) {
                    Ok(job) => job.given_up(app, error).await,
                    Err(_) => Ok(()),
                },)*
                _ => Ok(()),
            }
        }
    };
}

registry! {
    ApplyEvent,
    NoteFailedSignIn,
    PublishBatch,
    SendEmail,
    SendRefund,
    SendSignInLink,
}
