//! What a processor charges for a payment and what a resident pays on top of an invoice when the community
//! passes the fee on, in integer arithmetic.

use crate::coded_enum;

mod policy;
mod schedule;
#[cfg(test)]
mod tests;

pub use policy::{DEFAULT_CARD_CAP_BP, FeePolicy, FeePolicyError, MAX_CARD_CAP_BP};
pub use schedule::{DatedRate, FeeSchedule, MAX_PLATFORM_FEE_BP, Rate, STANDARD_RATES, rate_on};

use crate::money::MAX_MINOR;

coded_enum! {
    /// How a resident pays online.
    pub enum OnlineMethod {
        /// Bank debit: ACH in the United States, PAD in Canada.
        Bank = "bank",
        /// Credit or debit card.
        Card = "card",
    }
}

coded_enum! {
    /// Who bears the processor's fee.
    pub enum FeeMode {
        /// The resident pays it on top of the invoice.
        Pass = "pass",
        /// The community takes it out of what it receives.
        Absorb = "absorb",
    }
}

/// What the processor keeps of a charge of `gross` minor units, rounded half up per charge.
pub fn processor_fee(rate: Rate, gross: i64) -> i64 {
    let percentage = gross.saturating_mul(rate.percentage_ppm).saturating_add(500_000).div_euclid(1_000_000);
    let fee = percentage.saturating_add(rate.fixed).max(rate.min);
    rate.max.map_or(fee, |max| fee.min(max))
}

/// What the platform keeps of a payment of `net` minor units: basis points of it, rounded half up.
pub fn platform_fee(basis_points: i64, net: i64) -> i64 {
    net.saturating_mul(basis_points).saturating_add(5_000).div_euclid(10_000)
}

/// A quote in minor units: what comes off the invoices, what is paid on top, and both together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeQuote {
    /// Taken off the invoices.
    pub net: i64,
    /// Paid on top by the resident.
    pub fee: i64,
    /// What the resident is charged.
    pub gross: i64,
    /// What the processor is expected to keep of `gross`.
    pub processor_fee: i64,
    /// What the platform keeps of `gross`.
    pub platform_fee: i64,
}

impl FeeQuote {
    /// What processor and platform keep together.
    pub fn total_fees(self) -> i64 {
        self.processor_fee.saturating_add(self.platform_fee)
    }

    /// What reaches the community.
    pub fn received(self) -> i64 {
        self.gross.saturating_sub(self.total_fees())
    }
}

/// Quotes a payment of `net` minor units, of which the platform keeps `platform_bp` basis points. Passing the
/// fee on gives the smallest charge that leaves at least `net` after both fees; a cap in basis points of the
/// charge (for card surcharges) lowers it.
pub fn quote(rate: Rate, platform_bp: i64, mode: FeeMode, net: i64, cap_bp: Option<i64>) -> FeeQuote {
    let platform_fee = platform_fee(platform_bp, net);
    let fee = match mode {
        FeeMode::Absorb => 0,
        FeeMode::Pass => {
            let exact = smallest_gross(rate, net.saturating_add(platform_fee)).saturating_sub(net);
            cap_bp.map_or(exact, |cap| exact.min(capped_fee(net, cap)))
        }
    };
    let gross = net.saturating_add(fee);
    FeeQuote { net, fee, gross, processor_fee: processor_fee(rate, gross), platform_fee }
}

/// The smallest `g` with `g - processor_fee(g) >= left`. What is left of a charge never falls as the charge
/// grows (each cent more costs at most a cent), so halving the interval finds it.
fn smallest_gross(rate: Rate, left: i64) -> i64 {
    let leaves = |gross: i64| gross.saturating_sub(processor_fee(rate, gross));
    let (mut low, mut high) = (left, left.saturating_mul(2).saturating_add(MAX_MINOR));
    while low < high {
        let middle = low.midpoint(high);
        if leaves(middle) >= left {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    low
}

/// The largest fee that is at most `cap_bp` basis points of net and fee together.
fn capped_fee(net: i64, cap_bp: i64) -> i64 {
    let rest = 10_000_i64.saturating_sub(cap_bp).max(1);
    net.saturating_mul(cap_bp).div_euclid(rest)
}
