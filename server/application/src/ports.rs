//! What the outside world must be able to do for Propty. Use cases know these traits; adapters fill them and
//! only `server` and `demo` put the two together.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::failure::{PaymentFailure, RefundFailure};
use domain::fee::OnlineMethod;
use domain::money::Money;
use domain::payment::RemotePaymentStatus;
use domain::payment_account::{Capability, Dashboard, PaymentAccountReport};
use domain::payout::{PayoutItemKind, PayoutStatus};
use domain::refund;
use domain::webhook::WebhookEndpoint;
use jiff::Timestamp;
use jiff::civil::Date;

/// Tells the time. Nothing else in the server may ask the system for it.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}

/// Gives bytes nobody can guess.
pub trait Randomness: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);
}

/// Why a call to an external service failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ExternalError {
    /// Not reached, timed out, or an answer that can't be read: what happened there is unknown. Try again,
    /// reading before repeating.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Understood and refused: trying again changes nothing.
    #[error("refused: {0}")]
    Refused(String),
    /// The thing asked for does not exist there.
    #[error("not found: {0}")]
    NotFound(String),
}

/// A property's account at the processor, as it is there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteAccount {
    /// The processor's id, `acct_…`.
    pub id: String,
    /// What decides the product's state.
    pub report: PaymentAccountReport,
    /// What is due, as the processor names the fields.
    pub requirements_due: Vec<String>,
    /// When the first of it becomes overdue, where the processor says so.
    pub requirements_deadline: Option<Timestamp>,
    /// How its owner sees it.
    pub dashboard: Dashboard,
}

impl RemoteAccount {
    /// Whether a method can be charged now.
    pub fn can_charge(&self, method: OnlineMethod) -> bool {
        match method {
            OnlineMethod::Card => self.report.card == Capability::Active,
            OnlineMethod::Bank => self.report.bank == Capability::Active,
        }
    }
}

/// What a new account needs.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name shown to payers.
    pub display_name: String,
    /// Whom the processor writes to.
    pub contact_email: String,
    /// ISO 3166-1 alpha-2 country, lower case.
    pub country: String,
    /// Currency it is paid out in.
    pub currency: domain::money::Currency,
    /// Written onto the account, so that it can be recognized: the property's id.
    pub property: String,
    /// Makes repeating the call harmless.
    pub idempotency_key: String,
}

/// One line of the hosted page.
#[derive(Debug, Clone)]
pub struct CheckoutLine {
    /// In the resident's language.
    pub name: String,
    /// Minor units.
    pub amount: i64,
}

/// What a hosted payment page needs.
#[derive(Debug, Clone)]
pub struct NewCheckout {
    /// The property's account.
    pub account: String,
    /// Card or bank.
    pub method: OnlineMethod,
    /// Currency of the lines.
    pub currency: domain::money::Currency,
    /// Invoices, and the fee as a line of its own.
    pub lines: Vec<CheckoutLine>,
    /// What the platform keeps of it, in minor units; zero where it keeps nothing.
    pub application_fee: i64,
    /// The payer's address.
    pub email: Option<String>,
    /// `en` or `fr`.
    pub language: &'static str,
    /// Where the browser goes after paying.
    pub success_url: String,
    /// Where it goes when the resident turns back.
    pub cancel_url: String,
    /// Organization, property, invoices and payment; found again on session and intent.
    pub metadata: Vec<(String, String)>,
    /// After this the page is closed.
    pub expires_at: Timestamp,
    /// Persisted before the call; makes repeating it harmless.
    pub idempotency_key: String,
}

/// A hosted payment page and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePayment {
    /// `cs_…`; none for a saved card or account that was charged without a page.
    pub session_id: Option<String>,
    /// `pi_…`, once there is one.
    pub intent_id: Option<String>,
    /// `ch_…`, once there is one.
    pub charge_id: Option<String>,
    /// The page's address while it is open.
    pub url: Option<String>,
    /// What the processor says.
    pub outcome: RemotePaymentStatus,
    /// What is or would be charged.
    pub charged: Money,
    /// What the processor kept, in minor units, once it says so.
    pub processor_fee: Option<i64>,
    /// The metadata it carries.
    pub metadata: BTreeMap<String, String>,
    /// Whether it is real money.
    pub livemode: bool,
    /// Why the last try failed, if the processor says so.
    pub failure: Option<PaymentFailure>,
}

