//! What each kind of message says.

use domain::money::Money;
use domain::payment::PaymentMethod;
use locales::Language;

use super::document::{Block, EmailDocument, Footer, Row, line, lines};
use super::{Brand, EmailContent, date, money, payment_failure};

/// Writes the parts of a message.
pub(super) fn compose(content: &EmailContent, language: Language, brand: &Brand) -> EmailDocument {
    let composer =
        EmailComposer { language, organization: line(&brand.organization), property: line(&brand.property) };
    let (head, blocks) = composer.body(content);
    let recipient = match content {
        EmailContent::InvoicePublished { recipient_name, .. }
        | EmailContent::Receipt { recipient_name, .. }
        | EmailContent::PaymentFailed { recipient_name, .. }
        | EmailContent::PaymentProcessing { recipient_name, .. }
        | EmailContent::Refunded { recipient_name, .. }
        | EmailContent::Returned { recipient_name, .. }
        | EmailContent::AutopayNotice { recipient_name, .. }
        | EmailContent::AutopaySkipped { recipient_name, .. }
        | EmailContent::AutopayStopped { recipient_name, .. }
        | EmailContent::SignInLink { recipient_name, .. }
        | EmailContent::Invitation { recipient_name, .. }
        | EmailContent::AccountAttention { recipient_name, .. }
        | EmailContent::SignUp { recipient_name, .. } => line(recipient_name),
        EmailContent::TeamPayment { .. }
        | EmailContent::TeamPaymentIssue { .. }
        | EmailContent::TeamPayoutFailed { .. } => String::new(),
    };
    let team_pages = format!("{}/admin", brand.base_url.trim_end_matches('/'));
    let for_team = match content {
        EmailContent::TeamPayment { .. }
        | EmailContent::TeamPaymentIssue { .. }
        | EmailContent::TeamPayoutFailed { .. }
        | EmailContent::AccountAttention { .. } => true,
        EmailContent::SignInLink { url, .. }
        | EmailContent::Invitation { url, .. }
        | EmailContent::SignUp { url, .. } => url.starts_with(&team_pages),
        _ => false,
    };
    EmailDocument {
        subject: line(&head.subject),
        preheader: line(&head.preheader),
        heading: head.heading.to_owned(),
        greeting: (!recipient.is_empty()).then(|| locales::mail_greeting(language, &recipient)),
        blocks,
        footer: composer.footer(brand, for_team),
        organization: composer.organization,
    }
}

pub(super) struct EmailHead {
    pub(super) subject: String,
    pub(super) preheader: String,
    pub(super) heading: &'static str,
}

pub(super) struct EmailComposer {
    pub(super) language: Language,
    pub(super) organization: String,
    pub(super) property: String,
}

