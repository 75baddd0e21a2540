//! How one payment is spread over several invoices: oldest due first.

use jiff::civil::Date;

/// An invoice that can take money. `balance` in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed<K> {
    /// Which invoice.
    pub key: K,
    /// What is owed.
    pub balance: i64,
    /// When it is due.
    pub due_on: Date,
}

/// Spreads `amount` over `owed`, oldest due first; gives the shares and what is left over.
pub fn oldest_first<K: Copy + Ord>(amount: i64, owed: &[Owed<K>]) -> (Vec<(K, i64)>, i64) {
    let mut ordered: Vec<&Owed<K>> = owed.iter().filter(|invoice| invoice.balance > 0).collect();
    ordered.sort_by_key(|invoice| (invoice.due_on, invoice.key));
    let mut left = amount.max(0);
    let mut shares = Vec::new();
    for invoice in ordered {
        let share = left.min(invoice.balance);
        if share > 0 {
            shares.push((invoice.key, share));
            left = left.saturating_sub(share);
        }
    }
    (shares, left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_oldest_due_is_paid_first_and_nothing_is_lost() {
        let owed = [
            Owed { key: 1, balance: 500, due_on: date(2026, 12, 1) },
            Owed { key: 2, balance: 300, due_on: date(2026, 10, 1) },
            Owed { key: 3, balance: 0, due_on: date(2026, 1, 1) },
        ];
        assert_eq!(oldest_first(400, &owed), (vec![(2, 300), (1, 100)], 0));
        assert_eq!(oldest_first(1_000, &owed), (vec![(2, 300), (1, 500)], 200));
        assert_eq!(oldest_first(-5, &owed), (vec![], 0));
    }
}
