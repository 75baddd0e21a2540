//! What the processor takes from an account by itself.

use anyhow::Result;

use crate::stripe::Stripe;
use crate::stripe::api_error::ApiError;
use crate::stripe::balance::Posting;

impl Stripe {
    /// The processor charges an account a fee of its own, in minor units. Returns the balance transaction.
    ///
    /// # Errors
    /// There is no such account.
    pub fn charge_fee(&self, account: &str, amount: i64, description: &str) -> Result<String> {
        let posted = self.shared.with_state(|state| {
            let currency = state.account(account)?.currency.clone();
            let fee = Posting {
                description: Some(description.to_owned()),
                ..Posting::plain("stripe_fee", "fee", -amount, &currency, account)
            };
            Ok::<_, ApiError>(state.post(account, fee))
        });
        Ok(posted?)
    }
}
