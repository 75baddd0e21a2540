//! What the team's pages ask for; one file a concern, shared fragments here.

mod api_keys;
mod audit;
mod community;
mod create;
mod enums;
mod events;
mod fees;
mod invoice;
mod invoice_actions;
mod invoices;
mod organization;
mod payments;
mod payouts;
mod people;
mod publish_all;
mod reconciliation;
pub mod second_factor;
mod settings;
pub mod sign_up;
mod team;
mod transactions;

use super::{ApiLanguage, schema};

pub use api_keys::{ApiKey, NewApiKey, api_keys, create_api_key, revoke_api_key};
pub use audit::{AuditChange, AuditEvent, AuditEventFilter, AuditPage, audit_events};
pub use community::{NewResident, create_resident, create_units, invite_resident, move_out};
pub use create::{
    BillingProperty, BillingUnit, IncomeAccount, NewInvoice, NewLine, billing_properties, create, units_of,
};
pub use enums::{
    ActorKind, ApiKeyStatus, ApiScope, AuditAction, AuditCategory, BillingRunStatus, Country, FeeMode,
    FindingKind, InvoiceOrder, OfflinePaymentMethod, PaymentAccountDashboard, PaymentAccountStatus,
    PayoutFailureReason, PayoutItemKind, PayoutStatus, PeriodClosingKind, RefundFailureReason,
    ResidentStatus, TransactionKind, WebhookEventOutcome, WebhookEventStatus,
};
pub use events::{WebhookEvent, WebhookEventPage, replay_event, replay_events, webhook_events};
pub use fees::{FeeAcknowledgement, FeePreview, FeeSettings, FeeSettingsInput, preview_fees, set_fees};
pub use invoice::{
    ActivePayment, InvoiceDispute, InvoiceLine, InvoicePayment, InvoiceRefund, InvoiceView, invoice,
};
pub use invoice_actions::{
    Offline, discard, publish, record_payment, refund_payment, resend, reverse_payment, void, write_off,
};
pub use invoices::{
    Bucket, InvoiceFilter, InvoicePage, InvoiceRow, InvoiceTotals, RowPayment, invoices, totals,
};
pub use organization::{
    NewProperty, OrganizationSettings, PropertyRow, create_property, organization_settings,
    update_organization,
};
pub use payments::{PaymentPage, PaymentRow, payments};
pub use payouts::{
    Payout, PayoutCompositionLine, PayoutItem, PayoutPage, PayoutRow, TransactionPayment, payout, payouts,
};
pub use people::{ResidencyRow, ResidentPage, ResidentRow, UnitPage, UnitRow, residents, units};
pub use publish_all::{Audience, BillingRun, BillingRunFailure, audience, billing_run, publish_all};
pub use reconciliation::{
    CheckedProperty, Finding, PeriodClosing, Reconciliation, check_property, checked_properties,
    close_period, reopen_period,
};
pub use settings::{
    PaymentAccount, PropertySettings, connect, open_dashboard, payment_settings, refresh_account,
};
pub use team::{
    Invitee, Member, MemberInvitation, Members, TeamPage, invite_member, remove_member, revoke_invitation,
    team, update_member,
};
pub use transactions::{Transaction, TransactionFilter, TransactionPage, TransactionTotals, transactions};

/// A resident, with what decides whether mail reaches them.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Resident")]
pub struct ResidentName {
    pub id: cynic::Id,
    pub name: String,
    pub email: Option<String>,
    pub language: ApiLanguage,
    pub status: ResidentStatus,
}

impl ResidentName {
    /// Whether mail is sent to this person: there is an address, and they are invited or active.
    pub fn gets_mail(&self) -> bool {
        self.email.is_some() && matches!(self.status, ResidentStatus::Active | ResidentStatus::Invited)
    }
}

/// A unit by its label.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Unit")]
pub struct UnitLabel {
    pub label: String,
}

/// A property by its name.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Property")]
pub struct PropertyName {
    pub id: cynic::Id,
    pub name: String,
}

/// An invoice by number and title.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Invoice")]
pub struct InvoiceName {
    pub id: cynic::Id,
    pub number: Option<String>,
    pub title: String,
    pub unit: UnitLabel,
}
