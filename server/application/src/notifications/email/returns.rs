//! What mail about money that went back says.

use domain::money::Money;
use domain::payment::PaymentMethod;
use jiff::civil::Date;
use locales::Language;

use super::composer::{EmailComposer, EmailHead};
use super::date;
use super::document::{Block, Row, line};

/// What the team is told about a payment's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentIssue {
    /// More came than was owed.
    Overpaid,
    /// A refund failed.
    RefundFailed,
    /// The payer's bank holds the money; when it says so, until when to answer.
    Disputed(Option<Date>),
    /// The payer's bank took it back for good.
    Returned,
}

/// Why a bank took a payment back, in words; `reason` is the processor's.
pub fn return_reason(language: Language, reason: &str) -> &'static str {
    match reason {
        "insufficient_funds" => locales::return_reason_insufficient_funds(language),
        "incorrect_account_details" => locales::return_reason_incorrect_account_details(language),
        "debit_not_authorized" => locales::return_reason_debit_not_authorized(language),
        "bank_cannot_process" | "check_returned" => locales::return_reason_bank_cannot_process(language),
        "fraudulent" => locales::return_reason_fraudulent(language),
        "unrecognized" => locales::return_reason_unrecognized(language),
        "duplicate" => locales::return_reason_duplicate(language),
        _ => locales::return_reason_general(language),
    }
}

impl EmailComposer {
    /// To a resident: money was given back.
    pub(super) fn refunded(
        &self,
        method: PaymentMethod,
        (amount, owed): (Money, Option<Money>),
        reason: Option<&str>,
        url: &str,
    ) -> (EmailHead, Vec<Block>) {
        let (language, given) = (self.language, self.money(amount));
        let head = EmailHead {
            subject: locales::mail_refunded_subject(language, &given),
            preheader: locales::mail_refunded_preheader(language, &self.property),
            heading: locales::mail_refunded_heading(language),
        };
        let way = match method {
            PaymentMethod::Card => locales::mail_refunded_by_card(language),
            _ => locales::mail_refunded_by_bank(language),
        };
        let mut blocks = vec![
            Block::Paragraph(locales::mail_refunded_intro(language, &self.property, &given)),
            Block::Amount {
                label: locales::mail_refunded_amount(language).to_owned(),
                value: given,
                detail: String::new(),
            },
            Block::Paragraph(way.to_owned()),
        ];
        if let Some(reason) = reason.map(line).filter(|reason| !reason.is_empty()) {
            blocks.push(Block::Note(locales::mail_refunded_reason(language, &reason)));
        }
        if let Some(owed) = owed {
            blocks.push(Block::Paragraph(locales::mail_refunded_owed(language, &self.money(owed))));
        }
        blocks.push(self.button(locales::mail_refunded_view(language).to_owned(), url));
        (head, blocks)
    }

    /// To a resident: a bank took their payment back.
    pub(super) fn returned(
        &self,
        method: PaymentMethod,
        amount: Money,
        reason: &str,
        invoices: &[(String, String, Money)],
        url: &str,
    ) -> (EmailHead, Vec<Block>) {
        let (language, taken) = (self.language, self.money(amount));
        let head = EmailHead {
            subject: locales::mail_returned_subject(language, &taken),
            preheader: locales::mail_returned_preheader(language).to_owned(),
            heading: locales::mail_returned_heading(language),
        };
        let intro = match method {
            PaymentMethod::Card => locales::mail_returned_intro_card(language, &taken, &self.property),
            _ => locales::mail_returned_intro_bank(language, &taken, &self.property),
        };
        let owed = invoices.iter().fold(0_i64, |sum, (_, _, amount)| sum.saturating_add(amount.minor));
        let blocks = vec![
            Block::Paragraph(intro),
            Block::Note(return_reason(language, reason).to_owned()),
            Block::Paragraph(locales::mail_returned_owed(language).to_owned()),
            Block::Table {
                rows: self.invoice_rows(invoices),
                sums: vec![Row::new(
                    locales::mail_returned_total(language),
                    self.money(Money::new(owed, amount.currency)),
                )],
            },
            self.button(locales::mail_returned_pay(language).to_owned(), url),
            Block::Note(locales::mail_returned_advice(language).to_owned()),
        ];
        (head, blocks)
    }

    /// To the team: something became of a payment's money.
    pub(super) fn team_payment_issue(
        &self,
        issue: PaymentIssue,
        (payer, unit): (&str, &str),
        amount: Money,
        reason: Option<&str>,
        url: &str,
    ) -> (EmailHead, Vec<Block>) {
        let (language, property) = (self.language, &self.property);
        let (payer, unit, amount) = (line(payer), line(unit), self.money(amount));
        let (subject, preheader, heading, intro, next) = match issue {
            PaymentIssue::Overpaid => (
                locales::mail_team_overpaid_subject(language, &payer),
                locales::mail_team_overpaid_preheader(language, &unit, property),
                locales::mail_team_overpaid_heading(language),
                locales::mail_team_overpaid_intro(language, &payer, &unit, property),
                locales::mail_team_overpaid_next(language).to_owned(),
            ),
            PaymentIssue::RefundFailed => (
                locales::mail_team_refund_failed_subject(language, &amount),
                locales::mail_team_refund_failed_preheader(language, &payer, &unit, property),
                locales::mail_team_refund_failed_heading(language),
                locales::mail_team_refund_failed_intro(language, &payer, &unit, property),
                locales::mail_team_refund_failed_next(language).to_owned(),
            ),
            PaymentIssue::Disputed(due) => (
                locales::mail_team_disputed_subject(language, &payer, &amount),
                locales::mail_team_disputed_preheader(language, &unit, property),
                locales::mail_team_disputed_heading(language),
                locales::mail_team_disputed_intro(language, &payer, &unit, property),
                match due {
                    Some(due) => locales::mail_team_disputed_due(language, &date(due, language)),
                    None => locales::mail_team_disputed_next(language).to_owned(),
                },
            ),
            PaymentIssue::Returned => (
                locales::mail_team_returned_subject(language, &amount),
                locales::mail_team_returned_preheader(language, &payer, &unit, property),
                locales::mail_team_returned_heading(language),
                locales::mail_team_returned_intro(language, &payer, &unit, property),
                locales::mail_team_returned_next(language).to_owned(),
            ),
        };
        let mut rows = vec![Row::new(locales::mail_team_money_amount(language), &amount)];
        if let Some(reason) = reason.map(line).filter(|reason| !reason.is_empty()) {
            rows.push(Row::new(locales::mail_team_money_reason(language), reason));
        }
        let blocks = vec![
            Block::Paragraph(intro),
            Block::Table { rows, sums: Vec::new() },
            Block::Paragraph(next),
            self.button(locales::mail_team_money_view(language).to_owned(), url),
        ];
        (EmailHead { subject, preheader, heading }, blocks)
    }
}
