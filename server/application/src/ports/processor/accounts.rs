//! Connected accounts: opened, read, and the ways to their onboarding and dashboard.

use async_trait::async_trait;
use domain::money::Currency;
use domain::payment_account::{Dashboard, PaymentAccountReport};
use jiff::Timestamp;

use crate::ports::ExternalError;

/// A property's account at the processor, as it is there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteAccount {
    /// `acct_…`
    pub id: String,
    /// What decides the account's status here.
    pub report: PaymentAccountReport,
    /// What its owner must hand in now, as the processor names the fields, such as `identity.tax_id`.
    pub requirements_due: Vec<String>,
    /// When the first of it becomes overdue, where the processor says so.
    pub requirements_deadline: Option<Timestamp>,
    /// How its owner sees it.
    pub dashboard: Dashboard,
}

/// What a new account needs.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name shown to payers: the property's.
    pub display_name: String,
    /// Whom the processor writes to.
    pub contact_email: String,
    /// ISO 3166-1 alpha-2 country, lower case.
    pub country: String,
    /// Currency it is paid out in; decides which bank debit is asked for, ACH or PAD.
    pub currency: Currency,
    /// The property's id, written onto the account so that it can be recognized.
    pub property: String,
    /// Kept before the call.
    pub idempotency_key: String,
}

/// Accounts at the processor.
#[async_trait]
pub trait AccountApi: Send + Sync {
    /// Opens an account for a property.
    async fn create_account(&self, account: NewAccount) -> Result<RemoteAccount, ExternalError>;
    /// The account as it is now.
    async fn retrieve_account(&self, id: &str) -> Result<RemoteAccount, ExternalError>;
    /// The address of the hosted onboarding. It works once and for minutes: open it, never keep it. The browser comes
    /// back to `return_url`, or to `refresh_url` when the link was too old.
    async fn create_onboarding_link(
        &self,
        id: &str,
        return_url: &str,
        refresh_url: &str,
    ) -> Result<String, ExternalError>;
    /// The address of an account's dashboard, for one visit; `Refused` where it has none.
    async fn create_dashboard_link(&self, id: &str, dashboard: Dashboard) -> Result<String, ExternalError>;
}
