//! What mail about deposits says.

use domain::money::Money;
use domain::payout::FailureReason;
use jiff::civil::Date;
use locales::Language;

use super::date;
use super::letter::Block;
use super::messages::{Opening, Writer};

/// Why a deposit came back, in a language.
pub fn reason(reason: FailureReason, language: Language) -> &'static str {
    match reason {
        FailureReason::AccountClosed => locales::deposit_reason_account_closed(language),
        FailureReason::AccountRestricted => locales::deposit_reason_account_restricted(language),
        FailureReason::AccountNotFound => locales::deposit_reason_account_not_found(language),
        FailureReason::WrongHolder => locales::deposit_reason_wrong_holder(language),
        FailureReason::WrongCurrency => locales::deposit_reason_wrong_currency(language),
        FailureReason::Declined => locales::deposit_reason_declined(language),
        FailureReason::InsufficientFunds => locales::deposit_reason_insufficient_funds(language),
        FailureReason::NotProcessed => locales::deposit_reason_not_processed(language),
        FailureReason::Other => locales::deposit_reason_other(language),
    }
}

impl Writer {
    /// A deposit did not reach the bank account.
    pub(super) fn deposit_failed(
        &self,
        amount: Money,
        expected_on: Date,
        why: FailureReason,
        url: &str,
    ) -> (Opening, Vec<Block>) {
        let language = self.language;
        let amount = self.money(amount);
        let opening = Opening {
            subject: locales::mail_deposit_failed_subject(language, &amount, &self.property),
            preheader: locales::mail_deposit_failed_preheader(language).to_owned(),
            heading: locales::mail_deposit_failed_heading(language),
        };
        let blocks = vec![
            Block::Paragraph(locales::mail_deposit_failed_intro(language, &self.property)),
            Block::Amount {
                label: locales::mail_deposit_failed_amount(language).to_owned(),
                value: amount,
                detail: locales::mail_deposit_failed_expected(language, &date(expected_on, language)),
            },
            Block::Paragraph(reason(why, language).to_owned()),
            Block::Note(locales::mail_deposit_failed_advice(language).to_owned()),
            self.button(locales::mail_deposit_failed_view(language).to_owned(), url),
        ];
        (opening, blocks)
    }
}
