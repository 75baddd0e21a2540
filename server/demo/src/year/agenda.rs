//! What is to happen when; what happens may put more on the agenda.

use std::collections::BTreeMap;

use domain::id::{InvoiceId, PaymentId, PropertyId};
use domain::instant::Instant;
use jiff::civil::Date;

/// Something that happens.
#[derive(Debug, Clone)]
pub(super) enum AgendaEvent {
    /// A property's payment account is connected.
    Connect { property: PropertyId },
    /// A charge is billed to all its units and published.
    Bill { charge: usize, index: usize, due: Date, remaining: usize },
    /// A charge is billed to some units and waits for publishing.
    Draft { charge: usize, index: usize, due: Date },
    /// A bill of its own kind is published.
    OneOff { bill: usize },
    /// A household pays, all or part of a bill.
    Pay { invoice: InvoiceId, household: usize, how: PaymentChoice, amount: Option<String> },
    /// A household pays by a cheque that will be returned.
    PayReversed { invoice: InvoiceId, household: usize, reason: String },
    /// A payment by hand is taken back.
    Reverse { payment: PaymentId, reason: String },
    /// A bill is withdrawn.
    Void { invoice: InvoiceId, reason: String },
    /// The processor is asked what became of a payment.
    RefreshPayment { payment: PaymentId },
    /// Deposits are read.
    RecordPayouts,
    /// The inbox is emptied.
    ClearInbox,
}

/// How somebody pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PaymentChoice {
    /// By hand.
    Hand(domain::payment::PaymentMethod),
    /// By card.
    Card,
    /// By bank transfer.
    Bank,
    /// By a bank transfer that fails.
    FailingBank,
    /// Not: the hosted page is left.
    LeavePage,
}

/// Events in the order of their instants; of the same instant, in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    events: BTreeMap<(Instant, u64), AgendaEvent>,
    added: u64,
}

impl Agenda {
    /// Adds an event.
    pub(super) fn add(&mut self, at: Instant, event: AgendaEvent) {
        self.added = self.added.saturating_add(1);
        self.events.insert((at, self.added), event);
    }

    /// Takes the next event, unless it is after `end`.
    pub(super) fn next_until(&mut self, end: Instant) -> Option<(Instant, AgendaEvent)> {
        let ((at, _), event) = self.events.pop_first()?;
        (at <= end).then_some((at, event))
    }
}
