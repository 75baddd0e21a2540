//! What mail about automatic payments says.

use domain::autopay::AutopayEndReason;
use domain::money::Money;
use jiff::civil::Date;

use super::composer::{EmailComposer, EmailHead};
use super::date;
use super::document::{Block, Row, line};

/// An invoice and what paying it takes.
#[derive(Debug, Clone)]
pub struct AutopayInvoice {
    /// Number and title.
    pub name: (String, String),
    /// What is owed.
    pub amount: Money,
    /// What is added for processing.
    pub fee: Money,
}

impl AutopayInvoice {
    fn total(&self) -> Money {
        Money::new(self.amount.minor.saturating_add(self.fee.minor), self.amount.currency)
    }
}

impl EmailComposer {
    fn autopay_table(&self, invoice: &AutopayInvoice) -> Block {
        let (number, title) = &invoice.name;
        let mut rows = self.invoice_rows(&[(number.clone(), title.clone(), invoice.amount)]);
        if invoice.fee.minor != 0 {
            rows.push(Row::new(locales::mail_fee(self.language), self.money(invoice.fee)));
        }
        let sums = vec![Row::new(locales::mail_total(self.language), self.money(invoice.total()))];
        Block::Table { rows, sums }
    }

    /// To a resident: an invoice will be paid automatically.
    pub(super) fn autopay_notice(
        &self,
        label: &str,
        on: Date,
        invoice: &AutopayInvoice,
        url: &str,
    ) -> (EmailHead, Vec<Block>) {
        let (language, label) = (self.language, line(label));
        let (total, day) = (self.money(invoice.total()), date(on, language));
        let head = EmailHead {
            subject: locales::mail_autopay_notice_subject(language, &total, &day),
            preheader: locales::mail_autopay_notice_preheader(language, &self.property, &label),
            heading: locales::mail_autopay_notice_heading(language),
        };
        let intro = locales::mail_autopay_notice_intro(language, &self.property, &label, &day);
        let blocks = vec![
            Block::Paragraph(intro),
            Block::Amount {
                label: locales::mail_autopay_amount(language).to_owned(),
                value: total,
                detail: day,
            },
            self.autopay_table(invoice),
            Block::Paragraph(locales::mail_autopay_notice_stop(language).to_owned()),
            self.button(locales::mail_autopay_manage(language).to_owned(), url),
        ];
        (head, blocks)
    }

    /// To a resident: an invoice was left out; `cap` is the limit it is above.
    pub(super) fn autopay_skipped(
        &self,
        cap: Option<Money>,
        invoice: &AutopayInvoice,
        url: &str,
    ) -> (EmailHead, Vec<Block>) {
        let language = self.language;
        let head = EmailHead {
            subject: locales::mail_autopay_skipped_subject(language, &self.money(invoice.total())),
            preheader: locales::mail_autopay_skipped_preheader(language, &self.property),
            heading: locales::mail_autopay_skipped_heading(language),
        };
        let why = match cap {
            Some(cap) => locales::mail_autopay_skipped_cap(language, &self.property, &self.money(cap)),
            None => locales::mail_autopay_skipped_not_ready(language, &self.property),
        };
        let blocks = vec![
            Block::Paragraph(why),
            self.autopay_table(invoice),
            self.button(locales::mail_autopay_skipped_pay(language).to_owned(), url),
            Block::Note(locales::mail_autopay_skipped_next(language).to_owned()),
        ];
        (head, blocks)
    }

    /// To a resident: nothing is paid automatically any more.
    pub(super) fn autopay_stopped(
        &self,
        label: &str,
        reason: AutopayEndReason,
        url: &str,
    ) -> (EmailHead, Vec<Block>) {
        let (language, label) = (self.language, line(label));
        let head = EmailHead {
            subject: locales::mail_autopay_stopped_subject(language, &self.property),
            preheader: locales::mail_autopay_stopped_preheader(language, &label),
            heading: locales::mail_autopay_stopped_heading(language),
        };
        let why = match reason {
            AutopayEndReason::MovedOut => locales::mail_autopay_stopped_moved_out(language),
            AutopayEndReason::Disconnected => locales::mail_autopay_stopped_disconnected(language),
            AutopayEndReason::Declined => locales::mail_autopay_stopped_declined(language),
            AutopayEndReason::Returned => locales::mail_autopay_stopped_returned(language),
            AutopayEndReason::MethodRemoved => locales::mail_autopay_stopped_removed(language),
            AutopayEndReason::Stopped | AutopayEndReason::Expired | AutopayEndReason::Replaced => {
                locales::mail_autopay_stopped_by_you(language)
            }
        };
        let blocks = vec![
            Block::Paragraph(locales::mail_autopay_stopped_intro(language, &label, &self.property)),
            Block::Note(why.to_owned()),
            Block::Paragraph(locales::mail_autopay_stopped_owed(language).to_owned()),
            self.button(locales::mail_autopay_manage(language).to_owned(), url),
        ];
        (head, blocks)
    }
}
