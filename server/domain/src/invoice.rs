//! An invoice's life: Draft → Open → Paid, Open → Void, and back to Open when money that had come is taken
//! away again. A transition consumes the old standing and gives the new one; there is no setter.

use jiff::civil::Date;

use crate::money::{self, MAX_MINOR};

/// Where an invoice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Being prepared; residents don't see it.
    Draft,
    /// Published and not settled.
    Open,
    /// Settled in full.
    Paid,
    /// Withdrawn after publishing.
    Void,
    /// Closed without payment.
    Uncollectible,
}

/// Why a transition or a new invoice is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvoiceError {
    /// The invoice has no lines.
    #[error("add at least one line")]
    NoLines,
    /// A line or the total is not above zero, or above the limit.
    #[error("each amount must be above zero and the total at most 999,999.99")]
    InvalidAmount,
    /// Due before today in the property's zone.
    #[error("the due date must be today or later")]
    DueDatePast,
    /// Publishing what is published already.
    #[error("the invoice is published already")]
    AlreadyPublished,
    /// Only a draft can be changed or deleted.
    #[error("only a draft can be changed or deleted")]
    NotDraft,
    /// Only an open invoice can be paid or voided.
    #[error("the invoice is not open")]
    NotOpen,
    /// Voiding while money has been received or is on its way.
    #[error("the invoice has payments; reverse or refund them first")]
    HasPayments,
    /// A payment larger than what is owed where that isn't allowed.
    #[error("the amount is above the balance")]
    AboveBalance,
}

/// The part of an invoice that transitions change. Amounts in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub status: Status,
    /// Sum of the lines.
    pub total: i64,
    /// What is still owed; equals `total` until something is paid.
    pub balance: i64,
}

/// Checks a new draft and gives its standing. `lines` are the amounts of the lines.
pub fn draft(lines: &[i64], due_on: Date, today: Date) -> Result<Standing, InvoiceError> {
    if lines.is_empty() {
        return Err(InvoiceError::NoLines);
    }
    if lines.iter().any(|amount| !(1..=MAX_MINOR).contains(amount)) {
        return Err(InvoiceError::InvalidAmount);
    }
    let total = money::sum(lines.iter().copied()).map_err(|_| InvoiceError::InvalidAmount)?;
    if total > MAX_MINOR {
        return Err(InvoiceError::InvalidAmount);
    }
    if due_on < today {
        return Err(InvoiceError::DueDatePast);
    }
    Ok(Standing { status: Status::Draft, total, balance: total })
}

impl Standing {
    /// Draft → Open.
    pub fn publish(self) -> Result<Standing, InvoiceError> {
        match self.status {
            Status::Draft => Ok(Standing { status: Status::Open, ..self }),
            _ => Err(InvoiceError::AlreadyPublished),
        }
    }

    /// Open → Void, if nothing was paid and nothing is on its way.
    pub fn void(self, payment_under_way: bool) -> Result<Standing, InvoiceError> {
        match self.status {
            Status::Open if self.balance == self.total && !payment_under_way => {
                Ok(Standing { status: Status::Void, balance: 0, ..self })
            }
            Status::Open => Err(InvoiceError::HasPayments),
            _ => Err(InvoiceError::NotOpen),
        }
    }

    /// Takes received money off the balance; a balance of zero is Paid. Gives the new standing and the
    /// surplus that the invoice could not take (all of it when the invoice isn't open any more).
    pub fn settle(self, amount: i64) -> (Standing, i64) {
        if self.status != Status::Open {
            return (self, amount);
        }
        let taken = amount.clamp(0, self.balance);
        let balance = self.balance.saturating_sub(taken);
        let status = if balance == 0 { Status::Paid } else { Status::Open };
        (Standing { status, balance, ..self }, amount.saturating_sub(taken))
    }

    /// Puts money that was taken off back on: Paid → Open.
    pub fn reopen(self, amount: i64) -> Result<Standing, InvoiceError> {
        let balance = self.balance.saturating_add(amount);
        match self.status {
            Status::Open | Status::Paid if amount > 0 && balance <= self.total => {
                Ok(Standing { status: Status::Open, balance, ..self })
            }
            _ => Err(InvoiceError::NotOpen),
        }
    }
}

/// Whether a balance is late on `today`, and by how many days.
pub fn days_overdue(standing: Standing, due_on: Date, today: Date) -> i32 {
    if standing.status != Status::Open || standing.balance == 0 {
        return 0;
    }
    due_on.until(today).map_or(0, |span| span.get_days().max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const DAY: Date = date(2026, 11, 22);

    fn open(total: i64) -> Standing {
        draft(&[total], DAY, DAY).unwrap().publish().unwrap()
    }

    #[test]
    fn bad_drafts_are_refused() {
        assert_eq!(draft(&[], DAY, DAY), Err(InvoiceError::NoLines));
        assert_eq!(draft(&[-1], DAY, DAY), Err(InvoiceError::InvalidAmount));
        assert_eq!(draft(&[0], DAY, DAY), Err(InvoiceError::InvalidAmount));
        assert_eq!(draft(&[MAX_MINOR, 1], DAY, DAY), Err(InvoiceError::InvalidAmount));
        assert_eq!(draft(&[1], DAY.yesterday().unwrap(), DAY), Err(InvoiceError::DueDatePast));
    }

    #[test]
    fn publishing_twice_is_refused() {
        assert_eq!(open(100).publish(), Err(InvoiceError::AlreadyPublished));
    }

    #[test]
    fn only_untouched_open_invoices_can_be_voided() {
        assert_eq!(open(100).void(false).unwrap().status, Status::Void);
        assert_eq!(open(100).void(true), Err(InvoiceError::HasPayments));
        assert_eq!(open(100).settle(40).0.void(false), Err(InvoiceError::HasPayments));
        assert_eq!(open(100).settle(100).0.void(false), Err(InvoiceError::NotOpen));
    }

    #[test]
    fn overdue_counts_from_the_day_after_the_due_date() {
        let standing = open(100);
        assert_eq!(days_overdue(standing, DAY, DAY), 0);
        assert_eq!(days_overdue(standing, DAY, date(2026, 12, 24)), 32);
        assert_eq!(days_overdue(standing.settle(100).0, DAY, date(2026, 12, 24)), 0);
    }

    proptest! {
        #[test]
        fn settling_and_reopening_lose_no_cent(total in 1..MAX_MINOR, amounts in prop::collection::vec(1..MAX_MINOR, 0..8)) {
            let mut standing = open(total);
            let mut taken = 0;
            for amount in amounts {
                let (next, surplus) = standing.settle(amount);
                taken += amount - surplus;
                prop_assert_eq!(next.balance, total - taken);
                prop_assert_eq!(next.status == Status::Paid, next.balance == 0);
                standing = next;
            }
            if taken > 0 {
                prop_assert_eq!(standing.reopen(taken).unwrap(), open(total));
            }
        }
    }
}
