//! An invoice's life: Draft → Open → Paid, Open → Void, Open → Uncollectible, and back to Open when money that
//! had come is taken away again. What was written off stays written off: only the rest of the total is owed and
//! takes money. A transition consumes the old state and gives the new one; there is no setter.

use crate::coded_enum;
use jiff::civil::Date;

use crate::money::{self, MAX_MINOR};

coded_enum! {
    /// Status of an invoice.
    pub enum InvoiceStatus {
        /// Not published yet; only the team sees it.
        Draft = "draft",
        /// Published with a balance above zero.
        Open = "open",
        /// Paid in full. It becomes `OPEN` again when a payment is reversed, refunded or returned.
        Paid = "paid",
        /// Voided after publishing; final.
        Void = "void",
        /// Closed with a part or all of it written off. It becomes `OPEN` again when money that was paid goes back.
        Uncollectible = "uncollectible",
    }
}

/// An invoice's number as people read it, such as `INV-2041`.
pub fn invoice_number(prefix: &str, number: i64) -> String {
    format!("{prefix}-{number}")
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
    /// Only an open invoice can be paid, voided or written off.
    #[error("the invoice is not open")]
    NotOpen,
    /// Voiding while money has been received or is on its way.
    #[error("the invoice has payments; reverse or refund them first")]
    HasPayments,
    /// Writing off while a payment may still come.
    #[error("a payment for this invoice is on its way; wait until it has arrived")]
    PaymentInProgress,
    /// Voiding what was written off in part.
    #[error("a part of the invoice was written off; write off the rest")]
    WrittenOff,
    /// A payment larger than what is owed where that isn't allowed.
    #[error("the amount is above the balance")]
    AboveBalance,
}

/// The part of an invoice that transitions change. Amounts in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceState {
    /// Where it stands.
    pub status: InvoiceStatus,
    /// Sum of the lines.
    pub total: i64,
    /// What is still owed; equals `total` until something is paid.
    pub balance: i64,
    /// What was given up; never owed again.
    pub written_off: i64,
}

/// Checks a new draft and gives its state. `lines` are the amounts of the lines.
pub fn new_draft(lines: &[i64], due_on: Date, today: Date) -> Result<InvoiceState, InvoiceError> {
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
    Ok(InvoiceState { status: InvoiceStatus::Draft, total, balance: total, written_off: 0 })
}

impl InvoiceState {
    /// Draft → Open.
    pub fn publish(self) -> Result<InvoiceState, InvoiceError> {
        match self.status {
            InvoiceStatus::Draft => Ok(InvoiceState { status: InvoiceStatus::Open, ..self }),
            _ => Err(InvoiceError::AlreadyPublished),
        }
    }

    /// Open → Void, if nothing was paid and nothing is on its way.
    pub fn void(self, payment_in_progress: bool) -> Result<InvoiceState, InvoiceError> {
        match self.status {
            InvoiceStatus::Open if self.written_off != 0 => Err(InvoiceError::WrittenOff),
            InvoiceStatus::Open if self.balance == self.total && !payment_in_progress => {
                Ok(InvoiceState { status: InvoiceStatus::Void, balance: 0, ..self })
            }
            InvoiceStatus::Open => Err(InvoiceError::HasPayments),
            _ => Err(InvoiceError::NotOpen),
        }
    }

    /// Open → Uncollectible, if nothing is on its way; gives what is written off: all that is owed. What was
    /// paid before stays paid.
    pub fn write_off(self, payment_in_progress: bool) -> Result<(InvoiceState, i64), InvoiceError> {
        match self.status {
            InvoiceStatus::Open if payment_in_progress => Err(InvoiceError::PaymentInProgress),
            InvoiceStatus::Open if self.balance > 0 => {
                let written_off = self.written_off.saturating_add(self.balance);
                let status = InvoiceStatus::Uncollectible;
                Ok((InvoiceState { status, balance: 0, written_off, ..self }, self.balance))
            }
            _ => Err(InvoiceError::NotOpen),
        }
    }

    /// What was received and not given back; zero when void.
    pub fn paid(self) -> i64 {
        match self.status {
            InvoiceStatus::Void => 0,
            _ => self.total.saturating_sub(self.written_off).saturating_sub(self.balance),
        }
    }

    /// The state once `received` in all is meant for the invoice, and by how much that changes what is taken
    /// off it. It takes what it is owed and no more; what is above is credit. Since only the sum counts, the
    /// order in which payments and returns become known does not matter. A balance of zero is Paid, or
    /// Uncollectible where a part was written off; money that goes back is owed again and makes either Open.
    /// The part written off is not owed again and takes no money. A draft or void invoice takes nothing.
    pub fn with_received(self, received: i64) -> (InvoiceState, i64) {
        if matches!(self.status, InvoiceStatus::Draft | InvoiceStatus::Void) {
            return (self, 0);
        }
        let collectible = self.total.saturating_sub(self.written_off).max(0);
        let balance = collectible.saturating_sub(received.clamp(0, collectible));
        let status = match (balance, self.written_off) {
            (0, 0) => InvoiceStatus::Paid,
            (0, _) => InvoiceStatus::Uncollectible,
            _ => InvoiceStatus::Open,
        };
        (InvoiceState { status, balance, ..self }, self.balance.saturating_sub(balance))
    }
}

