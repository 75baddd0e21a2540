//! Saved cards and bank accounts.

use anyhow::{Context, Result};

use crate::stripe::Stripe;
use crate::stripe::confirmation::SimulatedOutcome;
use crate::stripe::payment_method_type::PaymentMethodType;

impl Stripe {
    /// The payer saves a card on a setup session's page. Returns the payment method.
    ///
    /// # Errors
    /// The session is closed, takes a payment instead, or offers no card.
    pub fn save_card(&self, session: &str) -> Result<String> {
        self.save(session, PaymentMethodType::Card, SimulatedOutcome::Succeed)?
            .context("a saved card has an identifier")
    }

    /// The payer saves the bank account that a setup session offers. Returns the payment method.
    ///
    /// # Errors
    /// The session is closed, takes a payment instead, or offers no bank account.
    pub fn save_bank(&self, session: &str) -> Result<String> {
        let method = self.bank_method_of(session)?;
        self.save(session, method, SimulatedOutcome::Succeed)?
            .context("a saved bank account has an identifier")
    }

    /// The payer's card is declined while they save it; the session stays open.
    ///
    /// # Errors
    /// As for [`Stripe::save_card`].
    pub fn decline_save(&self, session: &str) -> Result<()> {
        self.save(session, PaymentMethodType::Card, SimulatedOutcome::Decline).map(drop)
    }

    /// What the payer does on a setup session's page. [`SimulatedOutcome::FailLater`] saves a card or an account whose
    /// payments will be refused. Returns the payment method; none when it was declined.
    ///
    /// # Errors
    /// The session is closed or doesn't offer this.
    pub fn save(
        &self,
        session: &str,
        method: PaymentMethodType,
        outcome: SimulatedOutcome,
    ) -> Result<Option<String>> {
        Ok(self.shared.with_state(|state| state.save(session, method, outcome))?)
    }

    /// How payments with a saved card or bank account go from now on, until it is set again.
    ///
    /// # Errors
    /// There is no such payment method, or this can't happen to its kind.
    pub fn set_payment_method_outcome(&self, payment_method: &str, outcome: SimulatedOutcome) -> Result<()> {
        Ok(self.shared.with_state(|state| state.set_payment_method_outcome(payment_method, outcome))?)
    }

    /// The account's owner takes a saved card or bank account off the customer, in the processor's dashboard.
    ///
    /// # Errors
    /// There is no such payment method, or it is attached to nobody.
    pub fn detach(&self, payment_method: &str) -> Result<()> {
        Ok(self.shared.with_state(|state| {
            let account = state.method_owner(payment_method)?;
            state.detach(&account, payment_method)
        })?)
    }

    /// A bank debit on its way, of a payment intent or a session, will be refused when it is due.
    ///
    /// # Errors
    /// Nothing is on its way there.
    pub fn fail_bank_debit(&self, id: &str) -> Result<()> {
        Ok(self.shared.with_state(|state| state.mark_debit_to_fail(id))?)
    }
}
