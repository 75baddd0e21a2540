//! A property's account at Stripe.

use async_graphql::Object;

use crate::graphql::enums::schema_enum;
use crate::graphql::scalars::DateTime;
use application::payment_accounts::visibility::VisibleAccount;

schema_enum!(PaymentAccountStatus = domain::payment_account::PaymentAccountStatus);

schema_enum!(PaymentAccountDashboard = domain::payment_account::Dashboard);

schema_enum!(FeeMode = domain::fee::FeeMode);

schema_enum!(OnlinePaymentMethod = domain::fee::OnlineMethod);

/// A property's account at the payment processor. Who may see the property sees whether it takes payments;
/// the rest is for organization managers.
pub struct PaymentAccount(pub VisibleAccount);

/// A property's account at the payment processor. Who may see the property sees whether it takes payments;
/// the rest is for organization managers.
#[Object]
impl PaymentAccount {
    /// Status of the account; `NOT_CONNECTED` when there is none.
    async fn status(&self) -> PaymentAccountStatus {
        self.0.status().into()
    }
    /// The processor's id of the account; null when it is disconnected, and for all but organization
    /// managers.
    async fn processor_account_id(&self) -> Option<&str> {
        self.0.processor_account_id()
    }
    /// Whether payments by card can be made.
    async fn card_ready(&self) -> bool {
        self.0.is_card_ready()
    }
    /// Whether payments by bank debit can be made.
    async fn bank_ready(&self) -> bool {
        self.0.is_bank_ready()
    }
    /// What the processor still requires, by its names of the fields; empty for all but organization
    /// managers.
    async fn requirements_due(&self) -> Vec<String> {
        self.0.requirements_due()
    }
    /// When the first requirement becomes overdue; null when there is no deadline, and for all but
    /// organization managers.
    async fn requirements_deadline(&self) -> Option<DateTime> {
        self.0.requirements_deadline().map(DateTime::stored)
    }
    /// The dashboard that `paymentAccountDashboardOpen` opens; `NONE` when the account is disconnected, and
    /// for all but organization managers.
    async fn dashboard(&self) -> PaymentAccountDashboard {
        self.0.dashboard().into()
    }
    /// When the account was last read from the processor; null when there is none.
    async fn updated_at(&self) -> Option<DateTime> {
        self.0.updated_at().map(DateTime::stored)
    }
}
