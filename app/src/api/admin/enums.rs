//! The schema's enums that only the team's pages know.

use crate::api::schema;

/// Who did something.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    Person,
    ApiKey,
    Propty,
}

/// Whether a key works.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiKeyStatus {
    Active,
    Expired,
    Revoked,
}

/// What a key may do.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiScope {
    PropertiesRead,
    CommunityWrite,
    InvoicesRead,
    InvoicesWrite,
    LedgerRead,
}

/// What an event of the audit is about.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditCategory {
    Access,
    Team,
    Money,
    Keys,
    Settings,
}

/// What was done.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditAction {
    SignedIn,
    SignInFailed,
    SignedOut,
    PasswordChanged,
    PasswordRemoved,
    SecondFactorEnabled,
    SecondFactorDisabled,
    RecoveryCodesReplaced,
    OrganizationCreated,
    OrganizationUpdated,
    PropertyCreated,
    UnitCreated,
    FeeModeChanged,
    PaymentAccountConnected,
    PaymentAccountChanged,
    MemberInvited,
    MemberInvitationRevoked,
    MemberJoined,
    MemberUpdated,
    MemberRemoved,
    ResidentCreated,
    ResidentInvited,
    ResidentJoined,
    ResidentMovedOut,
    ApiKeyCreated,
    ApiKeyRevoked,
    ApiKeyUsed,
    InvoiceCreated,
    InvoiceDiscarded,
    InvoicePublished,
    InvoiceVoided,
    InvoiceEmailResent,
    PaymentStarted,
    PaymentReplaced,
    PaymentSucceeded,
    PaymentFailed,
    PaymentParked,
    PaymentRecorded,
    PaymentReversed,
    RefundRequested,
    RefundChanged,
    DisputeChanged,
    PayoutChanged,
}

/// How far a run that publishes drafts has come.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillingRunStatus {
    Running,
    Done,
}

/// Where a community is.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Country {
    Us,
    Ca,
}

/// Who pays what online payment costs.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeMode {
    Pass,
    Absorb,
}

/// How a list of invoices is sorted.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceOrder {
    DueDesc,
    DueAsc,
    NumberDesc,
    NumberAsc,
    TotalDesc,
    TotalAsc,
    BalanceDesc,
    BalanceAsc,
}

/// How money comes that was not paid online.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfflinePaymentMethod {
    Cash,
    Cheque,
    Other,
}

/// Where a property's payment account stands.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentAccountStatus {
    NotConnected,
    OnboardingStarted,
    PendingVerification,
    Active,
    Restricted,
    Disabled,
}

/// What a part of a deposit is.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutItemKind {
    Payment,
    Refund,
    Fee,
    Adjustment,
}

/// Where a deposit is on its way to the bank.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutStatus {
    Pending,
    InTransit,
    Paid,
    Failed,
    Canceled,
}

/// Where a resident is between being entered and having moved out.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResidentStatus {
    Pending,
    Invited,
    Active,
    Inactive,
}

impl ApiScope {
    /// Every scope, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::PropertiesRead,
        Self::CommunityWrite,
        Self::InvoicesRead,
        Self::InvoicesWrite,
        Self::LedgerRead,
    ];
}

impl AuditCategory {
    /// Every category, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Access, Self::Team, Self::Money, Self::Keys, Self::Settings];

    /// The value in an address: `?category=money`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Team => "team",
            Self::Money => "money",
            Self::Keys => "keys",
            Self::Settings => "settings",
        }
    }

    /// Reads the value from an address; `None` for anything else.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.slug() == slug)
    }
}

impl InvoiceOrder {
    /// Every order, in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::DueDesc,
        Self::DueAsc,
        Self::NumberDesc,
        Self::NumberAsc,
        Self::TotalDesc,
        Self::TotalAsc,
        Self::BalanceDesc,
        Self::BalanceAsc,
    ];

    /// The value in an address: `?order=due`, `-due` for the other way round.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::DueDesc => "-due",
            Self::DueAsc => "due",
            Self::NumberDesc => "-number",
            Self::NumberAsc => "number",
            Self::TotalDesc => "-total",
            Self::TotalAsc => "total",
            Self::BalanceDesc => "-balance",
            Self::BalanceAsc => "balance",
        }
    }

    /// Reads the value from an address; `None` for anything else.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.slug() == slug)
    }

    /// Whether the largest, or latest, comes first.
    pub fn is_descending(self) -> bool {
        self.slug().starts_with('-')
    }
}

#[cfg(test)]
mod tests {
    use super::{AuditCategory, InvoiceOrder};

    #[test]
    fn categories_survive_the_address() {
        for category in AuditCategory::ALL {
            assert_eq!(AuditCategory::from_slug(category.slug()), Some(category));
        }
        assert_eq!(AuditCategory::from_slug("billing"), None);
    }

    #[test]
    fn orders_survive_the_address() {
        for order in InvoiceOrder::ALL {
            assert_eq!(InvoiceOrder::from_slug(order.slug()), Some(order));
        }
        assert_eq!(InvoiceOrder::from_slug("unit"), None);
        assert!(InvoiceOrder::DueDesc.is_descending());
        assert!(!InvoiceOrder::DueAsc.is_descending());
    }
}
