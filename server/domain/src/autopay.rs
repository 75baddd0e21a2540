//! Automatic payments: Setting up → Active → Ended, and for each invoice a run: Noticed → Charging → Paid, or back to
//! Noticed for another try, Skipped, Over.

use crate::coded_enum;

coded_enum! {
    /// Status of an automatic payment.
    pub enum AutopayStatus {
        /// The resident has not saved a card or bank account yet.
        SettingUp = "setting_up",
        /// Invoices are paid on their day.
        Active = "active",
        /// Nothing is charged any more; final.
        Ended = "ended",
    }
}

coded_enum! {
    /// Why an automatic payment ended.
    pub enum AutopayEndReason {
        /// The resident ended it.
        Stopped = "stopped",
        /// The page to save a card or bank account expired.
        Expired = "expired",
        /// The resident set up another one for the property.
        Replaced = "replaced",
        /// The card or bank account is no longer saved at the payment processor.
        MethodRemoved = "method_removed",
        /// The resident moved out.
        MovedOut = "moved_out",
        /// The property's payment account was disconnected or disabled.
        Disconnected = "disconnected",
        /// A charge was declined as often as it is tried.
        Declined = "declined",
        /// A bank took a charge back.
        Returned = "returned",
    }
}

coded_enum! {
    /// How far an autopay is with one invoice.
    pub enum AutopayRunState {
        /// The resident was told when it will be charged.
        Noticed = "noticed",
        /// A payment was started.
        Charging = "charging",
        /// The payment succeeded.
        Paid = "paid",
        /// The invoice is not paid automatically.
        Skipped = "skipped",
        /// Nothing is left to do.
        Over = "over",
    }
}

coded_enum! {
    /// Why an invoice is not paid automatically.
    pub enum AutopaySkipReason {
        /// The property can't take this payment method now.
        NotReady = "not_ready",
        /// More than the resident's limit.
        AboveCap = "above_cap",
    }
}

impl AutopayStatus {
    /// After the resident saved a card or bank account; none unless it was being set up.
    pub fn activate(self) -> Option<AutopayStatus> {
        (self == AutopayStatus::SettingUp).then_some(AutopayStatus::Active)
    }

    /// After it ended for whatever reason; none when it had ended before.
    pub fn end(self) -> Option<AutopayStatus> {
        (self != AutopayStatus::Ended).then_some(AutopayStatus::Ended)
    }
}

/// What happens to an invoice that autopay looks after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AutopayRunEvent {
    /// A payment was started on the day of the charge.
    ChargeStarted,
    /// Its day came, and it can't be charged.
    Skipped,
    /// The payment succeeded.
    PaymentSucceeded,
    /// The payment failed, and there will be another.
    PaymentFailed,
    /// The last payment failed.
    Declined,
    /// The invoice was settled in another way.
    Settled,
}

impl AutopayRunState {
    /// The state after an event; none when the event can't happen in this state.
    pub fn transition(self, event: AutopayRunEvent) -> Option<AutopayRunState> {
        match (self, event) {
            (AutopayRunState::Noticed, AutopayRunEvent::ChargeStarted) => Some(AutopayRunState::Charging),
            (AutopayRunState::Noticed, AutopayRunEvent::Skipped) => Some(AutopayRunState::Skipped),
            (AutopayRunState::Noticed, AutopayRunEvent::Settled) => Some(AutopayRunState::Over),
            (AutopayRunState::Charging, AutopayRunEvent::PaymentSucceeded) => Some(AutopayRunState::Paid),
            (AutopayRunState::Charging, AutopayRunEvent::PaymentFailed) => Some(AutopayRunState::Noticed),
            (AutopayRunState::Charging, AutopayRunEvent::Declined) => Some(AutopayRunState::Over),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn autopay_starts_and_ends_once() {
        use AutopayStatus::{Active, Ended, SettingUp};
        assert_eq!([SettingUp, Active, Ended].map(AutopayStatus::activate), [Some(Active), None, None]);
        assert_eq!([SettingUp, Active, Ended].map(AutopayStatus::end), [Some(Ended), Some(Ended), None]);
    }

    #[test]
    fn run_takes_only_events_of_its_state() {
        use AutopayRunEvent::{
            ChargeStarted, Declined, PaymentFailed, PaymentSucceeded, Settled, Skipped as Skip,
        };
        use AutopayRunState::{Charging, Noticed, Over, Paid, Skipped};
        let events = [ChargeStarted, Skip, PaymentSucceeded, PaymentFailed, Declined, Settled];
        let after = |state: AutopayRunState| events.map(|event| state.transition(event));
        assert_eq!(after(Noticed), [Some(Charging), Some(Skipped), None, None, None, Some(Over)]);
        assert_eq!(after(Charging), [None, None, Some(Paid), Some(Noticed), Some(Over), None]);
        for last in [Paid, Skipped, Over] {
            assert_eq!(after(last), [None; 6], "{last:?} is final");
        }
    }
}
