//! A property's account at Stripe, and what paying costs.

use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use domain::payment_account::Status;
use entity::payment_account;

use super::super::errors::{ErrorCode, OrInner};
use super::super::scalars::{DateTime, Money};
use crate::billing::quote::MethodQuote;
use crate::store::words::Word;

/// Where a property's payment account stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Status")]
pub enum PaymentAccountStatus {
    /// No account yet: connect.
    NotConnected,
    /// Its owner has not finished the forms.
    OnboardingStarted,
    /// Stripe is checking.
    PendingVerification,
    /// Can be charged.
    Active,
    /// Stripe wants more information.
    Restricted,
    /// Closed or disconnected.
    Disabled,
}

/// Who bears processing fees.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::fee::Mode")]
pub enum FeeMode {
    /// The resident, on top of the invoice.
    Pass,
    /// The community, out of what it receives.
    Absorb,
}

/// How a resident pays online.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::fee::Method")]
pub enum OnlinePaymentMethod {
    /// Bank debit: ACH in the United States, PAD in Canada.
    Bank,
    /// Credit or debit card.
    Card,
}

/// A property's account at Stripe.
pub struct PaymentAccount {
    pub(in super::super) row: Option<payment_account::Model>,
    pub(in super::super) for_managers: bool,
}

/// A property's account at Stripe.
#[Object]
impl PaymentAccount {
    /// Where it stands.
    async fn status(&self, ctx: &Context<'_>) -> Result<PaymentAccountStatus> {
        let status = self.row.as_ref().map(|row| Status::from_word(&row.status)).transpose().or_inner(ctx)?;
        Ok(status.unwrap_or(Status::NotConnected).into())
    }
    /// Stripe's id of the account, once connected; for organization managers.
    async fn processor_account_id(&self) -> Option<&str> {
        self.row.as_ref().filter(|_| self.for_managers)?.processor_account_id.as_deref()
    }
    /// Cards can be charged.
    async fn card_ready(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.card_ready)
    }
    /// Bank accounts can be debited.
    async fn bank_ready(&self) -> bool {
        self.row.as_ref().is_some_and(|row| row.bank_ready)
    }
    /// What Stripe still asks for, as it names the fields; for organization managers.
    async fn requirements_due(&self) -> Vec<String> {
        let row = self.row.as_ref().filter(|_| self.for_managers);
        row.and_then(|row| serde_json::from_str(&row.requirements_due).ok()).unwrap_or_default()
    }
    /// Where its owner sees it; for organization managers.
    async fn dashboard_url(&self) -> Option<&str> {
        self.row.as_ref().filter(|_| self.for_managers)?.dashboard_url.as_deref()
    }
    /// When it was last read from Stripe.
    async fn updated_at(&self) -> Option<DateTime> {
        self.row.as_ref().map(|row| DateTime::stored(row.updated_at))
    }
}

/// What paying an amount costs by one method.
#[derive(SimpleObject)]
pub struct FeeQuote {
    /// The method.
    method: OnlinePaymentMethod,
    /// Taken off the invoice.
    amount: Money,
    /// Paid on top.
    fee: Money,
    /// Both together.
    total: Money,
    /// Whether it can be used now.
    available: bool,
    /// Why not.
    unavailable_reason: Option<ErrorCode>,
}

impl FeeQuote {
    /// From a price; `refused` overrides the method's own reason.
    pub(in super::super) fn new(
        ctx: &Context<'_>,
        quote: &MethodQuote,
        currency: &str,
        refused: Option<ErrorCode>,
    ) -> Result<FeeQuote> {
        let money = |minor| Money::stored(minor, currency).or_inner(ctx);
        let reason = refused.or(quote.unavailable.map(ErrorCode::from));
        Ok(FeeQuote {
            method: quote.method.into(),
            amount: money(quote.quote.net)?,
            fee: money(quote.quote.fee)?,
            total: money(quote.quote.gross)?,
            available: reason.is_none(),
            unavailable_reason: reason,
        })
    }
}
