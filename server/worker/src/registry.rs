//! The kinds of jobs this worker runs. A new kind is a line here.

use application::App;
use application::identity::access_audit::RecordFailedSignIn;
use application::identity::send_sign_in_link::SendSignInLink;
use application::invoices::publish_all::PublishBatch;
use application::notifications::send_email::SendEmail;
use application::outbox::{Job, JobOutcome};
use application::refunds::refund_payment::SendRefund;
use application::webhooks::apply_webhook_event::ApplyWebhookEvent;
use entity::job;
use store::StoreResult;

macro_rules! registry {
    ($($kind:ty),* $(,)?) => {
        /// Runs the job of a row.
        pub(crate) async fn run(app: &App, row: &job::Model) -> JobOutcome {
            match row.kind.as_str() {
                $(<$kind>::KIND => match serde_json::from_str::<$kind>(&row.payload) {
                    Ok(job) => job.run(app).await,
                    Err(error) => JobOutcome::Failed(format!("the payload can't be read: {error}")),
                },)*
                kind => JobOutcome::Failed(format!("this version does not know the job {kind}")),
            }
        }

        /// Tells whom it concerns that the job of a row is given up.
        pub(crate) async fn on_failure(app: &App, row: &job::Model, error: &str) -> StoreResult<()> {
            match row.kind.as_str() {
                $(<$kind>::KIND => match serde_json::from_str::<$kind>(&row.payload) {
                    Ok(job) => job.on_failure(app, error).await,
                    Err(_) => Ok(()),
                },)*
                _ => Ok(()),
            }
        }
    };
}

registry! {
    ApplyWebhookEvent,
    RecordFailedSignIn,
    PublishBatch,
    SendEmail,
    SendRefund,
    SendSignInLink,
}
