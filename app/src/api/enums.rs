//! The schema's enums. Each lists every value: one that is added there does not build until it is here.

use locales::Language;

use super::schema;

/// A currency Propty bills in.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Currency {
    #[cynic(rename = "USD")]
    Usd,
    #[cynic(rename = "CAD")]
    Cad,
}

/// A language, as the API writes it.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "Language")]
pub enum ApiLanguage {
    En,
    Fr,
}

/// Why a payment did not go through.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentFailureReason {
    InsufficientFunds,
    CardExpired,
    CardDetails,
    NotConfirmed,
    LimitReached,
    AccountClosed,
    AccountNotFound,
    AccountRestricted,
    NotProcessed,
    NotStarted,
    Stopped,
    Declined,
}

/// Why a mutation was refused.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    NotFound,
    InvalidAmount,
    InvalidDate,
    InvalidEmail,
    Required,
    TooLong,
    DueDatePast,
    ReceivedDateFuture,
    UnknownUnit,
    UnknownIncomeAccount,
    NoLines,
    InvoiceAlreadyPublished,
    InvoiceNotDraft,
    InvoiceNotOpen,
    InvoiceHasPayments,
    InvoiceWrittenOff,
    VersionConflict,
    IdempotencyKeyReused,
    IdempotencyKeyInvalid,
    AmountAboveBalance,
    AmountBelowMinimum,
    PaymentInProgress,
    PaymentsNotConnected,
    PaymentMethodUnavailable,
    PaymentNotReversible,
    PaymentNotRefundable,
    AmountAboveRefundable,
    ProcessorUnavailable,
    ProcessorRefused,
    InvalidCredentials,
    LinkInvalid,
    TooManyRequests,
    NotAllowed,
    NothingToPublish,
    PasswordTooShort,
    PasswordTooLong,
    PasswordCommon,
    PasswordWrong,
    RecentSignInRequired,
    CodeInvalid,
    SecondFactorEnabled,
    SecondFactorNotEnabled,
    SecondFactorRequired,
    InvitationInvalid,
    AlreadyMember,
    LastManager,
    EmailMissing,
    AlreadyActive,
    MovedOut,
    NameTaken,
    InvalidValue,
    PeriodClosed,
    PeriodNotOver,
    PeriodNotClosed,
    CardFeesForbidden,
    AcknowledgementRequired,
}

/// The lists of invoices people work from.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceStatusFilter {
    Draft,
    Open,
    Overdue,
    Processing,
    Paid,
    Void,
    Uncollectible,
}

/// Where an invoice is in its life.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceStatus {
    Draft,
    Open,
    Paid,
    Void,
    Uncollectible,
}

/// How a resident can pay online.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnlinePaymentMethod {
    Bank,
    Card,
}

/// How a payment comes.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentMethod {
    Bank,
    Card,
    Cash,
    Cheque,
    Other,
}

/// Where an attempt to collect is.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentStatus {
    Pending,
    Processing,
    Succeeded,
    Failed,
    Expired,
    Reversed,
    PartiallyRefunded,
    Refunded,
    Disputed,
    Returned,
}

/// Where a refund is.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundStatus {
    Requested,
    Pending,
    Succeeded,
    Failed,
    Canceled,
}

/// Where a dispute is.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeStatus {
    Inquiry,
    NeedsResponse,
    UnderReview,
    Won,
    Lost,
    Closed,
}

/// How a resident lives in a unit.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResidencyKind {
    Owner,
    Tenant,
}

/// What a member of a team may do.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    OrganizationManager,
    PropertyManager,
}

/// Which of the two sites a sign-in link leads to.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInAudience {
    Admin,
    Portal,
}

/// What happened to an invoice.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineKind {
    Created,
    Published,
    EmailQueued,
    EmailSent,
    EmailFailed,
    CheckoutStarted,
    CheckoutExpired,
    TransferStarted,
    PaymentSucceeded,
    PaymentFailed,
    PaymentRecorded,
    PaymentReversed,
    PaidOut,
    Paid,
    Refunded,
    RefundFailed,
    Disputed,
    DisputeWon,
    Returned,
    Voided,
    WrittenOff,
}

impl Currency {
    /// The ISO 4217 code, as `Intl` wants it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Cad => "CAD",
        }
    }
}

impl From<ApiLanguage> for Language {
    fn from(language: ApiLanguage) -> Self {
        match language {
            ApiLanguage::En => Self::En,
            ApiLanguage::Fr => Self::Fr,
        }
    }
}

impl From<Language> for ApiLanguage {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Fr => Self::Fr,
        }
    }
}

impl InvoiceStatusFilter {
    /// The value in an address: `?status=open`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Processing => "processing",
            Self::Paid => "paid",
            Self::Void => "void",
            Self::Uncollectible => "uncollectible",
        }
    }

    /// Reads the value from an address; `None` for anything else.
    pub fn from_slug(slug: &str) -> Option<Self> {
        let all = [
            Self::Draft,
            Self::Open,
            Self::Overdue,
            Self::Processing,
            Self::Paid,
            Self::Void,
            Self::Uncollectible,
        ];
        all.into_iter().find(|status| status.slug() == slug)
    }
}

impl PaymentStatus {
    /// The value in an address: `?status=processing`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Reversed => "reversed",
            Self::PartiallyRefunded => "partially-refunded",
            Self::Refunded => "refunded",
            Self::Disputed => "disputed",
            Self::Returned => "returned",
        }
    }

    /// Reads the value from an address; `None` for anything else.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [
            Self::Pending,
            Self::Processing,
            Self::Succeeded,
            Self::Failed,
            Self::Expired,
            Self::Reversed,
            Self::PartiallyRefunded,
            Self::Refunded,
            Self::Disputed,
            Self::Returned,
        ]
        .into_iter()
        .find(|status| status.slug() == slug)
    }
}
