//! Double entry, per property: which accounts there are, what each business event posts, and the hash that
//! chains each transaction to the one before so that a later change shows. Amounts in minor units; debits
//! are positive, credits negative, and a transaction's entries sum to zero.

use crate::coded_enum;
use crate::id::{InvoiceId, LedgerAccountId, PropertyId, UnitId, Uuid};
use crate::instant::Instant;
use sha2::{Digest, Sha256};

use crate::money;

coded_enum! {
    /// Kind of a ledger account.
    pub enum AccountKind {
        /// What the community has or is owed; grows by debits.
        Asset = "asset",
        /// What the community owes; grows by credits.
        Liability = "liability",
        /// What the community earned; grows by credits.
        Income = "income",
        /// What the community spent; grows by debits.
        Expense = "expense",
    }
}

/// An account of the standard chart that every property has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandardAccount {
    /// Number in the chart.
    pub code: &'static str,
    /// English name, as accountants know it.
    pub name: &'static str,
    /// Kind of account.
    pub kind: AccountKind,
}

/// Money in the community's bank.
pub const BANK: &str = "1000";
/// Cash and cheques not yet taken to the bank.
pub const UNDEPOSITED: &str = "1050";
/// What residents owe; one account per residency below it.
pub const RECEIVABLE: &str = "1100";
/// Money at the payment processor.
pub const CLEARING: &str = "1200";
/// Money that payers' banks hold while a dispute is open.
pub const DISPUTED: &str = "1210";
/// Overpayments that belong to residents.
pub const CREDITS: &str = "2100";
/// Taxes collected.
pub const TAX_PAYABLE: &str = "2200";
/// Fees that residents paid on top.
pub const FEE_RECOVERY: &str = "4900";
/// What the processor kept.
pub const FEE_EXPENSE: &str = "5100";
/// What disputes and returned transfers cost.
pub const DISPUTE_FEES: &str = "5200";
/// Receivables given up as uncollectible.
pub const BAD_DEBT: &str = "5300";
/// What else moved at the processor: charges made outside Propty and its own corrections.
pub const PROCESSOR_ADJUSTMENTS: &str = "5190";

/// The chart every property starts with.
pub const CHART: &[StandardAccount] = &[
    StandardAccount { code: BANK, name: "Bank", kind: AccountKind::Asset },
    StandardAccount { code: UNDEPOSITED, name: "Undeposited funds", kind: AccountKind::Asset },
    StandardAccount { code: RECEIVABLE, name: "Accounts receivable", kind: AccountKind::Asset },
    StandardAccount { code: CLEARING, name: "Processor clearing", kind: AccountKind::Asset },
    StandardAccount { code: DISPUTED, name: "Disputed payments", kind: AccountKind::Asset },
    StandardAccount { code: CREDITS, name: "Resident credits", kind: AccountKind::Liability },
    StandardAccount { code: TAX_PAYABLE, name: "Taxes payable", kind: AccountKind::Liability },
    StandardAccount { code: "4000", name: "Assessments", kind: AccountKind::Income },
    StandardAccount { code: "4010", name: "Special assessments", kind: AccountKind::Income },
    StandardAccount { code: "4020", name: "Reserve fund", kind: AccountKind::Income },
    StandardAccount { code: "4030", name: "Rent", kind: AccountKind::Income },
    StandardAccount { code: "4040", name: "Parking and storage", kind: AccountKind::Income },
    StandardAccount { code: "4050", name: "Late fees and charges", kind: AccountKind::Income },
    StandardAccount { code: FEE_RECOVERY, name: "Fee recovery", kind: AccountKind::Income },
    StandardAccount { code: FEE_EXPENSE, name: "Processing fees", kind: AccountKind::Expense },
    StandardAccount { code: DISPUTE_FEES, name: "Dispute fees", kind: AccountKind::Expense },
    StandardAccount {
        code: PROCESSOR_ADJUSTMENTS,
        name: "Other processor adjustments",
        kind: AccountKind::Expense,
    },
    StandardAccount { code: BAD_DEBT, name: "Bad debt", kind: AccountKind::Expense },
];

/// Whether invoices may be billed to this account of the chart.
pub fn is_billable(code: &str) -> bool {
    code != FEE_RECOVERY
        && CHART.iter().any(|account| account.code == code && account.kind == AccountKind::Income)
}