/// Where a payer saves a card or bank account.
#[derive(Debug, Clone)]
pub struct NewSetup {
    /// The property's account.
    pub account: String,
    /// `cus_…`
    pub customer: String,
    /// Card or bank.
    pub method: OnlineMethod,
    /// What it will be charged in.
    pub currency: domain::money::Currency,
    /// `en` or `fr`.
    pub language: &'static str,
    /// Where the browser goes afterwards.
    pub success_url: String,
    /// Where it goes when the resident turns back.
    pub cancel_url: String,
    /// Our own ids, found again on the page.
    pub metadata: Vec<(String, String)>,
    /// Makes repeating it harmless.
    pub idempotency_key: String,
}

/// How far saving a card or bank account has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupStatus {
    /// Waits for the payer.
    Open,
    /// Saved, or about to be.
    Complete,
    /// Too late.
    Expired,
}

/// A page on which a card or bank account is saved, and what was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteSetup {
    /// `cs_…`
    pub session_id: String,
    /// The page's address while it is open.
    pub url: Option<String>,
    /// How far it has come.
    pub status: SetupStatus,
    /// `pm_…`, once it is saved.
    pub payment_method_id: Option<String>,
    /// `mandate_…`, where there is one.
    pub mandate_id: Option<String>,
    /// `Visa •••• 4242`
    pub label: Option<String>,
    /// Whether the payment method is still the customer's.
    pub attached: bool,
    /// The metadata it carries.
    pub metadata: BTreeMap<String, String>,
    /// Whether it is for real money.
    pub livemode: bool,
}

/// Charges what was saved, without the payer being there.
#[derive(Debug, Clone)]
pub struct NewCharge {
    /// The property's account.
    pub account: String,
    /// `cus_…`
    pub customer: String,
    /// `pm_…`
    pub payment_method: String,
    /// `mandate_…`, where there is one.
    pub mandate: Option<String>,
    /// Card or bank.
    pub method: OnlineMethod,
    /// What to charge.
    pub amount: Money,
    /// What the platform keeps of it, in minor units; zero where it keeps nothing.
    pub application_fee: i64,
    /// Our own ids, found again on the intent.
    pub metadata: Vec<(String, String)>,
    /// Persisted before the call; makes repeating it harmless.
    pub idempotency_key: String,
}

/// Money to be given back.
#[derive(Debug, Clone)]
pub struct NewRefund {
    /// The property's account.
    pub account: String,
    /// `pi_…`
    pub intent_id: String,
    /// Minor units.
    pub amount: i64,
    /// Our own ids, found again on the refund.
    pub metadata: Vec<(String, String)>,
    /// Persisted before the call; makes repeating it harmless.
    pub idempotency_key: String,
}

/// A refund as it is at the processor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteRefund {
    /// `re_…`
    pub id: String,
    /// Where it stands.
    pub status: refund::RefundStatus,
    /// What goes back.
    pub amount: Money,
    /// The metadata it carries.
    pub metadata: BTreeMap<String, String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Why it failed.
    pub failure: Option<RefundFailure>,
}

/// A dispute as it is at the processor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteDispute {
    /// `dp_…`
    pub id: String,
    /// Where it stands.
    pub stage: refund::DisputeStage,
    /// What is disputed.
    pub amount: Money,
    /// What the bank has withdrawn and not given back, minor units.
    pub withdrawn: i64,
    /// What the processor keeps for it, minor units.
    pub fee: i64,
    /// The processor's word for why.
    pub reason: String,
    /// Until when evidence can be handed in.
    pub evidence_due_at: Option<Timestamp>,
    /// When it was opened.
    pub created_at: Timestamp,
}

/// Everything that went back of one charge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RemoteRefundsAndDisputes {
    /// Refunds, the oldest first.
    pub refunds: Vec<RemoteRefund>,
    /// Disputes, the oldest first.
    pub disputes: Vec<RemoteDispute>,
}