impl EmailComposer {
    fn body(&self, content: &EmailContent) -> (EmailHead, Vec<Block>) {
        let language = self.language;
        match content {
            EmailContent::InvoicePublished {
                number,
                title,
                description,
                unit,
                due_on,
                lines: items,
                total,
                balance,
                pay_url,
                payable_online,
                ..
            } => {
                let (number, title, unit) = (line(number), line(title), line(unit));
                let (due, to_pay) = (date(*due_on, language), self.money(*balance));
                let head = EmailHead {
                    subject: locales::mail_invoice_subject(language, &title, &to_pay, &due),
                    preheader: locales::mail_invoice_preheader(language, &number, &self.property, &unit),
                    heading: locales::mail_invoice_heading(language),
                };
                let mut blocks = vec![
                    Block::Paragraph(locales::mail_invoice_intro(language, &self.property, &number, &unit)),
                    Block::Amount {
                        label: locales::mail_amount_due(language).to_owned(),
                        value: to_pay.clone(),
                        detail: locales::mail_due_on(language, &due),
                    },
                ];
                let (label, how) = if *payable_online {
                    (locales::mail_invoice_pay(language, &to_pay), locales::mail_invoice_how(language))
                } else {
                    (locales::mail_invoice_view(language).to_owned(), locales::mail_invoice_offline(language))
                };
                blocks.push(self.button(label, pay_url));
                blocks.push(Block::Note(how.to_owned()));
                blocks.push(Block::Table {
                    rows: items.iter().map(|(label, amount)| Row::new(label, self.money(*amount))).collect(),
                    sums: self.invoice_sums(*total, *balance),
                });
                let description = lines(description);
                if !description.is_empty() {
                    blocks.push(Block::Note(description));
                }
                (head, blocks)
            }
            EmailContent::Receipt {
                method,
                fee,
                total,
                paid_on,
                invoices,
                balance_left,
                reference,
                url,
                ..
            } => {
                let (received, day) = (self.money(*total), date(*paid_on, language));
                let head = EmailHead {
                    subject: locales::mail_receipt_subject(language, &received),
                    preheader: locales::mail_receipt_preheader(language, &self.property),
                    heading: locales::mail_receipt_heading(language),
                };
                let mut rows = self.invoice_rows(invoices);
                if fee.minor != 0 {
                    rows.push(Row::new(locales::mail_fee(language), self.money(*fee)));
                }
                let left = if balance_left.minor > 0 {
                    locales::mail_receipt_balance(language, &self.money(*balance_left))
                } else {
                    locales::mail_receipt_nothing_left(language).to_owned()
                };
                let facts = vec![
                    Row::new(locales::mail_method(language), self.method(*method)),
                    Row::new(locales::mail_date(language), &day),
                    Row::new(locales::mail_reference(language), reference),
                ];
                let blocks = vec![
                    Block::Paragraph(locales::mail_receipt_intro(language, &self.property)),
                    Block::Amount {
                        label: locales::mail_receipt_amount(language).to_owned(),
                        value: received.clone(),
                        detail: locales::mail_receipt_date(language, &day),
                    },
                    Block::Table { rows, sums: vec![Row::new(locales::mail_total(language), &received)] },
                    Block::Table { rows: facts, sums: Vec::new() },
                    Block::Paragraph(left),
                    self.button(locales::mail_receipt_view(language).to_owned(), url),
                ];
                (head, blocks)
            }
            EmailContent::PaymentFailed { method, amount, reason, invoices, url, .. } => {
                let owed = self.money(*amount);
                let head = EmailHead {
                    subject: locales::mail_failed_subject(language, &owed),
                    preheader: locales::mail_failed_preheader(language).to_owned(),
                    heading: locales::mail_failed_heading(language),
                };
                let intro = match method {
                    PaymentMethod::Bank => locales::mail_failed_intro_bank(language, &owed, &self.property),
                    PaymentMethod::Card => locales::mail_failed_intro_card(language, &owed, &self.property),
                    _ => locales::mail_failed_intro_other(language, &owed, &self.property),
                };
                let mut blocks = vec![Block::Paragraph(intro)];
                if let Some(reason) = reason {
                    blocks.push(Block::Paragraph(payment_failure(*reason, language).to_owned()));
                }
                blocks.push(Block::Table {
                    rows: self.invoice_rows(invoices),
                    sums: vec![Row::new(locales::mail_failed_unpaid(language), &owed)],
                });
                blocks.push(self.button(locales::mail_failed_retry(language).to_owned(), url));
                blocks.push(Block::Note(locales::mail_failed_advice(language).to_owned()));
                (head, blocks)
            }
            EmailContent::PaymentProcessing { amount, total, expected_by, url, .. } => {
                let (sent, day) = (self.money(*total), date(*expected_by, language));
                let head = EmailHead {
                    subject: locales::mail_processing_subject(language, &sent),
                    preheader: locales::mail_processing_preheader(language, &day),
                    heading: locales::mail_processing_heading(language),
                };
                let mut blocks = vec![
                    Block::Paragraph(locales::mail_processing_intro(language, &self.property, &day)),
                    Block::Amount {
                        label: locales::mail_processing_amount(language).to_owned(),
                        value: sent.clone(),
                        detail: locales::mail_processing_by(language, &day),
                    },
                ];
                let fee = Money::new(total.minor.saturating_sub(amount.minor), total.currency);
                if fee.minor > 0 {
                    blocks.push(Block::Table {
                        rows: vec![
                            Row::new(locales::mail_processing_invoices(language), self.money(*amount)),
                            Row::new(locales::mail_fee(language), self.money(fee)),
                        ],
                        sums: vec![Row::new(locales::mail_total(language), &sent)],
                    });
                }
                blocks.push(Block::Paragraph(locales::mail_processing_once(language).to_owned()));
                blocks.push(self.button(locales::mail_processing_view(language).to_owned(), url));
                (head, blocks)
            }
            EmailContent::AutopayNotice { label, on, invoice, url, .. } => {
                self.autopay_notice(label, *on, invoice, url)
            }
            EmailContent::AutopaySkipped { cap, invoice, url, .. } => {
                self.autopay_skipped(*cap, invoice, url)
            }
            EmailContent::AutopayStopped { label, reason, url, .. } => {
                self.autopay_stopped(label, *reason, url)
            }
            EmailContent::SignInLink { url, minutes, .. } => {
                let head = EmailHead {
                    subject: locales::mail_sign_in_subject(language, &self.organization),
                    preheader: locales::mail_sign_in_preheader(language, *minutes),
                    heading: locales::mail_sign_in_heading(language),
                };
                let blocks = vec![
                    Block::Paragraph(locales::mail_sign_in_intro(language, *minutes, &self.organization)),
                    self.button(locales::mail_sign_in_button(language).to_owned(), url),
                    Block::Note(locales::mail_sign_in_not_you(language).to_owned()),
                ];
                (head, blocks)
            }
            EmailContent::Invitation { role, inviter, url, days, .. } => {
                self.invitation(*role, inviter, url, *days)
            }
            EmailContent::SignUp { organization, url, hours, .. } => self.sign_up(organization, url, *hours),
            EmailContent::TeamPayoutFailed { amount, expected_on, reason, url } => {
                self.payout_failed(*amount, *expected_on, *reason, url)
            }
            EmailContent::Refunded { method, amount, owed, reason, url, .. } => {
                self.refunded(*method, (*amount, *owed), reason.as_deref(), url)
            }
            EmailContent::Returned { method, amount, reason, invoices, url, .. } => {
                self.returned(*method, *amount, reason, invoices, url)
            }
            EmailContent::TeamPaymentIssue { issue, payer, unit, amount, reason, url } => {
                self.team_payment_issue(*issue, (payer, unit), *amount, reason.as_deref(), url)
            }
            EmailContent::TeamPayment { payer, unit, amount, method, invoice_numbers, url } => {
                let (payer, unit, received) = (line(payer), line(unit), self.money(*amount));
                let head = EmailHead {
                    subject: locales::mail_team_payment_subject(language, &payer, &received),
                    preheader: locales::mail_team_payment_preheader(language, &unit, &self.property),
                    heading: locales::mail_team_payment_heading(language),
                };
                let count = u64::try_from(invoice_numbers.len()).unwrap_or(u64::MAX);
                let mut rows = vec![Row::new(locales::mail_method(language), self.method(*method))];
                if !invoice_numbers.is_empty() {
                    let numbers = invoice_numbers.join(", ");
                    rows.push(Row::new(locales::mail_team_payment_invoices(language, count), numbers));
                }
                let blocks = vec![
                    Block::Paragraph(locales::mail_team_payment_intro(
                        language,
                        &payer,
                        &unit,
                        &self.property,
                    )),
                    Block::Amount {
                        label: locales::mail_team_payment_amount(language).to_owned(),
                        value: received,
                        detail: String::new(),
                    },
                    Block::Table { rows, sums: Vec::new() },
                    self.button(locales::mail_team_payment_view(language).to_owned(), url),
                ];
                (head, blocks)
            }
            EmailContent::AccountAttention { disabled, by, url, .. } => {
                self.account_attention(*disabled, *by, url)
            }
        }
    }

