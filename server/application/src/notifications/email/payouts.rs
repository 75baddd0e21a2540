//! What mail about deposits says.

use domain::money::Money;
use domain::payout::PayoutFailureReason;
use jiff::civil::Date;
use locales::Language;

use super::composer::{EmailComposer, EmailHead};
use super::date;
use super::document::Block;

/// Why a deposit came back, in a language.
pub fn payout_failure(reason: PayoutFailureReason, language: Language) -> &'static str {
    match reason {
        PayoutFailureReason::AccountClosed => locales::deposit_reason_account_closed(language),
        PayoutFailureReason::AccountRestricted => locales::deposit_reason_account_restricted(language),
        PayoutFailureReason::AccountNotFound => locales::deposit_reason_account_not_found(language),
        PayoutFailureReason::WrongHolder => locales::deposit_reason_wrong_holder(language),
        PayoutFailureReason::WrongCurrency => locales::deposit_reason_wrong_currency(language),
        PayoutFailureReason::Declined => locales::deposit_reason_declined(language),
        PayoutFailureReason::InsufficientFunds => locales::deposit_reason_insufficient_funds(language),
        PayoutFailureReason::NotProcessed => locales::deposit_reason_not_processed(language),
        PayoutFailureReason::Other => locales::deposit_reason_other(language),
    }
}

impl EmailComposer {
    /// A deposit did not reach the bank account.
    pub(super) fn payout_failed(
        &self,
        amount: Money,
        expected_on: Date,
        why: PayoutFailureReason,
        url: &str,
    ) -> (EmailHead, Vec<Block>) {
        let language = self.language;
        let amount = self.money(amount);
        let head = EmailHead {
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
            Block::Paragraph(payout_failure(why, language).to_owned()),
            Block::Note(locales::mail_deposit_failed_advice(language).to_owned()),
            self.button(locales::mail_deposit_failed_view(language).to_owned(), url),
        ];
        (head, blocks)
    }
}
