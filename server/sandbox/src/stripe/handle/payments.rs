//! Payments, accounts and their money.

use anyhow::{Result, bail};
use serde_json::Value;

use crate::stripe::Stripe;
use crate::stripe::account::ConnectedAccountStatus;
use crate::stripe::api_error::ApiError;
use crate::stripe::confirmation::SimulatedOutcome;
use crate::stripe::dispute::{self, DisputeStatus};
use crate::stripe::payment_method_type::PaymentMethodType;

impl Stripe {
    /// The payer pays by card. Returns the payment intent.
    pub fn pay_card(&self, session: &str) -> Result<String> {
        self.confirm(session, PaymentMethodType::Card, SimulatedOutcome::Succeed)
    }

    /// The payer's card is declined; the session stays open. Returns the payment intent.
    pub fn decline_card(&self, session: &str) -> Result<String> {
        self.confirm(session, PaymentMethodType::Card, SimulatedOutcome::Decline)
    }

    /// The payer pays from the bank account the session offers; it settles days later. Returns the intent.
    pub fn pay_bank(&self, session: &str) -> Result<String> {
        let method = self.bank_method_of(session)?;
        self.confirm(session, method, SimulatedOutcome::Succeed)
    }

    /// As [`Stripe::pay_bank`], but the bank refuses when the debit is due. A debit that is already on its way
    /// is made to fail.
    pub fn fail_bank(&self, session: &str) -> Result<()> {
        if self.shared.with_state(|state| state.mark_debit_to_fail(session)).is_ok() {
            return Ok(());
        }
        let method = self.bank_method_of(session)?;
        self.confirm(session, method, SimulatedOutcome::FailLater).map(drop)
    }

    /// What the payer does on the session's page. Returns the payment intent.
    pub fn confirm(
        &self,
        session: &str,
        method: PaymentMethodType,
        outcome: SimulatedOutcome,
    ) -> Result<String> {
        Ok(self.shared.with_state(|state| state.confirm(session, method, outcome))?)
    }

    pub(in crate::stripe) fn bank_method_of(&self, session: &str) -> Result<PaymentMethodType> {
        self.shared.with_state(|state| {
            let account = state.session_owner(session)?;
            let methods = &state.session(&account, session)?.methods;
            match methods.iter().copied().find(|method| method.is_delayed()) {
                Some(method) => Ok(method),
                None => bail!("the session {session} offers no bank transfer"),
            }
        })
    }

    /// A processing bank debit ends now, as it was going to.
    pub fn settle_bank(&self, payment_intent: &str) -> Result<()> {
        Ok(self.shared.with_state(|state| state.settle(payment_intent))?)
    }

    /// The account's owner fills in the form and the processor is content.
    pub fn complete_onboarding(&self, account: &str) -> Result<()> {
        self.set_account_status(account, ConnectedAccountStatus::Active)
    }

    /// Moves an account to any status.
    pub fn set_account_status(&self, account: &str, status: ConnectedAccountStatus) -> Result<()> {
        Ok(self.shared.with_state(|state| state.set_account_status(account, status))?)
    }

    /// The account's owner disconnects the platform, which is told and has no access from then on.
    ///
    /// # Errors
    /// There is no such account, or it was disconnected before.
    pub fn deauthorize(&self, account: &str) -> Result<()> {
        Ok(self.shared.with_state(|state| state.deauthorize(account))?)
    }

    /// Pays out the account's whole balance, pending money included, and lets it arrive. Returns the payouts.
    pub fn payouts_now(&self, account: &str) -> Result<Vec<String>> {
        Ok(self.shared.with_state(|state| state.payouts_now(account))?)
    }

    /// The bank sends a payout back, with one of Stripe's failure codes such as `account_closed`; also one that was
    /// paid.
    ///
    /// # Errors
    /// There is no such payout or code, or it came back before.
    pub fn fail_payout(&self, payout: &str, code: &str) -> Result<()> {
        Ok(self.shared.with_state(|state| state.fail_payout(payout, code))?)
    }

