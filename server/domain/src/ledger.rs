//! Double entry, per property: which accounts there are, what each business event posts, and the hash that
//! chains each transaction to the one before so that a later change shows. Amounts in minor units; debits
//! are positive, credits negative, and a transaction's entries sum to zero.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::money;

/// What kind of account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What the community has or is owed.
    Asset,
    /// What it owes.
    Liability,
    /// What it earned.
    Income,
    /// What it spent.
    Expense,
}

/// An account of the standard chart that every property has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandardAccount {
    /// Number in the chart.
    pub code: &'static str,
    /// English name, as accountants know it.
    pub name: &'static str,
    /// Kind of account.
    pub kind: Kind,
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
/// What else moved at the processor: charges made outside Propty and its own corrections.
pub const OTHER_PROCESSOR: &str = "5190";

/// The chart every property starts with.
pub const CHART: &[StandardAccount] = &[
    StandardAccount { code: BANK, name: "Bank", kind: Kind::Asset },
    StandardAccount { code: UNDEPOSITED, name: "Undeposited funds", kind: Kind::Asset },
    StandardAccount { code: RECEIVABLE, name: "Accounts receivable", kind: Kind::Asset },
    StandardAccount { code: CLEARING, name: "Processor clearing", kind: Kind::Asset },
    StandardAccount { code: DISPUTED, name: "Disputed payments", kind: Kind::Asset },
    StandardAccount { code: CREDITS, name: "Resident credits", kind: Kind::Liability },
    StandardAccount { code: TAX_PAYABLE, name: "Taxes payable", kind: Kind::Liability },
    StandardAccount { code: "4000", name: "Assessments", kind: Kind::Income },
    StandardAccount { code: "4010", name: "Special assessments", kind: Kind::Income },
    StandardAccount { code: "4020", name: "Reserve fund", kind: Kind::Income },
    StandardAccount { code: "4030", name: "Rent", kind: Kind::Income },
    StandardAccount { code: "4040", name: "Parking and storage", kind: Kind::Income },
    StandardAccount { code: "4050", name: "Late fees and charges", kind: Kind::Income },
    StandardAccount { code: FEE_RECOVERY, name: "Fee recovery", kind: Kind::Income },
    StandardAccount { code: FEE_EXPENSE, name: "Processing fees", kind: Kind::Expense },
    StandardAccount { code: DISPUTE_FEES, name: "Dispute fees", kind: Kind::Expense },
    StandardAccount { code: OTHER_PROCESSOR, name: "Other processor adjustments", kind: Kind::Expense },
];

/// Whether invoices may be billed to this account of the chart.
pub fn is_billable(code: &str) -> bool {
    code != FEE_RECOVERY && CHART.iter().any(|account| account.code == code && account.kind == Kind::Income)
}

/// Why a transaction was posted: which business event, each with its own object (an invoice, a payment or a
/// payout). Lists of what moved are made from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// An invoice was published.
    InvoicePublished,
    /// And withdrawn.
    InvoiceVoided,
    /// The processor collected a payment.
    OnlinePayment,
    /// Money came by hand.
    OfflinePayment,
    /// And was taken back.
    OfflineReversal,
    /// A payment's money was given back.
    Refund,
    /// A refund failed: the money came back.
    RefundFailed,
    /// The payer's bank took a payment back.
    DisputeOpened,
    /// And gave it back.
    DisputeWon,
    /// It stays taken back.
    DisputeLost,
    /// The processor kept another fee than was booked.
    FeeCorrection,
    /// Something else moved at the processor: its own fees and corrections.
    Adjustment,
    /// A deposit arrived at the bank.
    Payout,
    /// And came back.
    PayoutFailed,
}

/// One side of a transaction. `A` names an account; the database's key once it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<A> {
    /// The account.
    pub account: A,
    /// Minor units; a debit is positive, a credit negative.
    pub amount: i64,
    /// The invoice whose balance it moves, for receivable accounts.
    pub invoice: Option<Uuid>,
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
    pub unit: Option<Uuid>,
}

impl AccountRef {
    /// An account of the property as a whole.
    pub fn of(code: &str) -> Self {
        AccountRef { code: code.to_owned(), unit: None }
    }
    /// An account of one household.
    pub fn of_unit(code: &str, unit: Uuid) -> Self {
        AccountRef { code: code.to_owned(), unit: Some(unit) }
    }
}

/// A share of a payment: invoice, the unit it bills, minor units.
pub type Share = (Uuid, Uuid, i64);

fn entry(account: AccountRef, amount: i64, invoice: Option<Uuid>) -> Entry<AccountRef> {
    Entry { account, amount, invoice }
}

