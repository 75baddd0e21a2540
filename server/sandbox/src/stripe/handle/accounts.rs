//! What accounts are, beside where they stand.

use anyhow::Result;

use crate::stripe::Stripe;
use crate::stripe::api_error::ApiError;

impl Stripe {
    /// Turns an account into one with the small dashboard, which the platform opens by a link for each visit.
    pub fn give_express_dashboard(&self, account: &str) -> Result<()> {
        Ok(self.shared.with_state(|state| {
            let found = state.accounts.get_mut(account);
            let found = found.ok_or_else(|| ApiError::not_found("account", account))?;
            "express".clone_into(&mut found.dashboard);
            Ok::<(), ApiError>(())
        })?)
    }
}
