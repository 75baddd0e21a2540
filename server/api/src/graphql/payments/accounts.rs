//! A property's account at Stripe.

use async_graphql::Object;

use crate::graphql::enums::schema_enum;
use crate::graphql::scalars::DateTime;
use application::payment_accounts::visibility::VisibleAccount;

schema_enum!(PaymentAccountStatus = domain::payment_account::PaymentAccountStatus);

schema_enum!(PaymentAccountDashboard = domain::payment_account::Dashboard);

schema_enum!(FeeMode = domain::fee::FeeMode);

schema_enum!(OnlinePaymentMethod = domain::fee::OnlineMethod);

/// A property's account at Stripe.
pub struct PaymentAccount(pub VisibleAccount);

/// A property's account at Stripe.
#[Object]
impl PaymentAccount {
    /// Where it stands.
    async fn status(&self) -> PaymentAccountStatus {
        self.0.status().into()
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
    async fn dashboard(&self) -> PaymentAccountDashboard {
        self.0.dashboard().into()
    }
    /// When it was last read from Stripe.
    async fn updated_at(&self) -> Option<DateTime> {
        self.0.updated_at().map(DateTime::stored)
    }
}