/// Publishing: the household owes the total, each line earns on its account.
pub fn publication(
    invoice: Uuid,
    unit: Uuid,
    lines: &[(String, i64)],
) -> Result<Vec<Entry<AccountRef>>, LedgerError> {
    let total = money::sum(lines.iter().map(|(_, amount)| *amount)).map_err(|_| LedgerError::Unbalanced)?;
    let mut entries = vec![entry(AccountRef::of_unit(RECEIVABLE, unit), total, Some(invoice))];
    entries.extend(
        lines
            .iter()
            .map(|(code, amount)| entry(AccountRef::of(code), amount.saturating_neg(), Some(invoice))),
    );
    balanced(entries)
}

/// How money is spread: what invoices take, what they can't take and is the household's credit, and the fee the
/// payer bore. Minor units; negative where money goes back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spread {
    /// Taken off invoices.
    pub shares: Vec<Share>,
    /// Unit and credit.
    pub credits: Vec<(Uuid, i64)>,
    /// On top of the invoices.
    pub fee: i64,
}

impl Spread {
    /// All of it together.
    pub fn total(&self) -> i64 {
        let shares = self.shares.iter().map(|(_, _, amount)| *amount);
        let credits = self.credits.iter().map(|(_, amount)| *amount);
        shares.chain(credits).fold(self.fee, i64::saturating_add)
    }

    fn credited(&self) -> impl Iterator<Item = Entry<AccountRef>> + '_ {
        let shares = self.shares.iter().map(|(invoice, unit, amount)| {
            entry(AccountRef::of_unit(RECEIVABLE, *unit), amount.saturating_neg(), Some(*invoice))
        });
        let credits = self
            .credits
            .iter()
            .map(|(unit, amount)| entry(AccountRef::of_unit(CREDITS, *unit), amount.saturating_neg(), None));
        let fee = entry(AccountRef::of(FEE_RECOVERY), self.fee.saturating_neg(), None);
        shares.chain(credits).chain([fee])
    }
}

/// A payment through the processor: the charge is in clearing less what the processor kept.
pub fn online_payment(spread: &Spread, processor_fee: i64) -> Result<Vec<Entry<AccountRef>>, LedgerError> {
    let mut entries = vec![
        entry(AccountRef::of(CLEARING), spread.total().saturating_sub(processor_fee), None),
        entry(AccountRef::of(FEE_EXPENSE), processor_fee, None),
    ];
    entries.extend(spread.credited());
    balanced(entries)
}

/// Money received by hand waits to be taken to the bank; a negative spread takes it back.
pub fn offline_payment(spread: &Spread) -> Result<Vec<Entry<AccountRef>>, LedgerError> {
    let mut entries = vec![entry(AccountRef::of(UNDEPOSITED), spread.total(), None)];
    entries.extend(spread.credited());
    balanced(entries)
}

/// Money of a payment goes back from the processor, or comes back when a refund fails: the spread is negative
/// or positive.
pub fn refund(spread: &Spread) -> Result<Vec<Entry<AccountRef>>, LedgerError> {
    let mut entries = vec![entry(AccountRef::of(CLEARING), spread.total(), None)];
    entries.extend(spread.credited());
    balanced(entries)
}

/// By how much a dispute moved: `withdrawn` by the payer's bank and `fee` kept for it, both negative when they
/// come back; `spread` is what thereby came off the payment (negative) or on again. What is withdrawn and not
/// lost yet is disputed.
pub fn dispute(withdrawn: i64, fee: i64, spread: &Spread) -> Result<Vec<Entry<AccountRef>>, LedgerError> {
    let mut entries = vec![
        entry(AccountRef::of(CLEARING), withdrawn.saturating_add(fee).saturating_neg(), None),
        entry(AccountRef::of(DISPUTE_FEES), fee, None),
        entry(AccountRef::of(DISPUTED), withdrawn.saturating_add(spread.total()), None),
    ];
    entries.extend(spread.credited());
    balanced(entries)
}

/// The processor kept `more` than was booked; less when negative.
pub fn fee_correction(more: i64) -> Result<Vec<Entry<AccountRef>>, LedgerError> {
    balanced(vec![
        entry(AccountRef::of(FEE_EXPENSE), more, None),
        entry(AccountRef::of(CLEARING), more.saturating_neg(), None),
    ])
}

/// A deposit: from the processor to the bank.
pub fn deposit(amount: i64) -> Result<Vec<Entry<AccountRef>>, LedgerError> {
    balanced(vec![
        entry(AccountRef::of(BANK), amount, None),
        entry(AccountRef::of(CLEARING), amount.saturating_neg(), None),
    ])
}

