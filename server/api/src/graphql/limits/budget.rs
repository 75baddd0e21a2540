//! What callers may spend: every request costs a little and every document its complexity, out of a bucket that
//! fills again with time. Somebody signed in has a bucket of their own; everybody else shares the one of their
//! network. `docs/limits.md` tells callers.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};

use domain::id::Uuid;

use crate::rate_limit::{Buckets, Refused, Size, Standing};
use application::ports::Clock;

/// What any request costs, refused ones included.
const REQUEST: NonZeroU32 = match NonZeroU32::new(10) {
    Some(points) => points,
    None => NonZeroU32::MIN,
};
/// Points of somebody signed in: two of the costliest documents at once, one each half minute for ever.
const SIGNED_IN: Size = Size::new(60_000, 1_000);
/// Points of a network whose callers are not signed in: they sign in, and little else is answered to them.
const ANONYMOUS: Size = Size::new(10_000, 200);

/// Whose points are spent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Payer {
    /// Somebody signed in, whatever their network.
    Person(Uuid),
    /// A program, by its key.
    Key(Uuid),
    /// Those who are not, by where they are.
    Network(IpAddr),
}

/// The points of everybody.
pub struct Budgets {
    signed_in: Buckets<Payer>,
    anonymous: Buckets<Payer>,
}

impl Budgets {
    /// Full ones over a clock.
    pub fn new(clock: &Arc<dyn Clock>) -> Budgets {
        Budgets {
            signed_in: Buckets::new(Arc::clone(clock), SIGNED_IN),
            anonymous: Buckets::new(Arc::clone(clock), ANONYMOUS),
        }
    }

    fn take(&self, payer: &Payer, points: NonZeroU32) -> Result<Standing, Refused> {
        match payer {
            Payer::Person(_) | Payer::Key(_) => self.signed_in.take(payer, points),
            Payer::Network(_) => self.anonymous.take(payer, points),
        }
    }
}

/// The points of the caller of one request.
pub struct Purse {
    budgets: Arc<Budgets>,
    payer: Payer,
    standing: Mutex<Option<Standing>>,
}

impl Purse {
    /// The purse of a caller.
    pub fn new(budgets: &Arc<Budgets>, payer: Payer) -> Purse {
        Purse { budgets: Arc::clone(budgets), payer, standing: Mutex::new(None) }
    }

    /// Pays for the request itself; says how many seconds to wait when there is too little left.
    pub fn enter(&self) -> Result<(), Refused> {
        self.pay(REQUEST)
    }

    /// Pays for a document of a complexity.
    pub(super) fn spend(&self, complexity: usize) -> Result<(), Refused> {
        let points = u32::try_from(complexity).unwrap_or(u32::MAX);
        NonZeroU32::new(points).map_or(Ok(()), |points| self.pay(points))
    }

    /// How the caller stands after the last payment, refused or not.
    pub fn standing(&self) -> Option<Standing> {
        self.standing.lock().ok().and_then(|standing| *standing)
    }

    fn pay(&self, points: NonZeroU32) -> Result<(), Refused> {
        let paid = self.budgets.take(&self.payer, points);
        let now = match paid {
            Ok(standing) | Err(Refused::Wait { standing, .. }) => Some(standing),
            Err(Refused::TooMuch) => None,
        };
        if let (Some(now), Ok(mut standing)) = (now, self.standing.lock()) {
            *standing = Some(now);
        }
        paid.map(|_| ())
    }
}