coded_enum! {
    /// Kind of a transaction: the business event for which it was recorded.
    pub enum TransactionCause {
        /// An invoice was published.
        InvoicePublished = "invoice_published",
        /// A published invoice was voided.
        InvoiceVoided = "invoice_voided",
        /// What was owed on an invoice was written off.
        InvoiceWrittenOff = "invoice_written_off",
        /// An online payment was received.
        OnlinePayment = "online_payment",
        /// A payment received outside Propty was recorded.
        OfflinePayment = "offline_payment",
        /// A recorded payment was reversed.
        OfflineReversal = "offline_reversal",
        /// A refund left the balance at the payment processor.
        Refund = "refund",
        /// A refund failed, and its money came back.
        RefundFailed = "refund_failed",
        /// The payer's bank withdrew a payment because of a dispute.
        DisputeOpened = "dispute_opened",
        /// A dispute was decided for the community, and the money came back.
        DisputeWon = "dispute_won",
        /// A dispute was decided for the payer; the amount is owed again.
        DisputeLost = "dispute_lost",
        /// The payment processor kept another fee than the ledger had.
        FeeCorrection = "fee_correction",
        /// Any other movement at the payment processor, such as a fee of its own.
        Adjustment = "adjustment",
        /// A payout arrived in the bank account.
        Payout = "payout",
        /// A payout was returned by the bank.
        PayoutFailed = "payout_failed",
    }
}

/// One side of a transaction. `A` names an account; the database's key once it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry<A> {
    /// The account.
    pub account: A,
    /// Minor units; a debit is positive, a credit negative.
    pub amount: i64,
    /// The invoice whose balance it moves, for receivable accounts.
    pub invoice: Option<InvoiceId>,
}

/// Why a transaction can't be posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The entries don't sum to zero.
    #[error("debits and credits differ")]
    Unbalanced,
    /// Nothing to post.
    #[error("a transaction needs at least two entries")]
    Empty,
}

/// An account before its row is known: the chart's code, and for receivables and credits whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountRef {
    /// Code in the chart.
    pub code: String,
    /// The unit, for the accounts kept per household.
    pub unit: Option<UnitId>,
}

impl AccountRef {
    /// An account of the property as a whole.
    pub fn for_property(code: &str) -> Self {
        AccountRef { code: code.to_owned(), unit: None }
    }
    /// An account of one household.
    pub fn for_unit(code: &str, unit: UnitId) -> Self {
        AccountRef { code: code.to_owned(), unit: Some(unit) }
    }
}

/// What of a payment is allocated to an invoice: invoice, the unit it bills, minor units.
pub type InvoiceAllocation = (InvoiceId, UnitId, i64);

fn entry(account: AccountRef, amount: i64, invoice: Option<InvoiceId>) -> LedgerEntry<AccountRef> {
    LedgerEntry { account, amount, invoice }
}

/// Publishing: the household owes the total, each line earns on its account.
pub fn invoice_publication(
    invoice: InvoiceId,
    unit: UnitId,
    lines: &[(String, i64)],
) -> Result<Vec<LedgerEntry<AccountRef>>, LedgerError> {
    let total = money::sum(lines.iter().map(|(_, amount)| *amount)).map_err(|_| LedgerError::Unbalanced)?;
    let mut entries = vec![entry(AccountRef::for_unit(RECEIVABLE, unit), total, Some(invoice))];
    entries.extend(
        lines.iter().map(|(code, amount)| {
            entry(AccountRef::for_property(code), amount.saturating_neg(), Some(invoice))
        }),
    );
    balanced(entries)
}

/// Writing off: the household no longer owes `amount` of the invoice, and the community bears it.
pub fn invoice_write_off(
    invoice: InvoiceId,
    unit: UnitId,
    amount: i64,
) -> Result<Vec<LedgerEntry<AccountRef>>, LedgerError> {
    balanced(vec![
        entry(AccountRef::for_property(BAD_DEBT), amount, Some(invoice)),
        entry(AccountRef::for_unit(RECEIVABLE, unit), amount.saturating_neg(), Some(invoice)),
    ])
}

/// How a payment is split: what invoices take, what they can't take and is the household's credit, and the fee the
/// payer bore. Minor units; negative where money goes back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaymentSplit {
    /// Taken off invoices.
    pub allocations: Vec<InvoiceAllocation>,
    /// Unit and credit.
    pub credits: Vec<(UnitId, i64)>,
    /// On top of the invoices.
    pub fee: i64,
}

impl PaymentSplit {
    /// All of it together.
    pub fn total(&self) -> i64 {
        let allocations = self.allocations.iter().map(|(_, _, amount)| *amount);
        let credits = self.credits.iter().map(|(_, amount)| *amount);
        allocations.chain(credits).fold(self.fee, i64::saturating_add)
    }

    fn credit_entries(&self) -> impl Iterator<Item = LedgerEntry<AccountRef>> + '_ {
        let allocations = self.allocations.iter().map(|(invoice, unit, amount)| {
            entry(AccountRef::for_unit(RECEIVABLE, *unit), amount.saturating_neg(), Some(*invoice))
        });
        let credits = self
            .credits
            .iter()
            .map(|(unit, amount)| entry(AccountRef::for_unit(CREDITS, *unit), amount.saturating_neg(), None));
        let fee = entry(AccountRef::for_property(FEE_RECOVERY), self.fee.saturating_neg(), None);
        allocations.chain(credits).chain([fee])
    }
}