/// Whether a balance is late on `today`, and by how many days.
pub fn days_overdue(state: InvoiceState, due_on: Date, today: Date) -> i32 {
    if state.status != InvoiceStatus::Open || state.balance == 0 {
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

    fn open(total: i64) -> InvoiceState {
        new_draft(&[total], DAY, DAY).unwrap().publish().unwrap()
    }

    #[test]
    fn bad_drafts_are_refused() {
        assert_eq!(new_draft(&[], DAY, DAY), Err(InvoiceError::NoLines));
        assert_eq!(new_draft(&[-1], DAY, DAY), Err(InvoiceError::InvalidAmount));
        assert_eq!(new_draft(&[0], DAY, DAY), Err(InvoiceError::InvalidAmount));
        assert_eq!(new_draft(&[MAX_MINOR, 1], DAY, DAY), Err(InvoiceError::InvalidAmount));
        assert_eq!(new_draft(&[1], DAY.yesterday().unwrap(), DAY), Err(InvoiceError::DueDatePast));
    }

    #[test]
    fn publishing_twice_is_refused() {
        assert_eq!(open(100).publish(), Err(InvoiceError::AlreadyPublished));
    }

    #[test]
    fn only_untouched_open_invoices_can_be_voided() {
        assert_eq!(open(100).void(false).unwrap().status, InvoiceStatus::Void);
        assert_eq!(open(100).void(true), Err(InvoiceError::HasPayments));
        assert_eq!(open(100).with_received(40).0.void(false), Err(InvoiceError::HasPayments));
        assert_eq!(open(100).with_received(100).0.void(false), Err(InvoiceError::NotOpen));
    }

    #[test]
    fn only_open_invoices_without_a_payment_in_progress_can_be_written_off() {
        let draft = new_draft(&[100], DAY, DAY).unwrap();
        assert_eq!(draft.write_off(false), Err(InvoiceError::NotOpen));
        assert_eq!(open(100).with_received(100).0.write_off(false), Err(InvoiceError::NotOpen));
        assert_eq!(open(100).void(false).unwrap().write_off(false), Err(InvoiceError::NotOpen));
        assert_eq!(open(100).write_off(true), Err(InvoiceError::PaymentInProgress));
        let (closed, amount) = open(100).write_off(false).unwrap();
        assert_eq!((closed.status, closed.balance, amount), (InvoiceStatus::Uncollectible, 0, 100));
        assert_eq!((closed.paid(), closed.written_off), (0, 100));
        assert_eq!(closed.write_off(false), Err(InvoiceError::NotOpen));
        assert_eq!(closed.void(false), Err(InvoiceError::NotOpen));
    }

    #[test]
    fn refund_after_a_write_off_reopens_exactly_the_refunded_part() {
        let (closed, amount) = open(100).with_received(40).0.write_off(false).unwrap();
        assert_eq!((amount, closed.paid()), (60, 40));
        assert_eq!(closed.with_received(130), (closed, 0), "what is above is credit");
        let (again, change) = closed.with_received(10);
        assert_eq!(
            (again.status, again.balance, again.written_off, change),
            (InvoiceStatus::Open, 30, 60, -30)
        );
        assert_eq!(again.void(false), Err(InvoiceError::WrittenOff));
        assert_eq!(
            again.with_received(40),
            (closed, 30),
            "a part was written off, so it is not paid in full"
        );
        let (rest, amount) = again.write_off(false).unwrap();
        assert_eq!((rest.written_off, rest.paid(), amount), (90, 10, 30));
        let (all, _) = open(100).write_off(false).unwrap();
        assert_eq!(all.with_received(70), (all, 0));
    }

    #[test]
    fn overdue_counts_from_the_day_after_the_due_date() {
        let state = open(100);
        assert_eq!(days_overdue(state, DAY, DAY), 0);
        assert_eq!(days_overdue(state, DAY, date(2026, 12, 24)), 32);
        assert_eq!(days_overdue(state.with_received(100).0, DAY, date(2026, 12, 24)), 0);
    }

    #[test]
    fn payment_of_a_closed_invoice_becomes_credit() {
        let void = open(100).void(false).unwrap();
        assert_eq!(void.with_received(70), (void, 0));
        assert_eq!(
            open(100).with_received(130).0.with_received(30),
            (InvoiceState { balance: 70, ..open(100) }, -70)
        );
    }

    proptest! {
        #[test]
        fn allocation_depends_only_on_the_total_received(total in 1..MAX_MINOR, amounts in prop::collection::vec(0..MAX_MINOR, 0..8)) {
            let mut state = open(total);
            let mut taken = 0;
            for received in &amounts {
                let (next, change) = state.with_received(*received);
                taken += change;
                prop_assert_eq!(next, open(total).with_received(*received).0);
                prop_assert_eq!(taken, (*received).min(total));
                prop_assert_eq!(next.balance, total - taken);
                prop_assert_eq!(next.status == InvoiceStatus::Paid, next.balance == 0);
                state = next;
            }
            prop_assert_eq!(state.with_received(0).0, open(total));
        }

        #[test]
        fn every_cent_of_the_total_is_paid_owed_or_written_off(
            total in 1..MAX_MINOR,
            steps in prop::collection::vec((0..MAX_MINOR, any::<bool>()), 0..8),
        ) {
            let mut state = open(total);
            let (mut taken, mut written_off) = (0, 0);
            for (received, give_up) in steps {
                let (next, change) = state.with_received(received);
                taken += change;
                state = next;
                if give_up && let Ok((next, amount)) = state.write_off(false) {
                    prop_assert_eq!(amount, state.balance);
                    written_off += amount;
                    state = next;
                }
                prop_assert_eq!(state.balance, total - taken - written_off);
                prop_assert_eq!((state.paid(), state.written_off), (taken, written_off));
                prop_assert!(taken >= 0 && state.balance >= 0);
                let expected = match (state.balance, written_off) {
                    (0, 0) => InvoiceStatus::Paid,
                    (0, _) => InvoiceStatus::Uncollectible,
                    _ => InvoiceStatus::Open,
                };
                prop_assert_eq!(state.status, expected);
            }
        }
    }
}
