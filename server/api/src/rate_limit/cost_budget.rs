//! Cost budgets: every request costs a little and every document its complexity, out of a bucket that fills again
//! with time. A signed-in person and an API key have a bucket of their own; everybody else shares the one of their
//! network.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};

use domain::id::{ApiKeyId, UserId};

use super::token_bucket::{RateLimit, RateLimitStatus, RateLimited, TokenBuckets};
use application::ports::Clock;

/// What any request costs, refused ones included.
const REQUEST: NonZeroU32 = match NonZeroU32::new(10) {
    Some(points) => points,
    None => NonZeroU32::MIN,
};
/// Points of somebody signed in: two of the costliest documents at once, one each half minute for ever.
const SIGNED_IN: RateLimit = RateLimit::new(60_000, 1_000);
/// Points of a network whose callers are not signed in: they sign in, and little else is answered to them.
const ANONYMOUS: RateLimit = RateLimit::new(10_000, 200);

/// Whose budget a request is charged to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RateLimitSubject {
    /// Somebody signed in, whatever their network.
    User(UserId),
    /// A program, by its key.
    ApiKey(ApiKeyId),
    /// Those who are not, by where they are.
    Network(IpAddr),
}

/// The budgets of all subjects.
pub struct CostBudgets {
    signed_in: TokenBuckets<RateLimitSubject>,
    anonymous: TokenBuckets<RateLimitSubject>,
}

impl CostBudgets {
    /// Full ones over a clock.
    pub fn new(clock: &Arc<dyn Clock>) -> CostBudgets {
        CostBudgets {
            signed_in: TokenBuckets::new(Arc::clone(clock), SIGNED_IN),
            anonymous: TokenBuckets::new(Arc::clone(clock), ANONYMOUS),
        }
    }

    fn take(&self, subject: &RateLimitSubject, points: NonZeroU32) -> Result<RateLimitStatus, RateLimited> {
        match subject {
            RateLimitSubject::User(_) | RateLimitSubject::ApiKey(_) => self.signed_in.take(subject, points),
            RateLimitSubject::Network(_) => self.anonymous.take(subject, points),
        }
    }
}

/// The budget that one request is charged to.
pub struct CostBudget {
    budgets: Arc<CostBudgets>,
    subject: RateLimitSubject,
    rate_limit_status: Mutex<Option<RateLimitStatus>>,
}

impl CostBudget {
    /// The budget of a subject.
    pub fn new(budgets: &Arc<CostBudgets>, subject: RateLimitSubject) -> CostBudget {
        CostBudget { budgets: Arc::clone(budgets), subject, rate_limit_status: Mutex::new(None) }
    }

    /// Charges the request itself; says how many seconds to wait when too little is left.
    pub fn charge_request(&self) -> Result<(), RateLimited> {
        self.charge(REQUEST)
    }

    /// Charges a document by its complexity.
    pub fn charge_document(&self, complexity: usize) -> Result<(), RateLimited> {
        let points = u32::try_from(complexity).unwrap_or(u32::MAX);
        NonZeroU32::new(points).map_or(Ok(()), |points| self.charge(points))
    }

    /// State of the budget after the last charge, refused or not.
    pub fn rate_limit_status(&self) -> Option<RateLimitStatus> {
        self.rate_limit_status.lock().ok().and_then(|rate_limit_status| *rate_limit_status)
    }

    fn charge(&self, points: NonZeroU32) -> Result<(), RateLimited> {
        let charged = self.budgets.take(&self.subject, points);
        let now = match charged {
            Ok(rate_limit_status) | Err(RateLimited::RetryAfter { rate_limit_status, .. }) => {
                Some(rate_limit_status)
            }
            Err(RateLimited::ExceedsCapacity) => None,
        };
        if let (Some(now), Ok(mut rate_limit_status)) = (now, self.rate_limit_status.lock()) {
            *rate_limit_status = Some(now);
        }
        charged.map(|_| ())
    }
}