/// A payment through the processor: the charge is in clearing less the processor fee.
pub fn online_payment(
    split: &PaymentSplit,
    processor_fee: i64,
) -> Result<Vec<LedgerEntry<AccountRef>>, LedgerError> {
    let mut entries = vec![
        entry(AccountRef::for_property(CLEARING), split.total().saturating_sub(processor_fee), None),
        entry(AccountRef::for_property(FEE_EXPENSE), processor_fee, None),
    ];
    entries.extend(split.credit_entries());
    balanced(entries)
}

/// Money received by hand waits to be taken to the bank; a negative split takes it back.
pub fn offline_payment(split: &PaymentSplit) -> Result<Vec<LedgerEntry<AccountRef>>, LedgerError> {
    let mut entries = vec![entry(AccountRef::for_property(UNDEPOSITED), split.total(), None)];
    entries.extend(split.credit_entries());
    balanced(entries)
}

/// Money of a payment goes back from the processor, or comes back when a refund fails: the split is negative
/// or positive.
pub fn refund(split: &PaymentSplit) -> Result<Vec<LedgerEntry<AccountRef>>, LedgerError> {
    let mut entries = vec![entry(AccountRef::for_property(CLEARING), split.total(), None)];
    entries.extend(split.credit_entries());
    balanced(entries)
}

/// By how much a dispute moved: `withdrawn` by the payer's bank and `fee` kept for it, both negative when they
/// come back; `split` is what thereby came off the payment (negative) or on again. What is withdrawn and not
/// lost yet is disputed.
pub fn dispute(
    withdrawn: i64,
    fee: i64,
    split: &PaymentSplit,
) -> Result<Vec<LedgerEntry<AccountRef>>, LedgerError> {
    let mut entries = vec![
        entry(AccountRef::for_property(CLEARING), withdrawn.saturating_add(fee).saturating_neg(), None),
        entry(AccountRef::for_property(DISPUTE_FEES), fee, None),
        entry(AccountRef::for_property(DISPUTED), withdrawn.saturating_add(split.total()), None),
    ];
    entries.extend(split.credit_entries());
    balanced(entries)
}

/// The processor kept `more` than was posted; less when negative.
pub fn fee_correction(more: i64) -> Result<Vec<LedgerEntry<AccountRef>>, LedgerError> {
    balanced(vec![
        entry(AccountRef::for_property(FEE_EXPENSE), more, None),
        entry(AccountRef::for_property(CLEARING), more.saturating_neg(), None),
    ])
}

/// A payout: from the processor to the bank.
pub fn payout(amount: i64) -> Result<Vec<LedgerEntry<AccountRef>>, LedgerError> {
    balanced(vec![
        entry(AccountRef::for_property(BANK), amount, None),
        entry(AccountRef::for_property(CLEARING), amount.saturating_neg(), None),
    ])
}

/// What moved at the processor and belongs to nothing of ours: its own fees, or anything else. `net` is what
/// it adds to the balance there.
pub fn adjustment(is_fee: bool, net: i64) -> Result<Vec<LedgerEntry<AccountRef>>, LedgerError> {
    let against = if is_fee { FEE_EXPENSE } else { PROCESSOR_ADJUSTMENTS };
    balanced(vec![
        entry(AccountRef::for_property(CLEARING), net, None),
        entry(AccountRef::for_property(against), net.saturating_neg(), None),
    ])
}

/// The opposite of a transaction: how anything is taken back, since entries never change.
pub fn reversal<A: Clone>(entries: &[LedgerEntry<A>]) -> Vec<LedgerEntry<A>> {
    entries
        .iter()
        .map(|entry| LedgerEntry { amount: entry.amount.saturating_neg(), ..entry.clone() })
        .collect()
}

/// Drops entries of zero and makes sure that the rest sums to zero.
fn balanced(entries: Vec<LedgerEntry<AccountRef>>) -> Result<Vec<LedgerEntry<AccountRef>>, LedgerError> {
    let entries: Vec<_> = entries.into_iter().filter(|entry| entry.amount != 0).collect();
    if entries.len() < 2 {
        return Err(LedgerError::Empty);
    }
    match money::sum(entries.iter().map(|entry| entry.amount)) {
        Ok(0) => Ok(entries),
        _ => Err(LedgerError::Unbalanced),
    }
}

/// What a transaction's hash covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionHashInput<'a> {
    /// Hash of the transaction before, lower-case hex; empty for a property's first.
    pub previous: &'a str,
    /// The property.
    pub property: PropertyId,
    /// Position in the property's chain, from 1.
    pub sequence: i64,
    /// When.
    pub at: Instant,
    /// What caused it; unique, so that nothing is posted twice.
    pub source: &'a str,
    /// The word of its [`TransactionCause`].
    pub cause: &'a str,
    /// The invoice, payment or payout it is about.
    pub object: Uuid,
    /// Account and amount of each entry, in order.
    pub entries: &'a [(LedgerAccountId, i64)],
}

