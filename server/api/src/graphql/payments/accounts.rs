//! A property's account at Stripe.

use async_graphql::{Enum, Object, Result};
use domain::payment_account::Dashboard;
use entity::payment_account;

use super::super::scalars::DateTime;

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
pub struct PaymentAccount {
    pub(in super::super) row: Option<payment_account::Model>,
    pub(in super::super) for_managers: bool,
}

impl PaymentAccount {
    fn linked(&self) -> Option<&payment_account::Model> {
        self.row.as_ref().filter(|row| row.unlinked_at.is_none())
    }
}

/// A property's account at Stripe.
#[Object]
impl PaymentAccount {
    /// Where it stands.
    async fn status(&self) -> Result<PaymentAccountStatus> {
        let status = self.row.as_ref().map(|row| row.status);
        Ok(status.unwrap_or(domain::payment_account::PaymentAccountStatus::NotConnected).into())
    }
    /// Stripe's id of the account, while it is connected; for organization managers.
    async fn processor_account_id(&self) -> Option<&str> {
        self.linked().filter(|_| self.for_managers)?.processor_account_id.as_deref()
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
    /// When the first of it becomes overdue, where Stripe says so; for organization managers.
    async fn requirements_deadline(&self) -> Option<DateTime> {
        self.row.as_ref().filter(|_| self.for_managers)?.requirements_deadline.map(DateTime::stored)
    }
    /// How its owner sees it at Stripe, for `paymentAccountDashboardOpen`; none once it is disconnected, and
    /// for organization managers only.
    async fn dashboard(&self) -> Result<PaymentAccountDashboard> {
        let row = self.linked().filter(|_| self.for_managers);
        Ok(row.map_or(Dashboard::None, |row| row.dashboard).into())
    }
    /// When it was last read from Stripe.
    async fn updated_at(&self) -> Option<DateTime> {
        self.row.as_ref().map(|row| DateTime::stored(row.updated_at))
    }
}
