//! The kinds of email.

use sea_orm::{DeriveActiveEnum, EnumIter};

/// A kind of email, with its code in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum EmailKind {
    /// To a resident: an invoice was published.
    #[sea_orm(string_value = "invoice_published")]
    InvoicePublished,
    /// To a resident: a payment was received.
    #[sea_orm(string_value = "receipt")]
    Receipt,
    /// To a resident: a bank transfer is on its way.
    #[sea_orm(string_value = "payment_processing")]
    PaymentProcessing,
    /// To a resident: a payment failed.
    #[sea_orm(string_value = "payment_failed")]
    PaymentFailed,
    /// To a resident: money was given back.
    #[sea_orm(string_value = "refunded")]
    Refunded,
    /// To a resident: their bank took a payment back, and what it paid is owed again.
    #[sea_orm(string_value = "returned")]
    Returned,
    /// To a resident: an invoice will be paid automatically.
    #[sea_orm(string_value = "autopay_upcoming")]
    AutopayUpcoming,
    /// To a resident: an invoice was not paid automatically.
    #[sea_orm(string_value = "autopay_skipped")]
    AutopaySkipped,
    /// To a resident: nothing is paid automatically any more.
    #[sea_orm(string_value = "autopay_stopped")]
    AutopayStopped,
    /// To a resident: an invitation to the portal.
    #[sea_orm(string_value = "resident_invitation")]
    ResidentInvitation,
    /// To the team: a payment came.
    #[sea_orm(string_value = "team_payment")]
    TeamPayment,
    /// To the team: a payout did not reach the bank account.
    #[sea_orm(string_value = "team_payout_failed")]
    TeamPayoutFailed,
    /// To the team: more came than was owed; it is credit now.
    #[sea_orm(string_value = "team_overpaid")]
    TeamOverpaid,
    /// To the team: a refund failed.
    #[sea_orm(string_value = "team_refund_failed")]
    TeamRefundFailed,
    /// To the team: a payment is disputed, and until when to answer.
    #[sea_orm(string_value = "team_disputed")]
    TeamDisputed,
    /// To the team: a payment was taken back for good.
    #[sea_orm(string_value = "team_returned")]
    TeamReturned,
    /// To the organization managers: the payment account needs them.
    #[sea_orm(string_value = "account_attention")]
    AccountAttention,
    /// To somebody invited to a team.
    #[sea_orm(string_value = "member_invitation")]
    MemberInvitation,
    /// To whoever asked: a link that signs in.
    #[sea_orm(string_value = "sign_in_link")]
    SignInLink,
    /// To whoever asked to open an organization: a link that does.
    #[sea_orm(string_value = "sign_up")]
    SignUp,
}
