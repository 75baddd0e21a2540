//! The ways to pay that the sandbox knows, and what each looks like on a charge.

use serde_json::{Value, json};

use super::calendar;

/// A payment method type of Stripe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentMethodType {
    Card,
    /// ACH debit, in US dollars.
    UsBankAccount,
    /// Canadian pre-authorized debit, in Canadian dollars.
    AcssDebit,
}

impl PaymentMethodType {
    /// All of them, in the order in which the payment page offers them.
    pub const ALL: [PaymentMethodType; 3] =
        [PaymentMethodType::UsBankAccount, PaymentMethodType::AcssDebit, PaymentMethodType::Card];

    /// Stripe's name of the type.
    pub fn name(self) -> &'static str {
        match self {
            PaymentMethodType::Card => "card",
            PaymentMethodType::UsBankAccount => "us_bank_account",
            PaymentMethodType::AcssDebit => "acss_debit",
        }
    }

    /// The type by Stripe's name, if the sandbox can play it.
    pub fn named(name: &str) -> Option<PaymentMethodType> {
        PaymentMethodType::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The capability an account needs for it.
    pub fn capability(self) -> &'static str {
        match self {
            PaymentMethodType::Card => "card_payments",
            PaymentMethodType::UsBankAccount => "ach_debit_payments",
            PaymentMethodType::AcssDebit => "acss_debit_payments",
        }
    }

    /// Whether the money arrives days after the payer confirmed.
    pub fn is_delayed(self) -> bool {
        self != PaymentMethodType::Card
    }

    /// Whether it can carry this currency (lower case).
    pub fn takes(self, currency: &str) -> bool {
        match self {
            PaymentMethodType::Card => true,
            PaymentMethodType::UsBankAccount => currency == "usd",
            PaymentMethodType::AcssDebit => currency == "cad",
        }
    }

    /// What a payment method object says under the type's name.
    pub fn saved(self) -> Value {
        match self {
            PaymentMethodType::Card => json!({
                "brand": "visa",
                "checks": {"address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass"},
                "country": "US", "display_brand": "visa", "exp_month": 12, "exp_year": 2034,
                "fingerprint": "sandboxcard", "funding": "credit", "generated_from": null, "last4": "4242",
                "networks": {"available": ["visa"], "preferred": null}, "regulated_status": "unregulated",
                "three_d_secure_usage": {"supported": true}, "wallet": null,
            }),
            PaymentMethodType::UsBankAccount => json!({
                "account_holder_type": "individual", "account_type": "checking", "bank_name": "SANDBOX BANK",
                "financial_connections_account": null, "fingerprint": "sandboxbank", "last4": "6789",
                "networks": {"preferred": "ach", "supported": ["ach"]}, "routing_number": "110000000",
                "status_details": null,
            }),
            PaymentMethodType::AcssDebit => json!({
                "bank_name": "SANDBOX BANK", "fingerprint": "sandboxbank", "institution_number": "000",
                "last4": "6789", "transit_number": "11000",
            }),
        }
    }

    /// `payment_method_details` of a charge made at `at`, expected to be debited at `debit_at` under `mandate`.
    pub fn details(self, at: i64, debit_at: Option<i64>, mandate: Option<&str>) -> Value {
        let debit_date = debit_at.map(calendar::day);
        match self {
            PaymentMethodType::Card => json!({"type": "card", "card": {
                "amount_authorized": null, "authorization_code": null, "brand": "visa",
                "checks": {"address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass"},
                "country": "US", "exp_month": 12, "exp_year": 2034, "extended_authorization": null,
                "fingerprint": "sandboxcard", "funding": "credit", "incremental_authorization": null,
                "installments": null, "last4": "4242", "mandate": null, "multicapture": null,
                "network": "visa", "network_token": null, "network_transaction_id": at.to_string(),
                "overcapture": null, "regulated_status": "unregulated", "three_d_secure": null,
                "transaction_link_id": null, "wallet": null,
            }}),
            PaymentMethodType::UsBankAccount => json!({"type": "us_bank_account", "us_bank_account": {
                "account_holder_type": "individual", "account_type": "checking", "bank_name": "SANDBOX BANK",
                "expected_debit_date": debit_date, "fingerprint": "sandboxbank", "last4": "6789",
                "mandate": mandate, "payment_reference": null, "routing_number": "110000000",
            }}),
            PaymentMethodType::AcssDebit => json!({"type": "acss_debit", "acss_debit": {
                "bank_name": "SANDBOX BANK", "expected_debit_date": debit_date, "fingerprint": "sandboxbank",
                "institution_number": "000", "last4": "6789", "mandate": mandate, "transit_number": "11000",
            }}),
        }
    }
}
