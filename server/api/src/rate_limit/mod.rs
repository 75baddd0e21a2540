//! Rate limits: how much a caller may ask for in a time. `token_bucket` counts, `network` bounds the requests of a
//! network and `cost_budget` the cost of GraphQL documents. `docs/limits.md` has the figures for callers.

mod cost_budget;
mod network;
mod token_bucket;

pub use cost_budget::{CostBudget, CostBudgets, RateLimitSubject};
pub use network::NetworkRateLimit;
pub use token_bucket::{RateLimit, RateLimitStatus, RateLimited, TokenBuckets};
