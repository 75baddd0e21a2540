//! How one payment is allocated to several invoices: oldest due first.

use jiff::civil::Date;

/// An invoice that can take money. `balance` in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceBalance<K> {
    /// Which invoice.
    pub key: K,
    /// What is owed.
    pub balance: i64,
    /// When it is due.
    pub due_on: Date,
}

/// Allocates `amount` to `owed`, oldest due first; gives the allocations and what is left over.
pub fn allocate_oldest_first<K: Copy + Ord>(amount: i64, owed: &[InvoiceBalance<K>]) -> (Vec<(K, i64)>, i64) {
    let mut ordered: Vec<&InvoiceBalance<K>> = owed.iter().filter(|invoice| invoice.balance > 0).collect();
    ordered.sort_by_key(|invoice| (invoice.due_on, invoice.key));
    let mut left = amount.max(0);
    let mut allocations = Vec::new();
    for invoice in ordered {
        let allocated = left.min(invoice.balance);
        if allocated > 0 {
            allocations.push((invoice.key, allocated));
            left = left.saturating_sub(allocated);
        }
    }
    (allocations, left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_oldest_due_is_paid_first_and_nothing_is_lost() {
        let owed = [
            InvoiceBalance { key: 1, balance: 500, due_on: date(2026, 12, 1) },
            InvoiceBalance { key: 2, balance: 300, due_on: date(2026, 10, 1) },
            InvoiceBalance { key: 3, balance: 0, due_on: date(2026, 1, 1) },
        ];
        assert_eq!(allocate_oldest_first(400, &owed), (vec![(2, 300), (1, 100)], 0));
        assert_eq!(allocate_oldest_first(1_000, &owed), (vec![(2, 300), (1, 500)], 200));
        assert_eq!(allocate_oldest_first(-5, &owed), (vec![], 0));
    }
}
