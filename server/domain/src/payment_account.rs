//! The six states of a property's payment account, from what the processor reports.

use crate::coded_enum;

coded_enum! {
    /// Where a property's payment account stands.
    pub enum PaymentAccountStatus {
        /// No account yet: connect.
        NotConnected = "not_connected",
        /// An account exists; its owner has not finished the forms.
        OnboardingStarted = "onboarding_started",
        /// The forms are in; the processor is checking.
        PendingVerification = "pending_verification",
        /// At least one method can be charged and nothing is overdue.
        Active = "active",
        /// The processor wants more information and has stopped charges or payouts.
        Restricted = "restricted",
        /// Closed by the processor or disconnected.
        Disabled = "disabled",
    }
}

/// What the processor reports of one capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Capability {
    /// Can be used.
    Active,
    /// Being checked.
    Pending,
    /// Needs information.
    Restricted,
    /// Not asked for, or not available.
    Unsupported,
}

coded_enum! {
    /// How an account's owner sees it at the processor.
    pub enum Dashboard {
        /// The processor's own, signed in to as its user.
        Full = "full",
        /// A small one, entered by a link made for one visit.
        Express = "express",
        /// None.
        None = "none",
    }
}

/// What decides the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentAccountReport {
    /// Cards.
    pub card: Capability,
    /// ACH or PAD.
    pub bank: Capability,
    /// The owner has submitted the forms once.
    pub submitted: bool,
    /// Something is due now.
    pub requirements_due: bool,
    /// Closed or disconnected.
    pub closed: bool,
}

impl PaymentAccountReport {
    /// The product's state for this report.
    pub fn status(self) -> PaymentAccountStatus {
        let any = |wanted: Capability| self.card == wanted || self.bank == wanted;
        if self.closed {
            PaymentAccountStatus::Disabled
        } else if any(Capability::Active) && !self.requirements_due {
            PaymentAccountStatus::Active
        } else if !self.submitted {
            PaymentAccountStatus::OnboardingStarted
        } else if self.requirements_due || any(Capability::Restricted) {
            PaymentAccountStatus::Restricted
        } else {
            PaymentAccountStatus::PendingVerification
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Capability::{Active, Pending, Restricted};

    fn status(card: Capability, bank: Capability, submitted: bool, due: bool) -> PaymentAccountStatus {
        PaymentAccountReport { card, bank, submitted, requirements_due: due, closed: false }.status()
    }

    #[test]
    fn each_report_has_its_state() {
        assert_eq!(status(Restricted, Restricted, false, true), PaymentAccountStatus::OnboardingStarted);
        assert_eq!(status(Pending, Pending, true, false), PaymentAccountStatus::PendingVerification);
        assert_eq!(status(Active, Pending, true, false), PaymentAccountStatus::Active);
        assert_eq!(status(Active, Active, true, true), PaymentAccountStatus::Restricted);
        assert_eq!(status(Restricted, Pending, true, false), PaymentAccountStatus::Restricted);
        let closed = PaymentAccountReport {
            card: Active,
            bank: Active,
            submitted: true,
            requirements_due: false,
            closed: true,
        };
        assert_eq!(closed.status(), PaymentAccountStatus::Disabled);
    }
}