    pub(super) fn invoice_rows(&self, invoices: &[(String, String, Money)]) -> Vec<Row> {
        let label = |number: &str, title: &str| locales::mail_invoice_line(self.language, number, title);
        invoices
            .iter()
            .map(|(number, title, amount)| Row::new(label(number, title), self.money(*amount)))
            .collect()
    }

    /// The total, and how much of it is left where something has been paid.
    fn invoice_sums(&self, total: Money, balance: Money) -> Vec<Row> {
        let mut sums = vec![Row::new(locales::mail_total(self.language), self.money(total))];
        if total != balance {
            let paid = Money::new(balance.minor.saturating_sub(total.minor), total.currency);
            sums.push(Row::new(locales::mail_already_paid(self.language), self.money(paid)));
            sums.push(Row::new(locales::mail_left_to_pay(self.language), self.money(balance)));
        }
        sums
    }

    pub(super) fn button(&self, label: String, url: &str) -> Block {
        Block::Button { label, url: line(url), broken: locales::mail_button_broken(self.language).to_owned() }
    }

    fn footer(&self, brand: &Brand, for_team: bool) -> Footer {
        let sent_by = if self.property.is_empty() || self.property == self.organization {
            locales::mail_sent_by_organization(self.language, &self.organization)
        } else {
            locales::mail_sent_by(self.language, &self.organization, &self.property)
        };
        let base = line(brand.base_url.trim_end_matches('/'));
        let (site_url, site) = if for_team {
            let url = format!("{base}/admin");
            let site = locales::mail_open_admin(self.language, &url);
            (url, site)
        } else {
            let url = format!("{base}/portal");
            let site = locales::mail_open_portal(self.language, &url);
            (url, site)
        };
        let questions = brand.reply_to.is_some() && !for_team;
        let questions = questions.then(|| locales::mail_questions(self.language).to_owned());
        Footer { sent_by, questions, site, site_url }
    }

    pub(super) fn money(&self, amount: Money) -> String {
        money(amount, self.language)
    }

    fn method(&self, method: PaymentMethod) -> &'static str {
        match method {
            PaymentMethod::Bank => locales::method_bank(self.language),
            PaymentMethod::Card => locales::method_card(self.language),
            PaymentMethod::Cash => locales::method_cash(self.language),
            PaymentMethod::Cheque => locales::method_cheque(self.language),
            PaymentMethod::Other => locales::method_other(self.language),
        }
    }
}
