//! Hosted payment pages: opened, read, found again, closed.

use async_trait::async_trait;
use domain::fee::OnlineMethod;
use domain::money::Currency;
use jiff::Timestamp;

use super::RemotePayment;
use crate::ports::ExternalError;

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
    pub currency: Currency,
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
    /// Organization, property, invoices and payment; written onto page and intent.
    pub metadata: Vec<(String, String)>,
    /// After this the page is closed; at most 24 hours from now.
    pub expires_at: Timestamp,
    /// Kept before the call.
    pub idempotency_key: String,
}

/// Hosted payment pages at the processor.
#[async_trait]
pub trait CheckoutApi: Send + Sync {
    /// Opens a hosted payment page; its address is in `url`.
    async fn create_checkout(&self, checkout: NewCheckout) -> Result<RemotePayment, ExternalError>;
    /// What became of a hosted payment page, with intent, charge and fee.
    async fn retrieve_checkout(
        &self,
        account: &str,
        session_id: &str,
    ) -> Result<RemotePayment, ExternalError>;
    /// The hosted page that carries a metadata entry, among those opened since an instant: found again when the answer
    /// to [`CheckoutApi::create_checkout`] was lost. Its charge is not read.
    async fn find_checkout(
        &self,
        account: &str,
        metadata: (&str, &str),
        since: Timestamp,
    ) -> Result<Option<RemotePayment>, ExternalError>;
    /// Closes a hosted payment page; `Refused` when it can't be closed any more. Its charge is not read.
    async fn expire_checkout(&self, account: &str, session_id: &str) -> Result<RemotePayment, ExternalError>;
}
