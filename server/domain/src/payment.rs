//! A payment: Created → Open → (Processing) → Succeeded, Failed or Expired; money received by
//! hand starts as Succeeded and may be Reversed. What the processor says may arrive twice and in any order,
//! so moving to where the payment already is, or back from a final state, changes nothing.

use crate::coded_enum;

coded_enum! {
    /// Where a payment stands.
    pub enum PaymentStatus {
        /// Recorded here; the processor may not know it yet.
        Created = "created",
        /// The processor waits for the resident.
        Open = "open",
        /// The resident has paid; the bank has not yet.
        Processing = "processing",
        /// The money is ours.
        Succeeded = "succeeded",
        /// The processor or the bank refused.
        Failed = "failed",
        /// The resident never finished.
        Expired = "expired",
        /// Recorded by hand and taken back with a reason.
        Reversed = "reversed",
    }
}

coded_enum! {
    /// How a payment was made.
    pub enum PaymentMethod {
        /// Bank debit through the payment processor.
        Bank = "bank",
        /// Card through the payment processor.
        Card = "card",
        /// Cash, recorded by the team.
        Cash = "cash",
        /// Cheque, recorded by the team.
        Cheque = "cheque",
        /// Any other way, recorded by the team.
        Other = "other",
    }
}

impl From<crate::fee::OnlineMethod> for PaymentMethod {
    fn from(method: crate::fee::OnlineMethod) -> PaymentMethod {
        match method {
            crate::fee::OnlineMethod::Bank => PaymentMethod::Bank,
            crate::fee::OnlineMethod::Card => PaymentMethod::Card,
        }
    }
}

impl PaymentMethod {
    /// Whether the team records payments by it.
    pub fn is_offline(self) -> bool {
        self.online_method().is_none()
    }

    /// The processor's method, or none where money is recorded by hand.
    pub fn online_method(self) -> Option<crate::fee::OnlineMethod> {
        match self {
            PaymentMethod::Bank => Some(crate::fee::OnlineMethod::Bank),
            PaymentMethod::Card => Some(crate::fee::OnlineMethod::Card),
            PaymentMethod::Cash | PaymentMethod::Cheque | PaymentMethod::Other => None,
        }
    }
}

/// What the processor reports of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemotePaymentStatus {
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

impl PaymentStatus {
    /// Whether the payment holds its invoices: no other may begin beside it.
    pub fn is_active(self) -> bool {
        matches!(self, PaymentStatus::Created | PaymentStatus::Open | PaymentStatus::Processing)
    }

    /// Where the processor's word moves the payment; none when it changes nothing.
    pub fn transition(self, remote: RemotePaymentStatus) -> Option<PaymentStatus> {
        match (self, remote) {
            (PaymentStatus::Succeeded | PaymentStatus::Reversed, _) => None,
            (_, RemotePaymentStatus::Succeeded) => Some(PaymentStatus::Succeeded),
            (PaymentStatus::Failed | PaymentStatus::Expired, _) => None,
            (PaymentStatus::Created, RemotePaymentStatus::Waiting) => Some(PaymentStatus::Open),
            (PaymentStatus::Created | PaymentStatus::Open, RemotePaymentStatus::Processing) => {
                Some(PaymentStatus::Processing)
            }
            (_, RemotePaymentStatus::Failed) => Some(PaymentStatus::Failed),
            (PaymentStatus::Created | PaymentStatus::Open, RemotePaymentStatus::Expired) => {
                Some(PaymentStatus::Expired)
            }
            _ => None,
        }
    }
}

/// The least that can be paid online, in minor units.
pub const MIN_ONLINE_AMOUNT: i64 = 100;

/// The most invoices in one online payment: the payer has to see what each is on the processor's page.
pub const MAX_INVOICES_PER_PAYMENT: usize = 20;

coded_enum! {
    /// What the processor reports otherwise than our row.
    pub enum PaymentMismatch {
        /// Metadata of another organization, or none.
        Organization = "other_organization",
        /// Metadata of another property, or none.
        Property = "other_property",
        /// Metadata of other invoices, or none.
        Invoices = "other_invoices",
        /// Metadata of another payment, or none.
        Payment = "other_payment",
        /// Another Checkout Session.
        Session = "other_session",
        /// Another currency.
        Currency = "other_currency",
        /// Another amount.
        Amount = "other_amount",
        /// Test money where real money is dealt in, or the other way round.
        Mode = "other_mode",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REMOTE_STATUSES: [RemotePaymentStatus; 5] = [
        RemotePaymentStatus::Waiting,
        RemotePaymentStatus::Processing,
        RemotePaymentStatus::Succeeded,
        RemotePaymentStatus::Failed,
        RemotePaymentStatus::Expired,
    ];

    #[test]
    fn received_money_is_always_accounted_for() {
        for remote in REMOTE_STATUSES {
            assert_eq!(PaymentStatus::Succeeded.transition(remote), None);
        }
        for status in [
            PaymentStatus::Created,
            PaymentStatus::Open,
            PaymentStatus::Processing,
            PaymentStatus::Failed,
            PaymentStatus::Expired,
        ] {
            assert_eq!(status.transition(RemotePaymentStatus::Succeeded), Some(PaymentStatus::Succeeded));
        }
    }

    #[test]
    fn hearing_the_same_word_twice_changes_nothing() {
        for status in [PaymentStatus::Created, PaymentStatus::Open, PaymentStatus::Processing] {
            for remote in REMOTE_STATUSES {
                if let Some(next) = status.transition(remote) {
                    assert_eq!(next.transition(remote), None, "{status:?} {remote:?}");
                }
            }
        }
    }

    #[test]
    fn an_old_word_does_not_move_a_transfer_back() {
        assert_eq!(PaymentStatus::Processing.transition(RemotePaymentStatus::Waiting), None);
        assert_eq!(PaymentStatus::Processing.transition(RemotePaymentStatus::Expired), None);
    }
}
