//! Emails: which kinds there are, and where one stands.

use crate::coded_enum;

coded_enum! {
    /// A kind of email.
    pub enum EmailKind {
        /// To a resident: an invoice was published.
        InvoicePublished = "invoice_published",
        /// To a resident: a payment was received.
        Receipt = "receipt",
        /// To a resident: a bank transfer is on its way.
        PaymentProcessing = "payment_processing",
        /// To a resident: a payment failed.
        PaymentFailed = "payment_failed",
        /// To a resident: money was given back.
        Refunded = "refunded",
        /// To a resident: their bank took a payment back, and what it paid is owed again.
        Returned = "returned",
        /// To a resident: an invoice will be paid automatically.
        AutopayUpcoming = "autopay_upcoming",
        /// To a resident: an invoice was not paid automatically.
        AutopaySkipped = "autopay_skipped",
        /// To a resident: nothing is paid automatically any more.
        AutopayStopped = "autopay_stopped",
        /// To a resident: an invitation to the portal.
        ResidentInvitation = "resident_invitation",
        /// To the team: a payment came.
        TeamPayment = "team_payment",
        /// To the team: a payout did not reach the bank account.
        TeamPayoutFailed = "team_payout_failed",
        /// To the team: more came than was owed; it is credit now.
        TeamOverpaid = "team_overpaid",
        /// To the team: a refund failed.
        TeamRefundFailed = "team_refund_failed",
        /// To the team: a payment is disputed, and until when to answer.
        TeamDisputed = "team_disputed",
        /// To the team: a payment was taken back for good.
        TeamReturned = "team_returned",
        /// To the organization managers: the payment account needs them.
        AccountAttention = "account_attention",
        /// To somebody invited to a team.
        MemberInvitation = "member_invitation",
        /// To whoever asked: a link that signs in.
        SignInLink = "sign_in_link",
        /// To whoever asked to open an organization: a link that does.
        SignUp = "sign_up",
    }
}

coded_enum! {
    /// Where an email stands.
    pub enum EmailStatus {
        /// Waits to be sent.
        Queued = "queued",
        /// The mail server has it.
        Sent = "sent",
        /// It could not be sent.
        Failed = "failed",
    }
}
