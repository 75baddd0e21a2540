//! What a check of a property's money can find.

use serde::{Deserialize, Serialize};

use crate::id::Uuid;
use crate::{described_enum, json_column};

described_enum! {
    /// What a reconciliation found not to agree.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum FindingKind {
        /// The ledger's balance at the payment processor differs from the balance the processor reports.
        BalanceMismatch,
        /// The payment processor could not be asked for its balance.
        ProcessorUnreachable,
        /// The ledger contradicts itself: a hash, a sequence number or a sum is wrong.
        LedgerInconsistent,
        /// An invoice's balance differs from the sum of its ledger entries.
        InvoiceMismatch,
        /// A payment at the payment processor differs from the one recorded, and was not applied.
        PaymentMismatch,
        /// The payment processor kept another fee than the ledger has.
        FeeMismatch,
        /// A bank transfer is still processing after the day by which it should have settled.
        SettlementOverdue,
        /// The items of a payout do not add up to its amount.
        PayoutMismatch,
        /// A payout failed, and none has arrived since.
        PayoutFailed,
        /// A webhook event has waited to be applied for more than ten minutes.
        WebhookEventPending,
        /// A webhook event could not be applied and is not tried again.
        WebhookEventFailed,
    }
}

/// One thing that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What.
    pub kind: FindingKind,
    /// The invoice, payment, payout or webhook event.
    pub object: Option<Uuid>,
    /// What our books or rows say, minor units.
    pub ours: Option<i64>,
    /// What it is elsewhere, minor units.
    pub theirs: Option<i64>,
    /// A day it is about, ISO 8601.
    pub day: Option<String>,
    /// More, in words.
    pub detail: Option<String>,
}

impl Finding {
    /// Without amounts.
    pub fn new(kind: FindingKind, object: Option<Uuid>) -> Finding {
        Finding { kind, object, ours: None, theirs: None, day: None, detail: None }
    }

    /// With what we have and what it is elsewhere, minor units.
    pub fn with_amounts(kind: FindingKind, object: Option<Uuid>, ours: i64, theirs: i64) -> Finding {
        Finding { ours: Some(ours), theirs: Some(theirs), ..Finding::new(kind, object) }
    }
}

json_column! {
    /// What a check found, at most a certain number of each kind.
    pub struct Findings(Vec<Finding>);
}
