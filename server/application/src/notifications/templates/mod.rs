//! The kinds of email, one file each. A kind is added by its file, its case in `EmailKind`, and its two lines
//! here; the compiler asks for what is missing.

pub(crate) mod account_attention;
pub(crate) mod autopay_skipped;
pub(crate) mod autopay_stopped;
pub(crate) mod autopay_upcoming;
pub(crate) mod invoice_published;
pub(crate) mod member_invitation;
pub(crate) mod payment_failed;
pub(crate) mod payment_processing;
pub(crate) mod receipt;
pub(crate) mod refunded;
pub(crate) mod resident_invitation;
pub(crate) mod returned;
pub(crate) mod sign_in_link;
pub(crate) mod sign_up;
pub(crate) mod team_disputed;
pub(crate) mod team_overpaid;
pub(crate) mod team_payment;
pub(crate) mod team_payout_failed;
pub(crate) mod team_refund_failed;
pub(crate) mod team_returned;

use domain::email::EmailKind;
use store::{StoreError, StoreResult};

use super::context::EmailContext;
use super::email::{self, RenderedEmail};
use super::related::RelatedObject;
use super::template::EmailTemplate;

macro_rules! templates {
    ($($template:path,)*) => {
        /// Renders a stored email by its kind; none when it is not worth sending any more.
        pub(super) async fn render(
            kind: EmailKind,
            context: &EmailContext<'_>,
        ) -> StoreResult<Option<RenderedEmail>> {
            match kind {
                $(<$template as EmailTemplate>::KIND => render_as::<$template>(context).await,)*
            }
        }
    };
}

templates! {
    account_attention::AccountAttention,
    autopay_skipped::AutopaySkipped,
    autopay_stopped::AutopayStopped,
    autopay_upcoming::AutopayUpcoming,
    invoice_published::InvoicePublished,
    member_invitation::MemberInvitation,
    payment_failed::PaymentFailed,
    payment_processing::PaymentProcessing,
    receipt::Receipt,
    refunded::Refunded,
    resident_invitation::ResidentInvitation,
    returned::Returned,
    sign_in_link::SignInLink,
    sign_up::SignUp,
    team_disputed::TeamDisputed,
    team_overpaid::TeamOverpaid,
    team_payment::TeamPayment,
    team_payout_failed::TeamPayoutFailed,
    team_refund_failed::TeamRefundFailed,
    team_returned::TeamReturned,
}

async fn render_as<T: EmailTemplate>(context: &EmailContext<'_>) -> StoreResult<Option<RenderedEmail>> {
    let related = T::Related::of(context.row);
    let related = related
        .ok_or_else(|| StoreError::Corrupt(format!("email of kind {} without what it is about", T::KIND)))?;
    let Some(template) = T::load(context, related).await? else { return Ok(None) };
    Ok(Some(email::render(&template, &context.row.to_name, context.language, &context.brand())))
}
