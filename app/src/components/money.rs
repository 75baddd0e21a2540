//! Amounts, days and moments in the text of a page, following the language.

use leptos::prelude::Get;

use crate::api::{Money, PaymentMethod};
use crate::i18n::{self, Text, text, use_language};

/// An amount.
pub fn amount(money: &Money) -> Text {
    let language = use_language();
    let money = money.clone();
    text(move || i18n::money(language.get(), &money).into())
}

/// A calendar date in full.
pub fn day(date: &str) -> Text {
    follow(date, i18n::date)
}

/// A calendar date for lists.
pub fn day_short(date: &str) -> Text {
    follow(date, i18n::date_short)
}

/// A calendar date in a sentence.
pub fn day_in_text(date: &str) -> Text {
    follow(date, i18n::date_in_text)
}

/// The day of an instant in a sentence.
pub fn moment_in_text(at: &str) -> Text {
    follow(at, i18n::instant_in_text)
}

/// An instant with its time.
pub fn moment(at: &str) -> Text {
    follow(at, i18n::instant)
}

/// The day of an instant.
pub fn moment_day(at: &str) -> Text {
    follow(at, i18n::instant_day)
}

fn follow(value: &str, format: fn(i18n::Language, &str) -> String) -> Text {
    let language = use_language();
    let value = value.to_owned();
    text(move || format(language.get(), &value).into())
}

/// Why a bank took a payment back; `reason` is Stripe's word.
pub fn return_reason(reason: &str) -> Text {
    match reason {
        "insufficient_funds" => t!(return_reason_insufficient_funds),
        "incorrect_account_details" => t!(return_reason_incorrect_account_details),
        "debit_not_authorized" => t!(return_reason_debit_not_authorized),
        "bank_cannot_process" | "check_returned" => t!(return_reason_bank_cannot_process),
        "fraudulent" => t!(return_reason_fraudulent),
        "unrecognized" => t!(return_reason_unrecognized),
        "duplicate" => t!(return_reason_duplicate),
        _ => t!(return_reason_general),
    }
}

/// How a payment came.
pub fn method_name(method: PaymentMethod) -> Text {
    match method {
        PaymentMethod::Bank => t!(method_bank),
        PaymentMethod::Card => t!(method_card),
        PaymentMethod::Cash => t!(method_cash),
        PaymentMethod::Cheque => t!(method_cheque),
        PaymentMethod::Other => t!(method_other),
    }
}
