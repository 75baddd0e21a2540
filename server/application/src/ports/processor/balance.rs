//! What an account holds: collected, and in no payout yet.

use async_trait::async_trait;
use domain::money::Currency;

use crate::ports::ExternalError;

/// What an account holds at the processor, in one currency and minor units. Either can be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemoteBalance {
    /// Can be paid out now.
    pub available: i64,
    /// Can be paid out later.
    pub pending: i64,
}

/// Balances of accounts.
#[async_trait]
pub trait BalanceApi: Send + Sync {
    /// What an account holds in a currency; zero of one it has never held.
    async fn retrieve_balance(
        &self,
        account: &str,
        currency: Currency,
    ) -> Result<RemoteBalance, ExternalError>;
}
