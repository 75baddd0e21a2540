//! What a payment costs: who bears which fees of a property, and the price of a payment.

pub mod quote;
