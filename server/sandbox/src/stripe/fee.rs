//! What the processor keeps of a charge, in minor units, rounded half up once per charge.

use super::payment_method_type::PaymentMethodType;

/// The processing fee of one successful charge of `amount` minor units.
pub fn processing_fee(method: PaymentMethodType, amount: i64) -> i64 {
    match method {
        PaymentMethodType::Card => share(amount, 29, 1000) + 30,
        PaymentMethodType::UsBankAccount => share(amount, 8, 1000).clamp(1, 500),
        PaymentMethodType::AcssDebit => share(amount, 10, 1000) + 40,
    }
}

/// `amount * part / whole`, half a minor unit rounded up.
fn share(amount: i64, part: i64, whole: i64) -> i64 {
    (amount * part * 2 + whole).div_euclid(whole * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn card_is_two_point_nine_percent_and_thirty() {
        assert_eq!(processing_fee(PaymentMethodType::Card, 123_615), 3_615);
        assert_eq!(processing_fee(PaymentMethodType::Card, 50), 31, "1.45 rounds to 1");
        assert_eq!(processing_fee(PaymentMethodType::Card, 500), 45, "14.5 rounds up to 15");
    }

    #[test]
    fn bank_transfer_has_a_floor_and_a_cap() {
        assert_eq!(processing_fee(PaymentMethodType::UsBankAccount, 1), 1);
        assert_eq!(processing_fee(PaymentMethodType::UsBankAccount, 10_000), 80);
        assert_eq!(processing_fee(PaymentMethodType::UsBankAccount, 120_500), 500);
    }

    #[test]
    fn canadian_debit_is_one_percent_and_forty() {
        assert_eq!(processing_fee(PaymentMethodType::AcssDebit, 120_000), 1_240);
    }
}
