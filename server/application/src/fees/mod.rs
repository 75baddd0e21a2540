//! What a payment costs: the fees of a property and the price of a payment.

pub mod quote;
pub mod set_fees;
