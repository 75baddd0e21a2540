//! The six states of a property's payment account, from what the processor reports.

use crate::{coded_enum, json_column};

json_column! {
    /// Names of the fields that the processor still asks an account's owner for.
    pub struct RequiredFields(Vec<String>);
}

coded_enum! {
    /// Status of a property's account at the payment processor.
    pub enum PaymentAccountStatus {
        /// There is no account yet.
        NotConnected = "not_connected",
        /// An account exists; its owner has not submitted the onboarding forms.
        OnboardingStarted = "onboarding_started",
        /// The forms were submitted, and the payment processor is checking them.
        PendingVerification = "pending_verification",
        /// Payments by at least one method can be made.
        Active = "active",
        /// The payment processor requires more information and has stopped payments or payouts.
        Restricted = "restricted",
        /// The account was closed or disconnected.
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
    /// The dashboard at the payment processor that an account's owner has.
    pub enum Dashboard {
        /// The processor's own dashboard, with an account of its own.
        Full = "full",
        /// A reduced dashboard, opened by a link that works once.
        Express = "express",
        /// No dashboard.
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
