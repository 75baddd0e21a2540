//! A payment as the processor has it, whether paid on a hosted page or charged without one.

use std::collections::BTreeMap;

use domain::failure::PaymentFailure;
use domain::money::Money;
use domain::payment::RemotePaymentStatus;

/// A payment at the processor: a hosted payment page with its payment intent, or a payment intent alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePayment {
    /// The hosted page, `cs_…`; none for a saved card or account that was charged without one.
    pub session_id: Option<String>,
    /// The payment intent, `pi_…`, once there is one.
    pub intent_id: Option<String>,
    /// `ch_…` or `py_…`, once there is one.
    pub charge_id: Option<String>,
    /// The page's address while it is open: https, or beside a sandbox on this machine.
    pub url: Option<String>,
    /// What the processor says.
    pub outcome: RemotePaymentStatus,
    /// What is or would be charged, fee included.
    pub charged: Money,
    /// What is kept of it before it reaches the account, minor units: the processor's fee and the platform's. None
    /// until the processor says so, and where the call did not read the charge.
    pub processor_fee: Option<i64>,
    /// The metadata it carries: the intent's where there is one.
    pub metadata: BTreeMap<String, String>,
    /// Whether it is real money.
    pub livemode: bool,
    /// Why the last attempt failed, if the processor says so.
    pub failure: Option<PaymentFailure>,
}
