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
    FeesChanged,
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
    InvoiceWrittenOff,
    InvoiceEmailResent,
    PaymentStarted,
    PaymentReplaced,
    PaymentSucceeded,
    PaymentFailed,
    PaymentMismatch,
    PaymentRecorded,
    PaymentReversed,
    RefundRequested,
    RefundChanged,
    DisputeChanged,
    AutopayStarted,
    AutopayChanged,
    AutopayEnded,
    PayoutChanged,
    WebhookEventReplayed,
    PeriodClosed,
    PeriodReopened,
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

/// How an account's owner sees it at the processor.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentAccountDashboard {
    Full,
    Express,
    None,
}

/// What a part of a payout is.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutItemKind {
    Payment,
    Refund,
    Dispute,
    Fee,
    FailedPayout,
    Adjustment,
}

/// Why a payout came back.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutFailureReason {
    AccountClosed,
    AccountRestricted,
    AccountNotFound,
    WrongHolder,
    WrongCurrency,
    Declined,
    InsufficientFunds,
    NotProcessed,
    Other,
}

/// Why a refund did not reach the payer.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundFailureReason {
    CardGone,
    Declined,
    InsufficientFunds,
    Disputed,
    Withdrawn,
    NotStarted,
    Other,
}

/// What moved.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransactionKind {
    OnlinePayment,
    OfflinePayment,
    OfflineReversal,
    Refund,
    RefundFailed,
    DisputeOpened,
    DisputeWon,
    DisputeLost,
    FeeCorrection,
    Adjustment,
    Payout,
    PayoutFailed,
}

/// What does not agree.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    BalanceMismatch,
    ProcessorUnreachable,
    LedgerInconsistent,
    InvoiceMismatch,
    PaymentMismatch,
    FeeMismatch,
    SettlementOverdue,
    PayoutMismatch,
    PayoutFailed,
    WebhookEventPending,
    WebhookEventFailed,
}

/// Where something Stripe told stands.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookEventStatus {
    Pending,
    Applied,
    Failed,
}

/// What became of something Stripe told.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookEventOutcome {
    PaymentSynced,
    PayoutSynced,
    AccountSynced,
    AccountDisconnected,
    OtherSynced,
    Ignored,
}

/// What was done to a period of the books.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodClosingKind {
    Closed,
    Reopened,
}

/// Where a payout is on its way to the bank.
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

impl PayoutStatus {
    /// The states a list can be narrowed to, with their values in an address.
    pub const LISTED: [(Self, &'static str); 3] =
        [(Self::Paid, "paid"), (Self::InTransit, "in-transit"), (Self::Failed, "failed")];

    /// Reads the value from an address; `None` for anything else.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::LISTED.into_iter().find(|(_, known)| *known == slug).map(|(status, _)| status)
    }
}

impl WebhookEventStatus {
    /// Every state with its value in an address.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Pending, "pending"), (Self::Failed, "failed"), (Self::Applied, "applied")];

    /// Reads the value from an address; `None` for anything else.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == slug).map(|(state, _)| state)
    }
}

impl TransactionKind {
    /// What a list can be narrowed to: kinds that belong together, with their value in an address and the words
    /// of the file's address.
    pub const GROUPS: [(&'static str, &'static [Self], &'static str); 5] = [
        (
            "payments",
            &[Self::OnlinePayment, Self::OfflinePayment, Self::OfflineReversal],
            "online_payment,offline_payment,offline_reversal",
        ),
        ("refunds", &[Self::Refund, Self::RefundFailed], "refund,refund_failed"),
        (
            "disputes",
            &[Self::DisputeOpened, Self::DisputeWon, Self::DisputeLost],
            "dispute_opened,dispute_won,dispute_lost",
        ),
        ("fees", &[Self::FeeCorrection, Self::Adjustment], "fee_correction,adjustment"),
        ("deposits", &[Self::Payout, Self::PayoutFailed], "payout,payout_failed"),
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
