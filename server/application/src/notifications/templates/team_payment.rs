//! To the team: a payment came in.

use domain::email::EmailKind;
use domain::id::PaymentId;
use domain::money::Money;
use domain::payment::PaymentMethod;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, Row, Site, line};
use crate::notifications::payment_details::PaymentDetails;
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct TeamPayment {
    /// Who paid.
    pub(crate) payer: String,
    /// The unit's label.
    pub(crate) unit: String,
    /// What went to the invoices.
    pub(crate) amount: Money,
    /// How it was paid.
    pub(crate) method: PaymentMethod,
    /// The invoices' numbers.
    pub(crate) invoice_numbers: Vec<String>,
    /// The payment's page for the team.
    pub(crate) url: String,
}

impl EmailTemplate for TeamPayment {
    const KIND: EmailKind = EmailKind::TeamPayment;
    const GREETS: bool = false;
    type Related = PaymentId;

    async fn load(context: &EmailContext<'_>, id: PaymentId) -> StoreResult<Option<Self>> {
        let Some(details) = PaymentDetails::load(context, id).await? else { return Ok(None) };
        let invoices = details.invoice_amounts(context);
        Ok(Some(TeamPayment {
            payer: details.payer(),
            unit: details.unit_label(context).await?,
            amount: details.amount(),
            method: details.method,
            invoice_numbers: invoices.into_iter().map(|invoice| invoice.number).collect(),
            url: details.admin_url(context),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let (payer, unit) = (line(&self.payer), line(&self.unit));
        let received = composer.money(self.amount);
        let mut rows = vec![Row::new(locales::mail_method(language), composer.method(self.method))];
        if !self.invoice_numbers.is_empty() {
            let count = u64::try_from(self.invoice_numbers.len()).unwrap_or(u64::MAX);
            let label = locales::mail_team_payment_invoices(language, count);
            rows.push(Row::new(label, self.invoice_numbers.join(", ")));
        }
        EmailBody {
            subject: locales::mail_team_payment_subject(language, &payer, &received),
            preheader: locales::mail_team_payment_preheader(language, &unit, property),
            heading: locales::mail_team_payment_heading(language),
            blocks: vec![
                Block::Paragraph(locales::mail_team_payment_intro(language, &payer, &unit, property)),
                Block::Amount {
                    label: locales::mail_team_payment_amount(language).to_owned(),
                    value: received,
                    detail: String::new(),
                },
                Block::Table { rows, sums: Vec::new() },
                composer.button(locales::mail_team_payment_view(language), &self.url),
            ],
        }
    }

    fn site(&self) -> Site {
        Site::Admin
    }
}
