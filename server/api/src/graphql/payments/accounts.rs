//! A property's account at Stripe.

use async_graphql::{Context, Enum, Object, Result};
use domain::payment_account::Dashboard;

use crate::graphql::results::ResultExt;
use crate::graphql::scalars::DateTime;
use application::payment_accounts::visibility::VisibleAccount;

/// Where a property's payment account stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::payment_account::PaymentAccountStatus")]
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

/// How an account's owner sees it at Stripe.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Dashboard")]
pub enum PaymentAccountDashboard {
    /// Stripe's own dashboard.
    Full,
    /// A small one, by a link that works once.
    Express,
    /// Not at all.
    None,
}

/// Who bears processing fees.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::fee::FeeMode")]
pub enum FeeMode {
    /// The resident, on top of the invoice.
    Pass,
    /// The community, out of what it receives.
    Absorb,
}

/// How a resident pays online.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::fee::OnlineMethod")]
pub enum OnlinePaymentMethod {
    /// Bank debit: ACH in the United States, PAD in Canada.
    Bank,
    /// Credit or debit card.
    Card,
}

/// A property's account at Stripe.
pub struct PaymentAccount(pub VisibleAccount);

/// A property's account at Stripe.
#[Object]
impl PaymentAccount {
    /// Where it stands.
    async fn status(&self, ctx: &Context<'_>) -> Result<PaymentAccountStatus> {
        Ok(self.0.status().or_internal_error(ctx)?.into())
    }
    /// Stripe's id of the account, while it is connected; for organization managers.
    async fn processor_account_id(&self) -> Option<&str> {
        self.0.processor_account_id()
    }
    /// Cards can be charged.
    async fn card_ready(&self) -> bool {
        self.0.is_card_ready()
    }
    /// Bank accounts can be debited.
    async fn bank_ready(&self) -> bool {
        self.0.is_bank_ready()
    }
    /// What Stripe still asks for, as it names the fields; for organization managers.
    async fn requirements_due(&self) -> Vec<String> {
        self.0.requirements_due()
    }
    /// When the first of it becomes overdue, where Stripe says so; for organization managers.
    async fn requirements_deadline(&self) -> Option<DateTime> {
        self.0.requirements_deadline().map(DateTime::stored)
    }
    /// How its owner sees it at Stripe, for `paymentAccountDashboardOpen`; none once it is disconnected, and
    /// for organization managers only.
    async fn dashboard(&self, ctx: &Context<'_>) -> Result<PaymentAccountDashboard> {
        Ok(self.0.dashboard().or_internal_error(ctx)?.into())
    }
    /// When it was last read from Stripe.
    async fn updated_at(&self) -> Option<DateTime> {
        self.0.updated_at().map(DateTime::stored)
    }
}
