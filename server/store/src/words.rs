//! The words that rows keep for the domain's cases, both ways.

use domain::{
    audit, failure, fee, invoice, ledger, money, payment, payment_account, place, refund, roles, session,
};

use super::{StoreError, StoreResult};

/// A case that is kept as a word.
pub trait Word: Sized + Copy + 'static {
    /// Every case with its word.
    const WORDS: &'static [(Self, &'static str)];
    /// The word; empty for a case missing from `WORDS`, which a test rules out.
    fn word(self) -> &'static str;
    /// The case.
    fn from_word(word: &str) -> StoreResult<Self> {
        Self::WORDS
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(case, _)| *case)
            .ok_or_else(|| StoreError::Corrupt(format!("unknown word: {word}")))
    }
}

macro_rules! words {
    ($($type:path { $($case:ident = $word:literal),* $(,)? })*) => {
        $(
            impl Word for $type {
                const WORDS: &'static [(Self, &'static str)] = &[$((<$type>::$case, $word)),*];
                fn word(self) -> &'static str {
                    match self { $(<$type>::$case => $word),* }
                }
            }
        )*
    };
}

words! {
    invoice::InvoiceStatus { Draft = "draft", Open = "open", Paid = "paid", Void = "void", Uncollectible = "uncollectible" }
    payment::PaymentStatus {
        Created = "created", Open = "open", Processing = "processing", Succeeded = "succeeded",
        Failed = "failed", Expired = "expired", Reversed = "reversed",
    }
    payment::PaymentMethod { Bank = "bank", Card = "card", Cash = "cash", Cheque = "cheque", Other = "other" }
    refund::RefundStatus {
        Requested = "requested", Pending = "pending", Succeeded = "succeeded", Failed = "failed",
        Canceled = "canceled",
    }
    refund::DisputeStage {
        Inquiry = "inquiry", NeedsResponse = "needs_response", UnderReview = "under_review", Won = "won",
        Lost = "lost", Closed = "closed",
    }
    failure::PaymentFailure {
        InsufficientFunds = "insufficient_funds", CardExpired = "card_expired", CardDetails = "card_details",
        NotConfirmed = "not_confirmed", LimitReached = "limit_reached", AccountClosed = "account_closed",
        AccountNotFound = "account_not_found", AccountRestricted = "account_restricted",
        NotProcessed = "not_processed", NotStarted = "not_started", Stopped = "stopped", Declined = "declined",
    }
    failure::RefundFailure {
        CardGone = "card_gone", Declined = "declined", InsufficientFunds = "insufficient_funds",
        Disputed = "disputed", Withdrawn = "withdrawn", NotStarted = "not_started", Other = "other",
    }
    payment_account::PaymentAccountStatus {
        NotConnected = "not_connected", OnboardingStarted = "onboarding_started",
        PendingVerification = "pending_verification", Active = "active", Restricted = "restricted",
        Disabled = "disabled",
    }
    payment_account::Dashboard { Full = "full", Express = "express", None = "none" }
    fee::FeeMode { Pass = "pass", Absorb = "absorb" }
    place::Country { Us = "us", Ca = "ca" }
    money::Currency { Usd = "USD", Cad = "CAD" }
    ledger::TransactionCause {
        InvoicePublished = "invoice_published", InvoiceVoided = "invoice_voided",
        OnlinePayment = "online_payment", OfflinePayment = "offline_payment",
        OfflineReversal = "offline_reversal", Refund = "refund", RefundFailed = "refund_failed",
        DisputeOpened = "dispute_opened", DisputeWon = "dispute_won", DisputeLost = "dispute_lost",
        FeeCorrection = "fee_correction", Adjustment = "adjustment", Payout = "payout",
        PayoutFailed = "payout_failed",
    }
    ledger::AccountKind { Asset = "asset", Liability = "liability", Income = "income", Expense = "expense" }
    roles::Role {
        OrganizationManager = "organization_manager", PropertyManager = "property_manager", Resident = "resident",
        ApiKey = "api_key",
    }
    roles::ApiScope {
        PropertiesRead = "properties_read", CommunityWrite = "community_write", InvoicesRead = "invoices_read",
        InvoicesWrite = "invoices_write", LedgerRead = "ledger_read",
    }
    audit::ActorKind { Person = "person", ApiKey = "api_key", Propty = "propty" }
    session::SignInMethod { Password = "password", Link = "link", Invitation = "invitation" }
    domain::payout::PayoutStatus {
        Pending = "pending", InTransit = "in_transit", Paid = "paid", Failed = "failed", Canceled = "canceled",
    }
    domain::payout::PayoutItemKind {
        Payment = "payment", Refund = "refund", Dispute = "dispute", Fee = "fee", FailedPayout = "failed_payout",
        Adjustment = "adjustment",
    }
    domain::webhook::WebhookEndpoint { Connect = "connect", Account = "account" }
    locales::Language { En = "en", Fr = "fr" }
}