    /// A payout is called back before it arrives.
    ///
    /// # Errors
    /// There is no such payout, or it has arrived.
    pub fn cancel_payout(&self, payout: &str) -> Result<()> {
        Ok(self.shared.with_state(|state| state.cancel_payout(payout))?)
    }

    /// The account's owner refunds a payment in the processor's dashboard: `amount` minor units, or all that is left.
    /// Returns the refund.
    ///
    /// # Errors
    /// There is no such payment, or not so much of it left.
    pub fn refund(&self, payment_intent: &str, amount: Option<i64>) -> Result<String> {
        Ok(self.shared.with_state(|state| state.refund_outside(payment_intent, amount))?)
    }

    /// The payer's bank sends a refund back, with one of Stripe's reasons such as `expired_or_canceled_card`; also
    /// one that had succeeded.
    ///
    /// # Errors
    /// There is no such refund or reason, or it failed before.
    pub fn fail_refund(&self, refund: &str, reason: &str) -> Result<()> {
        Ok(self.shared.with_state(|state| state.fail_refund(refund, reason))?)
    }

    /// The payer's bank takes a payment back: a card dispute to be decided, or a bank debit returned for good.
    /// Returns the dispute.
    ///
    /// # Errors
    /// There is no such payment, or nothing of it to take.
    pub fn dispute(&self, payment_intent: &str) -> Result<String> {
        let returned = self.shared.with_state(|state| state.is_bank_debit(payment_intent));
        let (reason, status) = if returned {
            ("insufficient_funds", DisputeStatus::Lost)
        } else {
            ("fraudulent", DisputeStatus::NeedsResponse)
        };
        self.dispute_as(payment_intent, reason, status)
    }

    /// As [`Stripe::dispute`], with one of Stripe's reasons such as `debit_not_authorized`, opened in any status:
    /// a `Warning` takes no money yet, and `Lost` is decided when it arrives.
    ///
    /// # Errors
    /// As for [`Stripe::dispute`], or there is no such reason.
    pub fn dispute_as(&self, payment_intent: &str, reason: &str, status: DisputeStatus) -> Result<String> {
        Ok(self
            .shared
            .with_state(|state| state.open_dispute(payment_intent, dispute::reason(reason)?, status))?)
    }

    /// Moves a dispute on: it becomes serious, is under review, or is decided. A lost one may still be won.
    ///
    /// # Errors
    /// There is no such dispute, or it doesn't go there from where it is.
    pub fn set_dispute_status(&self, dispute: &str, status: DisputeStatus) -> Result<()> {
        Ok(self.shared.with_state(|state| state.move_dispute(dispute, status))?)
    }

    /// All of an account's money that is in no payout, available or pending, in its own currency's minor units.
    ///
    /// # Errors
    /// There is no such account.
    pub fn total_balance(&self, account: &str) -> Result<i64> {
        let sum = self.shared.with_state(|state| {
            let home = state.account(account)?.currency.clone();
            Ok::<_, ApiError>(state.objects(account)?.total_balance(&home))
        });
        Ok(sum?)
    }

    /// Every movement of an account's money, oldest first, as the API shows them.
    ///
    /// # Errors
    /// There is no such account.
    pub fn balance_transactions(&self, account: &str) -> Result<Vec<Value>> {
        let all = self.shared.with_state(|state| {
            let objects = state.objects(account)?;
            Ok::<_, ApiError>(objects.transactions.iter().map(|one| one.json(state.now)).collect())
        });
        Ok(all?)
    }

    /// The balance of an account, as `GET /v1/balance` shows it.
    pub fn balance(&self, account: &str) -> Result<Value> {
        let found = self.shared.with_state(|state| {
            let home = state.account(account)?.currency.clone();
            Ok::<_, ApiError>(state.objects(account)?.balance(state.now, &home))
        });
        Ok(found?)
    }
}
