//! One attempt to collect: Created → Open → (Processing) → Succeeded, Failed or Expired; money received by
//! hand starts as Succeeded and may be Reversed. What the processor says may arrive twice and in any order,
//! so moving to where the payment already is, or back from a final state, changes nothing.

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Recorded here; the processor may not know it yet.
    Created,
    /// The processor waits for the resident.
    Open,
    /// The resident has paid; the bank has not yet.
    Processing,
    /// The money is ours.
    Succeeded,
    /// The processor or the bank refused.
    Failed,
    /// The resident never finished.
    Expired,
    /// Recorded by hand and taken back with a reason.
    Reversed,
}

/// How money came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Bank debit through the processor.
    Bank,
    /// Card through the processor.
    Card,
    /// Notes and coins.
    Cash,
    /// A cheque.
    Cheque,
    /// Anything else recorded by hand.
    Other,
}

impl Method {
    /// The processor's method, or none where money is recorded by hand.
    pub fn online(self) -> Option<crate::fee::Method> {
        match self {
            Method::Bank => Some(crate::fee::Method::Bank),
            Method::Card => Some(crate::fee::Method::Card),
            Method::Cash | Method::Cheque | Method::Other => None,
        }
    }
}

/// What the processor says of an attempt when asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Still waiting for the resident.
    Waiting,
    /// The bank transfer is on its way.
    Processing,
    /// The money is there.
    Succeeded,
    /// Refused for good.
    Failed,
    /// The session is over without payment.
    Expired,
}

impl Status {
    /// Whether the attempt holds its invoices: no other may begin beside it.
    pub fn is_active(self) -> bool {
        matches!(self, Status::Created | Status::Open | Status::Processing)
    }

    /// Where the processor's word moves the payment; none when it changes nothing.
    pub fn after(self, outcome: Outcome) -> Option<Status> {
        match (self, outcome) {
            (Status::Succeeded | Status::Reversed, _) => None,
            (_, Outcome::Succeeded) => Some(Status::Succeeded),
            (Status::Failed | Status::Expired, _) => None,
            (Status::Created, Outcome::Waiting) => Some(Status::Open),
            (Status::Created | Status::Open, Outcome::Processing) => Some(Status::Processing),
            (_, Outcome::Failed) => Some(Status::Failed),
            (Status::Created | Status::Open, Outcome::Expired) => Some(Status::Expired),
            _ => None,
        }
    }
}

/// The least that can be paid online, in minor units.
pub const LEAST_ONLINE: i64 = 100;

/// The most invoices in one online payment: the payer has to see what each is on the processor's page.
pub const MOST_INVOICES: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    const OUTCOMES: [Outcome; 5] =
        [Outcome::Waiting, Outcome::Processing, Outcome::Succeeded, Outcome::Failed, Outcome::Expired];

    #[test]
    fn money_that_came_is_never_forgotten() {
        for outcome in OUTCOMES {
            assert_eq!(Status::Succeeded.after(outcome), None);
        }
        for status in [Status::Created, Status::Open, Status::Processing, Status::Failed, Status::Expired] {
            assert_eq!(status.after(Outcome::Succeeded), Some(Status::Succeeded));
        }
    }

    #[test]
    fn hearing_the_same_word_twice_changes_nothing() {
        for status in [Status::Created, Status::Open, Status::Processing] {
            for outcome in OUTCOMES {
                if let Some(next) = status.after(outcome) {
                    assert_eq!(next.after(outcome), None, "{status:?} {outcome:?}");
                }
            }
        }
    }

    #[test]
    fn an_old_word_does_not_move_a_transfer_back() {
        assert_eq!(Status::Processing.after(Outcome::Waiting), None);
        assert_eq!(Status::Processing.after(Outcome::Expired), None);
    }
}
