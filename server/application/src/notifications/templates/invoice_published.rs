//! To a resident: there is an invoice to pay.

use domain::email::EmailKind;
use domain::id::InvoiceId;
use domain::invoice::InvoiceStatus;
use domain::money::Money;
use jiff::civil::Date;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, Row, line, lines};
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct InvoicePublished {
    /// The invoice's number.
    pub(crate) number: String,
    /// Its title.
    pub(crate) title: String,
    /// What it is about, possibly empty or of several lines.
    pub(crate) description: String,
    /// The unit's label.
    pub(crate) unit: String,
    /// The day it is due.
    pub(crate) due_on: Date,
    /// Its lines.
    pub(crate) lines: Vec<InvoiceLine>,
    /// The sum of the lines.
    pub(crate) total: Money,
    /// What is left to pay.
    pub(crate) balance: Money,
    /// The page to pay it on.
    pub(crate) pay_url: String,
    /// Whether the community can take online payments now.
    pub(crate) payable_online: bool,
}

/// A line of the invoice.
pub(crate) struct InvoiceLine {
    pub(crate) description: String,
    pub(crate) amount: Money,
}

impl EmailTemplate for InvoicePublished {
    const KIND: EmailKind = EmailKind::InvoicePublished;
    type Related = InvoiceId;

    /// None once the invoice is void or written off.
    async fn load(context: &EmailContext<'_>, id: InvoiceId) -> StoreResult<Option<Self>> {
        let read = context.app.db.read();
        let row = store::invoices::get(read, &context.scope()?, id).await?;
        let Some(row) = row else { return Ok(None) };
        if matches!(row.invoice.status, InvoiceStatus::Void | InvoiceStatus::Uncollectible) {
            return Ok(None);
        }
        let currency = row.invoice.currency;
        let lines = store::invoices::lines(read, &[id]).await?.remove(&id).unwrap_or_default();
        let account = store::payment_accounts::of_property(read, context.property()?.id).await?;
        let payable_online = account.is_some_and(|account| account.card_ready || account.bank_ready);
        let page = context.url(format_args!("/portal/invoices/{id}"));
        Ok(Some(InvoicePublished {
            number: context.invoice_number(&row.invoice),
            due_on: row.invoice.due_on.0,
            lines: lines
                .into_iter()
                .map(|line| InvoiceLine {
                    description: line.description,
                    amount: Money::new(line.amount, currency),
                })
                .collect(),
            total: Money::new(row.invoice.total, currency),
            balance: Money::new(row.invoice.balance, currency),
            title: row.invoice.title,
            description: row.invoice.description.unwrap_or_default(),
            unit: row.unit.label,
            pay_url: if payable_online { format!("{page}/pay") } else { page },
            payable_online,
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let (number, title, unit) = (line(&self.number), line(&self.title), line(&self.unit));
        let (due, to_pay) = (composer.date(self.due_on), composer.money(self.balance));
        let (button, how) = if self.payable_online {
            (locales::mail_invoice_pay(language, &to_pay), locales::mail_invoice_how(language))
        } else {
            (locales::mail_invoice_view(language).to_owned(), locales::mail_invoice_offline(language))
        };
        let row = |line: &InvoiceLine| Row::new(&line.description, composer.money(line.amount));
        let mut blocks = vec![
            Block::Paragraph(locales::mail_invoice_intro(language, property, &number, &unit)),
            Block::Amount {
                label: locales::mail_amount_due(language).to_owned(),
                value: to_pay.clone(),
                detail: locales::mail_due_on(language, &due),
            },
            composer.button(button, &self.pay_url),
            Block::Note(how.to_owned()),
            Block::Table { rows: self.lines.iter().map(row).collect(), sums: self.sums(composer) },
        ];
        let description = lines(&self.description);
        if !description.is_empty() {
            blocks.push(Block::Note(description));
        }
        EmailBody {
            subject: locales::mail_invoice_subject(language, &title, &to_pay, &due),
            preheader: locales::mail_invoice_preheader(language, &number, property, &unit),
            heading: locales::mail_invoice_heading(language),
            blocks,
        }
    }
}

impl InvoicePublished {
    /// The total, and how much of it is left where something has been paid.
    fn sums(&self, composer: &EmailComposer) -> Vec<Row> {
        let language = composer.language;
        let mut sums = vec![Row::new(locales::mail_total(language), composer.money(self.total))];
        if self.total != self.balance {
            let paid = self.balance.minor.saturating_sub(self.total.minor);
            let paid = Money::new(paid, self.total.currency);
            sums.push(Row::new(locales::mail_already_paid(language), composer.money(paid)));
            sums.push(Row::new(locales::mail_left_to_pay(language), composer.money(self.balance)));
        }
        sums
    }
}