/// What happened on an account lately, to be compared with our rows: what lost events would have told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecentActivity {
    /// Charge, refund and its status.
    pub refunds: Vec<(String, String, refund::RefundStatus)>,
    /// Charge, dispute, its stage and what is withdrawn, minor units.
    pub disputes: Vec<(String, String, refund::DisputeStage, i64)>,
    /// Payout and its status.
    pub payouts: Vec<(String, PayoutStatus)>,
}

/// A payout into the community's bank account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePayout {
    /// `po_…`
    pub id: String,
    /// Where it stands.
    pub status: PayoutStatus,
    /// What arrives.
    pub amount: Money,
    /// The day the bank has it.
    pub arrives_on: Date,
    /// When it was made.
    pub created_at: Timestamp,
    /// Why it failed.
    pub failure: Option<String>,
    /// The same as the processor's code.
    pub failure_code: Option<String>,
    /// Whether its composition is complete: the processor may not have reconciled it yet.
    pub composition_complete: bool,
    /// What it is made of; empty until the processor has reconciled it.
    pub items: Vec<RemotePayoutItem>,
}

/// What an account holds at the processor, in one currency and minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemoteBalance {
    /// Can be paid out now.
    pub available: i64,
    /// Can be paid out later.
    pub pending: i64,
}

/// One item of a payout. Amounts in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePayoutItem {
    /// `txn_…`
    pub id: String,
    /// What it is.
    pub kind: PayoutItemKind,
    /// The charge it is or is about, `ch_…` or `py_…`.
    pub charge_id: Option<String>,
    /// What it is, in the processor's words.
    pub description: Option<String>,
    /// Before fees.
    pub gross: i64,
    /// Kept by the processor.
    pub fee: i64,
    /// What it adds to the payout.
    pub net: i64,
}

/// A webhook event whose signature was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedEvent {
    /// `evt_…`
    pub id: String,
    /// `checkout.session.completed`
    pub kind: String,
    /// The connected account, if it came with one.
    pub account: Option<String>,
    /// Whether it is about real money.
    pub livemode: bool,
}

/// Why a webhook event is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The header is missing or malformed.
    #[error("the signature header is missing or malformed")]
    NoSignature,
    /// No secret gives this signature.
    #[error("the signature is wrong")]
    WrongSignature,
    /// Signed too long ago, or in the future.
    #[error("the signature's time is more than 300 seconds off")]
    OutsideTolerance,
    /// The body isn't JSON with an id and a type.
    #[error("the body is not an event")]
    NotAnEvent,
}

