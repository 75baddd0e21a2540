//! Queueing mail to residents and to the team, in the transaction that gives the reason for it.

use domain::id::Uuid;
use entity::{message, property, resident, user};

use super::send_email::SendEmail;
use crate::app::App;
use crate::outbox;
use store::{Stored, Txn};

/// Which mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
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
    AutopayNotice,
    /// An invoice was left out.
    AutopaySkipped,
    /// Nothing is paid automatically any more.
    AutopayStopped,
    /// To the team: a payment came.
    TeamPayment,
    /// To the team: a deposit did not reach the bank account.
    TeamDepositFailed,
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

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 16] = [
        Kind::InvoicePublished,
        Kind::Receipt,
        Kind::PaymentProcessing,
        Kind::PaymentFailed,
        Kind::Refunded,
        Kind::Returned,
        Kind::AutopayNotice,
        Kind::AutopaySkipped,
        Kind::AutopayStopped,
        Kind::TeamPayment,
        Kind::TeamDepositFailed,
        Kind::TeamOverpaid,
        Kind::TeamRefundFailed,
        Kind::TeamDisputed,
        Kind::TeamReturned,
        Kind::AccountAttention,
    ];

    /// The word in the table.
    pub fn word(self) -> &'static str {
        match self {
            Kind::InvoicePublished => "invoice_published",
            Kind::Receipt => "receipt",
            Kind::PaymentProcessing => "payment_processing",
            Kind::PaymentFailed => "payment_failed",
            Kind::Refunded => "refunded",
            Kind::Returned => "returned",
            Kind::AutopayNotice => "autopay_notice",
            Kind::AutopaySkipped => "autopay_skipped",
            Kind::AutopayStopped => "autopay_stopped",
            Kind::TeamPayment => "team_payment",
            Kind::TeamDepositFailed => "team_deposit_failed",
            Kind::TeamOverpaid => "team_overpaid",
            Kind::TeamRefundFailed => "team_refund_failed",
            Kind::TeamDisputed => "team_disputed",
            Kind::TeamReturned => "team_returned",
            Kind::AccountAttention => "account_attention",
        }
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What a mail is about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct About {
    /// The invoice, or the first of a payment.
    pub(crate) invoice: Option<Uuid>,
    /// The payment.
    pub(crate) payment: Option<Uuid>,
    /// The deposit.
    pub(crate) payout: Option<Uuid>,
    /// The refund or dispute; the run of an autopay, or the autopay.
    pub(crate) returned: Option<Uuid>,
}

impl About {
    /// About a payment.
    pub(crate) fn payment(payment: Uuid) -> About {
        About { payment: Some(payment), ..About::default() }
    }
}

/// Queues mail to a resident who is active or invited and has an address; false when they get none. `key`
/// makes the mail unique: a second call with it does nothing.
pub(crate) async fn to_resident(
    app: &App,
    txn: &Txn,
    property: &property::Model,
    resident: &resident::Model,
    (kind, key): (Kind, &str),
    about: About,
) -> Stored<bool> {
    let reachable = matches!(resident.status.as_str(), "active" | "invited");
    let Some(email) = resident.email.as_ref().filter(|_| reachable) else { return Ok(false) };
    let to = (resident.name.as_str(), email.as_str(), resident.language.as_str());
    queue(app, txn, property, to, (kind, key), about).await?;
    Ok(true)
}

/// Queues mail to a member of the team.
pub(crate) async fn to_member(
    app: &App,
    txn: &Txn,
    property: &property::Model,
    member: &user::Model,
    (kind, key): (Kind, &str),
    about: About,
) -> Stored<()> {
    let to = (member.name.as_str(), member.email.as_str(), member.language.as_str());
    queue(app, txn, property, to, (kind, &format!("{key}:{}", member.id)), about).await
}

async fn queue(
    app: &App,
    txn: &Txn,
    property: &property::Model,
    (name, address, language): (&str, &str, &str),
    (kind, key): (Kind, &str),
    about: About,
) -> Stored<()> {
    let message = message::Model {
        id: app.new_id(),
        organization_id: Some(property.organization_id),
        property_id: Some(property.id),
        kind: kind.word().to_owned(),
        key: format!("{}:{key}", kind.word()),
        language: language.to_owned(),
        to_name: name.to_owned(),
        to_address: address.to_owned(),
        invoice_id: about.invoice,
        payment_id: about.payment,
        payout_id: about.payout,
        link_id: None,
        return_id: about.returned,
        status: "queued".to_owned(),
        subject: None,
        last_error: None,
        created_at: app.now_ms(),
        sent_at: None,
        failed_at: None,
    };
    let job = SendEmail { message: message.id };
    if store::messages::insert(txn, message).await? {
        outbox::enqueue(app, txn, &job).await?;
    }
    Ok(())
}
