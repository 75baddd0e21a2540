//! Charges of saved cards and bank accounts, without the payer being there, and payment intents read by id.

use std::collections::BTreeMap;

use async_trait::async_trait;
use domain::fee::OnlineMethod;
use domain::money::Money;

use super::RemotePayment;
use crate::ports::ExternalError;

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
    /// What to charge, fee included.
    pub amount: Money,
    /// What the platform keeps of it, in minor units; zero where it keeps nothing.
    pub application_fee: i64,
    /// Organization, property, invoices and payment; written onto the intent.
    pub metadata: Vec<(String, String)>,
    /// Kept before the call.
    pub idempotency_key: String,
}

/// Charges at the processor that need no hosted page.
#[async_trait]
pub trait ChargeApi: Send + Sync {
    /// Charges what was saved. A card that is declined is an answer with `failure`, not an error.
    async fn create_charge(&self, charge: NewCharge) -> Result<RemotePayment, ExternalError>;
    /// What became of a charge of something saved, by its intent.
    async fn retrieve_charge(&self, account: &str, intent_id: &str) -> Result<RemotePayment, ExternalError>;
    /// The charge of a customer that carries a metadata entry, among the customer's latest 100: found again when the
    /// answer to [`ChargeApi::create_charge`] was lost.
    async fn find_charge(
        &self,
        account: &str,
        customer: &str,
        metadata: (&str, &str),
    ) -> Result<Option<RemotePayment>, ExternalError>;
    /// The metadata of a payment intent.
    async fn retrieve_intent_metadata(
        &self,
        account: &str,
        intent_id: &str,
    ) -> Result<BTreeMap<String, String>, ExternalError>;
}
