//! Queueing mail to residents and to the team, in the transaction that gives the reason for it.

use domain::community::ResidentStatus;
use domain::id::Uuid;
use domain::integration::EmailStatus;
use entity::{email, property, resident, user};
use locales::Language;

use super::send_email::SendEmail;
use crate::app::App;
use crate::outbox;
use store::{Scope, StoreResult, Txn};

/// Kinds of email.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailKind {
    /// An invoice was published.
    InvoicePublished,
    /// A payment was received.
    Receipt,
    /// A bank transfer is on its way.
    PaymentProcessing,
    /// A payment failed.
    PaymentFailed,
    /// Money was given back.
    Refunded,
    /// The payer's bank took a payment back: what it paid is owed again.
    Returned,
    /// An invoice will be paid automatically.
    AutopayUpcoming,
    /// An invoice was left out.
    AutopaySkipped,
    /// Nothing is paid automatically any more.
    AutopayStopped,
    /// To the team: a payment came.
    TeamPayment,
    /// To the team: a payout did not reach the bank account.
    TeamPayoutFailed,
    /// To the team: more came than was owed; it is credit now.
    TeamOverpaid,
    /// To the team: a refund failed.
    TeamRefundFailed,
    /// To the team: a payment is disputed, and until when to answer.
    TeamDisputed,
    /// To the team: a payment was taken back for good.
    TeamReturned,
    /// To the organization managers: the payment account needs them.
    AccountAttention,
}

impl EmailKind {
    /// Every kind.
    pub const ALL: [EmailKind; 16] = [
        EmailKind::InvoicePublished,
        EmailKind::Receipt,
        EmailKind::PaymentProcessing,
        EmailKind::PaymentFailed,
        EmailKind::Refunded,
        EmailKind::Returned,
        EmailKind::AutopayUpcoming,
        EmailKind::AutopaySkipped,
        EmailKind::AutopayStopped,
        EmailKind::TeamPayment,
        EmailKind::TeamPayoutFailed,
        EmailKind::TeamOverpaid,
        EmailKind::TeamRefundFailed,
        EmailKind::TeamDisputed,
        EmailKind::TeamReturned,
        EmailKind::AccountAttention,
    ];

    /// The word in the table.
    pub fn code(self) -> &'static str {
        match self {
            EmailKind::InvoicePublished => "invoice_published",
            EmailKind::Receipt => "receipt",
            EmailKind::PaymentProcessing => "payment_processing",
            EmailKind::PaymentFailed => "payment_failed",
            EmailKind::Refunded => "refunded",
            EmailKind::Returned => "returned",
            EmailKind::AutopayUpcoming => "autopay_upcoming",
            EmailKind::AutopaySkipped => "autopay_skipped",
            EmailKind::AutopayStopped => "autopay_stopped",
            EmailKind::TeamPayment => "team_payment",
            EmailKind::TeamPayoutFailed => "team_payout_failed",
            EmailKind::TeamOverpaid => "team_overpaid",
            EmailKind::TeamRefundFailed => "team_refund_failed",
            EmailKind::TeamDisputed => "team_disputed",
            EmailKind::TeamReturned => "team_returned",
            EmailKind::AccountAttention => "account_attention",
        }
    }

    /// The kind of a word.
    pub fn from_code(code: &str) -> Option<EmailKind> {
        EmailKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The objects an email is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct EmailReferences {
    /// The invoice, or the first of a payment.
    pub(crate) invoice: Option<Uuid>,
    /// The payment.
    pub(crate) payment: Option<Uuid>,
    /// The payout.
    pub(crate) payout: Option<Uuid>,
    /// The refund or dispute; the run of an autopay, or the autopay.
    pub(crate) returned: Option<Uuid>,
}

impl EmailReferences {
    /// About a payment.
    pub(crate) fn payment(payment: Uuid) -> EmailReferences {
        EmailReferences { payment: Some(payment), ..EmailReferences::default() }
    }
}

/// Queues mail to a resident who is active or invited and has an address; false when they get none. `key`
/// makes the mail unique: a second call with it does nothing.
pub(crate) async fn queue_resident_email(
    app: &App,
    txn: &Txn,
    property: &property::Model,
    resident: &resident::Model,
    (kind, key): (EmailKind, &str),
    about: EmailReferences,
) -> StoreResult<bool> {
    let reachable = matches!(resident.status, ResidentStatus::Active | ResidentStatus::Invited);
    let Some(email) = resident.email.as_ref().filter(|_| reachable) else { return Ok(false) };
    let to = (resident.name.as_str(), email.as_str(), resident.language);
    queue(app, txn, property, to, (kind, key), about).await?;
    Ok(true)
}

/// Queues mail to a member of the team.
pub(crate) async fn queue_member_email(
    app: &App,
    txn: &Txn,
    property: &property::Model,
    member: &user::Model,
    (kind, key): (EmailKind, &str),
    about: EmailReferences,
) -> StoreResult<()> {
    let to = (member.name.as_str(), member.email.as_str(), member.language);
    queue(app, txn, property, to, (kind, &format!("{key}:{}", member.id)), about).await
}

/// Queues mail to everyone who looks after a property; to nobody when the property is gone.
pub(crate) async fn queue_team_email(
    app: &App,
    txn: &Txn,
    organization: Uuid,
    property: Uuid,
    (kind, key): (EmailKind, &str),
    about: EmailReferences,
) -> StoreResult<()> {
    let scope = Scope::for_organization(organization);
    let Some(property) = store::properties::property(txn, &scope, property).await? else { return Ok(()) };
    for (_, member) in store::people::property_team(txn, organization, property.id).await? {
        queue_member_email(app, txn, &property, &member, (kind, key), about).await?;
    }
    Ok(())
}

async fn queue(
    app: &App,
    txn: &Txn,
    property: &property::Model,
    (name, address, language): (&str, &str, Language),
    (kind, key): (EmailKind, &str),
    about: EmailReferences,
) -> StoreResult<()> {
    let email = email::Model {
        id: app.new_id(),
        organization_id: Some(property.organization_id),
        property_id: Some(property.id),
        kind: kind.code().to_owned(),
        key: format!("{}:{key}", kind.code()),
        language,
        to_name: name.to_owned(),
        to_address: address.to_owned(),
        invoice_id: about.invoice,
        payment_id: about.payment,
        payout_id: about.payout,
        link_id: None,
        related_id: about.returned,
        status: EmailStatus::Queued,
        subject: None,
        last_error: None,
        created_at: app.now_ms(),
        sent_at: None,
        failed_at: None,
    };
    let job = SendEmail { email: email.id };
    if store::emails::insert(txn, email).await? {
        outbox::enqueue(app, txn, &job).await?;
    }
    Ok(())
}
