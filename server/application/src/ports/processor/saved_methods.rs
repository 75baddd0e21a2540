//! Cards and bank accounts that a payer saves for later charges: on a hosted page, for a customer on the account.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::fee::OnlineMethod;
use domain::money::Currency;

use crate::ports::ExternalError;

/// A payer for whom something is to be saved.
#[derive(Debug, Clone)]
pub struct NewCustomer {
    /// The property's account.
    pub account: String,
    /// The payer's name.
    pub name: String,
    /// The payer's address.
    pub email: Option<String>,
    /// Kept before the call.
    pub idempotency_key: String,
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
    pub currency: Currency,
    /// `en` or `fr`.
    pub language: &'static str,
    /// Where the browser goes afterwards.
    pub success_url: String,
    /// Where it goes when the resident turns back.
    pub cancel_url: String,
    /// Organization, property, resident and autopay; written onto page and setup intent.
    pub metadata: Vec<(String, String)>,
    /// Kept before the call.
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

/// A page on which a card or bank account is saved, and what was. What was saved is not read by
/// [`SavedMethodApi::create_setup`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteSetup {
    /// `cs_…`
    pub session_id: String,
    /// The page's address while it is open: https, or beside a sandbox on this machine.
    pub url: Option<String>,
    /// How far it has come.
    pub status: SetupStatus,
    /// `pm_…`, once it is saved.
    pub payment_method_id: Option<String>,
    /// `mandate_…`, where there is one.
    pub mandate_id: Option<String>,
    /// What a payer knows it by: brand or bank and the last four digits, `Visa •••• 4242`.
    pub label: Option<String>,
    /// Whether the payment method is still the customer's.
    pub attached: bool,
    /// The metadata the page carries.
    pub metadata: BTreeMap<String, String>,
    /// Whether it is for real money.
    pub livemode: bool,
}

/// Customers and their saved payment methods at the processor.
#[async_trait]
pub trait SavedMethodApi: Send + Sync {
    /// Makes the payer known on an account, so that something can be saved for them; gives `cus_…`.
    async fn create_customer(&self, customer: NewCustomer) -> Result<String, ExternalError>;
    /// Opens a page on which a card or bank account is saved; its address is in `url`.
    async fn create_setup(&self, setup: NewSetup) -> Result<RemoteSetup, ExternalError>;
    /// What became of such a page, and what was saved on it.
    async fn retrieve_setup(&self, account: &str, session_id: &str) -> Result<RemoteSetup, ExternalError>;
    /// Forgets what was saved; one that is gone already is fine.
    async fn detach_payment_method(&self, account: &str, payment_method: &str) -> Result<(), ExternalError>;
}