/// Collects money and pays it out: Stripe.
#[async_trait]
pub trait PaymentProcessor: Send + Sync {
    /// Whether this is real money: what events and objects must agree with.
    fn livemode(&self) -> bool;
    /// Opens an account for a property.
    async fn create_account(&self, account: NewAccount) -> Result<RemoteAccount, ExternalError>;
    /// The account as it is now.
    async fn retrieve_account(&self, id: &str) -> Result<RemoteAccount, ExternalError>;
    /// A link to the hosted onboarding.
    async fn create_onboarding_link(
        &self,
        id: &str,
        return_url: &str,
        refresh_url: &str,
    ) -> Result<String, ExternalError>;
    /// The way to an account's dashboard, for one visit; `Refused` where it has none.
    async fn create_dashboard_link(&self, id: &str, dashboard: Dashboard) -> Result<String, ExternalError>;
    /// Opens a hosted payment page.
    async fn create_checkout(&self, checkout: NewCheckout) -> Result<RemotePayment, ExternalError>;
    /// What became of a hosted payment page, with intent, charge and fee.
    async fn retrieve_checkout(
        &self,
        account: &str,
        session_id: &str,
    ) -> Result<RemotePayment, ExternalError>;
    /// Closes a hosted payment page; `Refused` when it can't be closed any more.
    async fn expire_checkout(&self, account: &str, session_id: &str) -> Result<RemotePayment, ExternalError>;
    /// What an account holds in a currency: what was collected and is in no payout yet.
    async fn retrieve_balance(
        &self,
        account: &str,
        currency: domain::money::Currency,
    ) -> Result<RemoteBalance, ExternalError>;
    /// The hosted page that carries a metadata entry, among those opened since an instant: found again when the answer to
    /// [`PaymentProcessor::create_checkout`] was lost.
    async fn find_checkout(
        &self,
        account: &str,
        metadata: (&str, &str),
        since: Timestamp,
    ) -> Result<Option<RemotePayment>, ExternalError>;
    /// The metadata of a payment intent.
    async fn retrieve_intent_metadata(
        &self,
        account: &str,
        intent_id: &str,
    ) -> Result<BTreeMap<String, String>, ExternalError>;
    /// Makes the payer known on an account, so that something can be saved for them; gives `cus_…`.
    async fn create_customer(
        &self,
        account: &str,
        who: (&str, Option<&str>),
        idempotency_key: &str,
    ) -> Result<String, ExternalError>;
    /// Opens a page on which a card or bank account is saved.
    async fn create_setup(&self, setup: NewSetup) -> Result<RemoteSetup, ExternalError>;
    /// What became of such a page.
    async fn retrieve_setup(&self, account: &str, session_id: &str) -> Result<RemoteSetup, ExternalError>;
    /// Charges what was saved. A card that is declined is an answer, not an error.
    async fn create_charge(&self, charge: NewCharge) -> Result<RemotePayment, ExternalError>;
    /// What became of a charge of something saved.
    async fn retrieve_charge(&self, account: &str, intent_id: &str) -> Result<RemotePayment, ExternalError>;
    /// The charge of a customer that carries a metadata entry: found again when the answer was lost.
    async fn find_charge(
        &self,
        account: &str,
        customer: &str,
        metadata: (&str, &str),
    ) -> Result<Option<RemotePayment>, ExternalError>;
    /// Forgets what was saved; one that is gone already is fine.
    async fn detach_payment_method(&self, account: &str, payment_method: &str) -> Result<(), ExternalError>;
    /// Gives money of a payment back.
    async fn create_refund(&self, refund: NewRefund) -> Result<RemoteRefund, ExternalError>;
    /// What went back of a charge.
    async fn list_refunds_and_disputes(
        &self,
        account: &str,
        charge_id: &str,
    ) -> Result<RemoteRefundsAndDisputes, ExternalError>;
    /// What went back and was paid out on an account since an instant.
    async fn list_recent_activity(
        &self,
        account: &str,
        since: Timestamp,
    ) -> Result<RecentActivity, ExternalError>;
    /// A payout with its composition.
    async fn retrieve_payout(&self, account: &str, payout_id: &str) -> Result<RemotePayout, ExternalError>;
    /// Checks a webhook event against the raw bytes; `now` is our clock.
    fn verify_event(
        &self,
        endpoint: WebhookEndpoint,
        signature: Option<&str>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<VerifiedEvent, WebhookError>;
    /// Whether the processor answers with our key.
    async fn check(&self) -> Result<(), ExternalError>;
}

/// A message ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// Stays the same when sending is repeated: `<…@…>` without the brackets.
    pub message_id: String,
    /// Display name of the sender: the organization.
    pub from_name: String,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// Display name and address of the recipient.
    pub to: (String, String),
    /// `en` or `fr`.
    pub language: &'static str,
    /// Subject line.
    pub subject: String,
    /// HTML part.
    pub html: String,
    /// Plain text part.
    pub text: String,
    /// When it was queued.
    pub date: Timestamp,
}

/// Sends mail: SMTP.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands the message to the mail server. `Unavailable` means try again, `Refused` means never.
    async fn send(&self, email: Email) -> Result<(), ExternalError>;
    /// Whether the mail server answers and lets us in.
    async fn check(&self) -> Result<(), ExternalError>;
}

/// Keeps files: S3.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Stores bytes under a key.
    async fn put(&self, key: &str, bytes: &[u8], content_type: &str) -> Result<(), ExternalError>;
    /// The bytes under a key.
    async fn get(&self, key: &str) -> Result<Vec<u8>, ExternalError>;
    /// Removes a key; removing what isn't there is fine.
    async fn delete(&self, key: &str) -> Result<(), ExternalError>;
    /// Writes, reads and deletes a small object.
    async fn check(&self) -> Result<(), ExternalError>;
}