impl TransactionHashInput<'_> {
    /// SHA-256 over all parts with their lengths, as lower-case hex.
    pub fn hash(&self) -> String {
        let mut digest = Sha256::new();
        let mut part = |bytes: &[u8]| {
            digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(bytes);
        };
        part(self.previous.as_bytes());
        part(self.property.as_bytes());
        part(&self.sequence.to_be_bytes());
        part(&self.at.as_millis().to_be_bytes());
        part(self.source.as_bytes());
        part(self.cause.as_bytes());
        part(self.object.as_bytes());
        for (account, amount) in self.entries {
            part(account.as_bytes());
            part(&amount.to_be_bytes());
        }
        hex::encode(digest.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use proptest::prelude::*;

    fn id<K>(n: u8) -> Id<K> {
        Id::from_uuid(Uuid::from_bytes([n; 16]))
    }

    proptest! {
        #[test]
        fn every_posting_balances(a in 1_i64..9_999_999, b in 1_i64..9_999_999, fee in 0_i64..9_999, kept in 0_i64..9_999, over in 0_i64..9_999) {
            let sum = |entries: Vec<LedgerEntry<AccountRef>>| entries.iter().map(|entry| entry.amount).sum::<i64>();
            let lines = [("4000".to_owned(), a), ("4020".to_owned(), b)];
            prop_assert_eq!(sum(invoice_publication(id(1), id(9), &lines).unwrap()), 0);
            prop_assert_eq!(sum(invoice_write_off(id(1), id(9), a).unwrap()), 0);
            let split =
                PaymentSplit { allocations: vec![(id(1), id(9), a), (id(2), id(9), b)], credits: vec![(id(9), over)], fee };
            prop_assert_eq!(split.total(), a + b + over + fee);
            let online = online_payment(&split, kept).unwrap();
            prop_assert_eq!(sum(reversal(&online)), 0);
            prop_assert_eq!(sum(online), 0);
            prop_assert_eq!(sum(offline_payment(&split).unwrap()), 0);
            prop_assert_eq!(sum(refund(&split).unwrap()), 0);
            let back = PaymentSplit {
                allocations: vec![(id(1), id(9), -a)], credits: vec![(id(9), -over)], fee: -fee,
            };
            prop_assert_eq!(sum(dispute(a + over + fee, kept, &back).unwrap()), 0);
            prop_assert_eq!(sum(dispute(a, kept, &PaymentSplit::default()).unwrap()), 0);
            prop_assert_eq!(sum(fee_correction(-a).unwrap()), 0);
            prop_assert_eq!(sum(payout(a).unwrap()), 0);
            prop_assert_eq!(sum(adjustment(kept > 9, -a).unwrap()), 0);
        }
    }

    #[test]
    fn a_changed_entry_changes_the_hash() {
        let entries = [(id(1), 100), (id(2), -100)];
        let input = TransactionHashInput {
            previous: "",
            property: id(3),
            sequence: 1,
            at: Instant::from_millis(5),
            source: "inv",
            cause: "invoice_published",
            object: Uuid::from_bytes([4; 16]),
            entries: &entries,
        };
        let changed = [(id(1), 101), (id(2), -101)];
        assert_ne!(input.hash(), TransactionHashInput { entries: &changed, ..input.clone() }.hash());
        assert_ne!(input.hash(), TransactionHashInput { previous: "x", ..input.clone() }.hash());
        assert_ne!(input.hash(), TransactionHashInput { cause: "refund", ..input.clone() }.hash());
        assert_ne!(
            input.hash(),
            TransactionHashInput { object: Uuid::from_bytes([5; 16]), ..input.clone() }.hash()
        );
        assert_eq!(input.hash(), input.clone().hash());
    }

    #[test]
    fn write_off_moves_the_receivable_to_bad_debt() {
        let entries = invoice_write_off(id(1), id(9), 60).unwrap();
        let sides: Vec<_> =
            entries.iter().map(|entry| (entry.account.code.as_str(), entry.amount, entry.invoice)).collect();
        assert_eq!(sides, [(BAD_DEBT, 60, Some(id(1))), (RECEIVABLE, -60, Some(id(1)))]);
        assert_eq!(invoice_write_off(id(1), id(9), 0), Err(LedgerError::Empty));
    }

    #[test]
    fn fee_recovery_can_not_be_billed() {
        assert!(is_billable("4000"));
        assert!(!is_billable(FEE_RECOVERY) && !is_billable(BANK) && !is_billable("9999"));
    }
}
