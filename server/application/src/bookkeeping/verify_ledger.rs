//! Verification of the ledger: every transaction balances, every chain is whole, every invoice's balance is what
//! the entries say.

use domain::id::{LedgerAccountId, LedgerTransactionId};
use domain::ledger::TransactionHashInput;
use entity::property;

use crate::app::App;
use store::StoreResult;

/// Transactions read at a time.
const BATCH_SIZE: u64 = 500;

/// What the verification covered and what it found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerVerification {
    /// Transactions checked.
    pub transactions: u64,
    /// What is wrong, in words; empty when everything agrees.
    pub problems: Vec<String>,
}

/// Checks all books.
pub async fn verify_ledger(app: &App) -> StoreResult<LedgerVerification> {
    let mut proof = LedgerVerification::default();
    for property in store::ledger::properties(app.db.read()).await? {
        verify_property(app, &property, &mut proof).await?;
        for wrong in store::ledger::invoice_mismatches(app.db.read(), property.id).await? {
            let id = wrong.id;
            proof
                .problems
                .push(format!("{id}: the invoice owes {}, the books say {}", wrong.balance, wrong.posted));
        }
    }
    Ok(proof)
}

/// Checks the books of one property but for the balances of its invoices.
pub(crate) async fn verify_property(
    app: &App,
    property: &property::Model,
    proof: &mut LedgerVerification,
) -> StoreResult<()> {
    verify_chain(app, property, proof).await?;
    let balances = store::ledger::balances(app.db.read(), property.id).await?;
    let sum: i64 = balances.values().fold(0, |sum, balance| sum.saturating_add(*balance));
    if sum != 0 {
        let id = property.id;
        proof.problems.push(format!("{id}: debits and credits differ by {sum}"));
    }
    verify_closings(app, property, proof).await
}

/// A closing keeps the hash and the balances that its days ended with; both must still be so.
async fn verify_closings(
    app: &App,
    property: &property::Model,
    proof: &mut LedgerVerification,
) -> StoreResult<()> {
    let name = property.id;
    for closing in store::periods::closings(app.db.read(), property.id).await? {
        let day = closing.closed_through.map(|day| day.to_string()).unwrap_or_default();
        let hash = store::ledger::hash_at(app.db.read(), property.id, closing.ledger_sequence).await?;
        if hash.unwrap_or_default() != closing.ledger_hash {
            proof.problems.push(format!("{name}: the books closed through {day} end otherwise now"));
            continue;
        }
        let mut kept = store::periods::balances(app.db.read(), &[closing.id]).await?;
        let mut kept = kept.remove(&closing.id).unwrap_or_default();
        let mut now =
            store::ledger::balances_through(app.db.read(), property.id, closing.ledger_sequence).await?;
        now.retain(|(_, balance)| *balance != 0);
        kept.retain(|(_, balance)| *balance != 0);
        if now != kept {
            proof.problems.push(format!("{name}: balances of the books closed through {day} differ now"));
        }
    }
    Ok(())
}

async fn verify_chain(
    app: &App,
    property: &property::Model,
    proof: &mut LedgerVerification,
) -> StoreResult<()> {
    let name = property.id;
    let (mut sequence, mut previous) = (0_i64, String::new());
    loop {
        let batch = store::ledger::chain_after(app.db.read(), property.id, sequence, BATCH_SIZE).await?;
        if batch.is_empty() {
            return Ok(());
        }
        let ids: Vec<LedgerTransactionId> = batch.iter().map(|row| row.id).collect();
        let mut entries = store::ledger::entries(app.db.read(), &ids).await?;
        for row in batch {
            let sides = entries.remove(&row.id).unwrap_or_default();
            let sealed: Vec<(LedgerAccountId, i64)> =
                sides.iter().map(|(entry, _)| (entry.account_id, entry.amount)).collect();
            let sum = sealed.iter().fold(0_i64, |sum, (_, amount)| sum.saturating_add(*amount));
            let hash = TransactionHashInput {
                previous: &previous,
                property: property.id,
                sequence: row.sequence,
                at: row.at,
                source: &row.source,
                cause: row.cause.code(),
                object: row.object_id,
                entries: &sealed,
            }
            .hash();
            sequence = sequence.saturating_add(1);
            proof.transactions = proof.transactions.saturating_add(1);
            if row.sequence != sequence || row.previous_hash != previous || row.hash != hash {
                proof.problems.push(format!("{name}: the chain is broken at transaction {}", row.sequence));
                sequence = row.sequence;
            }
            if sum != 0 || sealed.is_empty() {
                proof.problems.push(format!("{name}: transaction {} does not balance", row.sequence));
            }
            previous = row.hash;
        }
    }
}
