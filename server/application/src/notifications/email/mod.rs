//! What Propty's mail says and how it looks: a kind of message with its facts becomes a subject, an HTML
//! part and a text part in the recipient's language. Pure: nothing is read or sent here.

mod account;
mod autopay;
mod composer;
mod document;
mod failures;
mod format;
mod html;
mod invitations;
mod payouts;
mod returns;
#[cfg(test)]
mod tests;
mod text;

use domain::autopay::AutopayEndReason;
use domain::failure::PaymentFailure;
use domain::money::Money;
use domain::payment::PaymentMethod;
use domain::payout::PayoutFailureReason;
use jiff::civil::Date;
use locales::Language;

pub use autopay::AutopayInvoice;
pub use failures::{payment_failure, refund_failure};
pub use format::{date, money};
pub use invitations::InvitedRole;
pub use returns::{PaymentIssue, return_reason};

/// Who speaks: what surrounds every message.
#[derive(Debug, Clone)]
pub struct Brand {
    /// The organization, which the message is from.
    pub organization: String,
    /// The community it is about; empty where a message is about none.
    pub property: String,
    /// The site's public address, without a trailing slash.
    pub base_url: String,
    /// Where answers go; without it the message doesn't invite any.
    pub reply_to: Option<String>,
}

/// A kind of message and its facts. Addresses are absolute; amounts of one message share a currency.
#[derive(Debug, Clone)]
pub enum EmailContent {
    /// To a resident: there is an invoice to pay.
    InvoicePublished {
        /// The resident's name.
        recipient_name: String,
        /// The invoice's number.
        number: String,
        /// Its title.
        title: String,
        /// What it is about, possibly empty or of several lines.
        description: String,
        /// The unit's label.
        unit: String,
        /// The day it is due.
        due_on: Date,
        /// Its lines.
        lines: Vec<(String, Money)>,
        /// The sum of the lines.
        total: Money,
        /// What is left to pay.
        balance: Money,
        /// The page to pay it on.
        pay_url: String,
        /// Whether the community can take online payments now.
        payable_online: bool,
    },
    /// To a resident: the money is there.
    Receipt {
        /// The resident's name.
        recipient_name: String,
        /// How it was paid.
        method: PaymentMethod,
        /// What went to the invoices.
        amount: Money,
        /// What was added for processing.
        fee: Money,
        /// Both together.
        total: Money,
        /// The day it was received.
        paid_on: Date,
        /// Number, title and amount of each invoice it went to.
        invoices: Vec<(String, String, Money)>,
        /// What the resident still owes.
        balance_left: Money,
        /// What to quote when asking about it.
        reference: String,
        /// The payment's page.
        url: String,
    },
    /// To a resident: the bank or the card's issuer refused.
    PaymentFailed {
        /// The resident's name.
        recipient_name: String,
        /// How it was to be paid.
        method: PaymentMethod,
        /// What did not come.
        amount: Money,
        /// Why, if anybody said so.
        reason: Option<PaymentFailure>,
        /// Number, title and amount of each invoice still unpaid.
        invoices: Vec<(String, String, Money)>,
        /// Where to try again.
        url: String,
    },
    /// To a resident: a bank transfer is on its way.
    PaymentProcessing {
        /// The resident's name.
        recipient_name: String,
        /// What goes to the invoices.
        amount: Money,
        /// That and the fee.
        total: Money,
        /// The day it should be there.
        expected_by: Date,
        /// The payment's page.
        url: String,
    },
    /// To a resident: money was given back.
    Refunded {
        /// The resident's name.
        recipient_name: String,
        /// How it had been paid, and goes back.
        method: PaymentMethod,
        /// What goes back.
        amount: Money,
        /// What is owed again for it.
        owed: Option<Money>,
        /// The team's words.
        reason: Option<String>,
        /// The payment's page.
        url: String,
    },
    /// To a resident: their bank took a payment back.
    Returned {
        /// The resident's name.
        recipient_name: String,
        /// How it had been paid.
        method: PaymentMethod,
        /// What was taken back.
        amount: Money,
        /// The processor's word for why.
        reason: String,
        /// Number, title and amount of each invoice that is owed again.
        invoices: Vec<(String, String, Money)>,
        /// Where to pay again.
        url: String,
    },
    /// To the team: something became of a payment's money.
    TeamPaymentIssue {
        /// What.
        issue: PaymentIssue,
        /// Who paid.
        payer: String,
        /// The unit's label.
        unit: String,
        /// How much it is about.
        amount: Money,
        /// Why, in words.
        reason: Option<String>,
        /// The payment's page for the team.
        url: String,
    },
    /// To a resident: an invoice will be paid automatically.
    AutopayNotice {
        /// The resident's name.
        recipient_name: String,
        /// What it is paid with.
        label: String,
        /// The day.
        on: Date,
        /// What is paid.
        invoice: AutopayInvoice,
        /// Where to change or stop it.
        url: String,
    },
    /// To a resident: an invoice was not paid automatically.
    AutopaySkipped {
        /// The resident's name.
        recipient_name: String,
        /// The limit it is above; none when the community can't take the payment.
        cap: Option<Money>,
        /// What was not paid.
        invoice: AutopayInvoice,
        /// Where to pay it.
        url: String,
    },
    /// To a resident: nothing is paid automatically any more.
    AutopayStopped {
        /// The resident's name.
        recipient_name: String,
        /// What it was paid with.
        label: String,
        /// Why.
        reason: AutopayEndReason,
        /// Where to set it up again.
        url: String,
    },
    /// To whoever asked: a link that signs in.
    SignInLink {
        /// Their name, possibly empty.
        recipient_name: String,
        /// The link.
        url: String,
        /// How long it works.
        minutes: u64,
    },
    /// To somebody invited to a team or to the portal.
    Invitation {
        /// Their name.
        recipient_name: String,
        /// What they are invited to be.
        role: InvitedRole,
        /// Who invites.
        inviter: String,
        /// The link.
        url: String,
        /// How long it works.
        days: u64,
    },
    /// To who asked to open an organization: a link that does.
    SignUp {
        /// Their name.
        recipient_name: String,
        /// The organization's name.
        organization: String,
        /// The link.
        url: String,
        /// How long it works.
        hours: u64,
    },
    /// To the team: a payment came in.
    TeamPayment {
        /// Who paid.
        payer: String,
        /// The unit's label.
        unit: String,
        /// What went to the invoices.
        amount: Money,
        /// How it was paid.
        method: PaymentMethod,
        /// The invoices' numbers.
        invoice_numbers: Vec<String>,
        /// The payment's page for the team.
        url: String,
    },
    /// To the team: a deposit did not reach the bank account.
    TeamPayoutFailed {
        /// What did not arrive.
        amount: Money,
        /// The day it should have.
        expected_on: Date,
        /// Why.
        reason: PayoutFailureReason,
        /// The deposit's page.
        url: String,
    },
    /// To the organization managers: the payment account needs them.
    AccountAttention {
        /// The manager's name.
        recipient_name: String,
        /// Whether it takes no payments at all any more; else Stripe asks for more information.
        disabled: bool,
        /// The day by which Stripe wants the information, where it says so.
        by: Option<Date>,
        /// The payment settings.
        url: String,
    },
}

/// A message ready for [`crate::ports::Email`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedEmail {
    /// One line.
    pub subject: String,
    /// A whole HTML document.
    pub html: String,
    /// The same in plain text.
    pub text: String,
}

/// Writes a message in a language.
pub fn render(content: &EmailContent, language: Language, brand: &Brand) -> RenderedEmail {
    let document = composer::compose(content, language, brand);
    RenderedEmail {
        html: html::render(&document, language),
        text: text::render(&document, language),
        subject: document.subject,
    }
}
