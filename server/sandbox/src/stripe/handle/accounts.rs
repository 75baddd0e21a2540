//! What accounts are, beside where they stand.

use anyhow::Result;

use super::super::Stripe;
use super::super::problem::Problem;

impl Stripe {
    /// Turns an account into one with the small dashboard, which the platform opens by a link for each visit.
    pub fn give_express_dashboard(&self, account: &str) -> Result<()> {
        Ok(self.shared.play(|world| {
            let found = world.accounts.get_mut(account);
            let found = found.ok_or_else(|| Problem::missing("account", account))?;
            "express".clone_into(&mut found.dashboard);
            Ok::<(), Problem>(())
        })?)
    }
}
