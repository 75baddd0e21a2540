//! Whether residents could be charged more than payments are likely to cost.

use super::Findings;
use crate::config::Config;

const RATES: &str = "PROPTY_FEE_RATES";
const PLATFORM: &str = "PROPTY_PLATFORM_FEE_BP";
/// Five percent, in parts per million and in basis points.
const HIGH_FEE: (i64, i64) = (50_000, 500);

pub(super) fn review(config: &Config, findings: &mut Findings) {
    if config.fees.added.iter().any(|dated| dated.rate.percentage_ppm > HIGH_FEE.0) {
        findings.warn(RATES, "has a rate above 5 %: residents pay it where fees are passed on. Compare it with Stripe's prices");
    }
    if config.fees.platform_fee_bp > HIGH_FEE.1 {
        findings.warn(PLATFORM, "is above 5 % of every payment, beside what Stripe takes");
    }
}