/// What moved at the processor and belongs to nothing of ours: its own fees, or anything else. `net` is what
/// it adds to the balance there.
pub fn adjustment(is_fee: bool, net: i64) -> Result<Vec<Entry<AccountRef>>, LedgerError> {
    let against = if is_fee { FEE_EXPENSE } else { OTHER_PROCESSOR };
    balanced(vec![
        entry(AccountRef::of(CLEARING), net, None),
        entry(AccountRef::of(against), net.saturating_neg(), None),
    ])
}

/// The opposite of a transaction: how anything is taken back, since entries never change.
pub fn reversal<A: Clone>(entries: &[Entry<A>]) -> Vec<Entry<A>> {
    entries.iter().map(|entry| Entry { amount: entry.amount.saturating_neg(), ..entry.clone() }).collect()
}

/// Drops entries of zero and makes sure that the rest sums to zero.
fn balanced(entries: Vec<Entry<AccountRef>>) -> Result<Vec<Entry<AccountRef>>, LedgerError> {
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
pub struct Sealed<'a> {
    /// Hash of the transaction before, lower-case hex; empty for a property's first.
    pub previous: &'a str,
    /// The property.
    pub property: Uuid,
    /// Position in the property's chain, from 1.
    pub sequence: i64,
    /// Instant in Unix milliseconds.
    pub at: i64,
    /// What caused it; unique, so that nothing is posted twice.
    pub source: &'a str,
    /// The word of its [`Cause`].
    pub cause: &'a str,
    /// The invoice, payment or payout it is about.
    pub object: Uuid,
    /// Account and amount of each entry, in order.
    pub entries: &'a [(Uuid, i64)],
}

impl Sealed<'_> {
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
        part(&self.at.to_be_bytes());
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
    use proptest::prelude::*;

    fn id(n: u8) -> Uuid {
        Uuid::from_bytes([n; 16])
    }

    proptest! {
        #[test]
        fn every_posting_balances(a in 1_i64..9_999_999, b in 1_i64..9_999_999, fee in 0_i64..9_999, kept in 0_i64..9_999, over in 0_i64..9_999) {
            let sum = |entries: Vec<Entry<AccountRef>>| entries.iter().map(|entry| entry.amount).sum::<i64>();
            let lines = [("4000".to_owned(), a), ("4020".to_owned(), b)];
            prop_assert_eq!(sum(publication(id(1), id(9), &lines).unwrap()), 0);
            let spread =
                Spread { shares: vec![(id(1), id(9), a), (id(2), id(9), b)], credits: vec![(id(9), over)], fee };
            prop_assert_eq!(spread.total(), a + b + over + fee);
            let online = online_payment(&spread, kept).unwrap();
            prop_assert_eq!(sum(reversal(&online)), 0);
            prop_assert_eq!(sum(online), 0);
            prop_assert_eq!(sum(offline_payment(&spread).unwrap()), 0);
            prop_assert_eq!(sum(refund(&spread).unwrap()), 0);
            let back = Spread {
                shares: vec![(id(1), id(9), -a)], credits: vec![(id(9), -over)], fee: -fee,
            };
            prop_assert_eq!(sum(dispute(a + over + fee, kept, &back).unwrap()), 0);
            prop_assert_eq!(sum(dispute(a, kept, &Spread::default()).unwrap()), 0);
            prop_assert_eq!(sum(fee_correction(-a).unwrap()), 0);
            prop_assert_eq!(sum(deposit(a).unwrap()), 0);
            prop_assert_eq!(sum(adjustment(kept > 9, -a).unwrap()), 0);
        }
    }

    #[test]
    fn a_changed_entry_changes_the_hash() {
        let entries = [(id(1), 100), (id(2), -100)];
        let sealed = Sealed {
            previous: "",
            property: id(3),
            sequence: 1,
            at: 5,
            source: "inv",
            cause: "invoice_published",
            object: id(4),
            entries: &entries,
        };
        let changed = [(id(1), 101), (id(2), -101)];
        assert_ne!(sealed.hash(), Sealed { entries: &changed, ..sealed.clone() }.hash());
        assert_ne!(sealed.hash(), Sealed { previous: "x", ..sealed.clone() }.hash());
        assert_ne!(sealed.hash(), Sealed { cause: "refund", ..sealed.clone() }.hash());
        assert_ne!(sealed.hash(), Sealed { object: id(5), ..sealed.clone() }.hash());
        assert_eq!(sealed.hash(), sealed.clone().hash());
    }

    #[test]
    fn fee_recovery_can_not_be_billed() {
        assert!(is_billable("4000"));
        assert!(!is_billable(FEE_RECOVERY) && !is_billable(BANK) && !is_billable("9999"));
    }
}
