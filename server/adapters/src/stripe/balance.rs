//! Balances: what an account holds that is in no payout yet.

use application::ports::ExternalError;
use application::ports::processor::{BalanceApi, RemoteBalance};
use async_trait::async_trait;
use domain::money::Currency;
use stripe::StripeRequest;
use stripe_core::balance::RetrieveForMyAccountBalance;

use super::{Stripe, checked_id, errors};

#[async_trait]
impl BalanceApi for Stripe {
    async fn retrieve_balance(
        &self,
        account: &str,
        currency: Currency,
    ) -> Result<RemoteBalance, ExternalError> {
        let request = RetrieveForMyAccountBalance::new().customize();
        let balance = request.account_id(checked_id(account)?.into()).send(&self.client).await;
        let balance = balance.map_err(errors::from_library)?;
        let in_currency = |code: &str| Currency::from_iso_code(code).is_ok_and(|found| found == currency);
        let sum = |amounts: &[(String, i64)]| {
            let fitting = amounts.iter().filter(|(code, _)| in_currency(code));
            fitting.fold(0_i64, |sum, (_, amount)| sum.saturating_add(*amount))
        };
        let amounts = |side: Vec<stripe_core::BalanceAmount>| -> Vec<(String, i64)> {
            side.into_iter().map(|part| (part.currency.to_string(), part.amount)).collect()
        };
        Ok(RemoteBalance {
            available: sum(&amounts(balance.available)),
            pending: sum(&amounts(balance.pending)),
        })
    }
}
