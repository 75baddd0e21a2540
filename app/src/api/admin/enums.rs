//! The schema's enums that only the team's pages know.

use crate::api::schema;

/// How far a run that publishes drafts has come.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillingRunStatus {
    Running,
    Done,
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
    use super::InvoiceOrder;

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
