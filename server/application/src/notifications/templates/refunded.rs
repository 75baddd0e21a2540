//! To a resident: money was given back.

use domain::email::EmailKind;
use domain::id::RefundId;
use domain::money::Money;
use domain::payment::PaymentMethod;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, line};
use crate::notifications::payment_details::PaymentDetails;
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct Refunded {
    /// How it had been paid, and goes back.
    pub(crate) method: PaymentMethod,
    /// What goes back.
    pub(crate) amount: Money,
    /// What is owed again for it.
    pub(crate) owed: Option<Money>,
    /// The team's words.
    pub(crate) reason: Option<String>,
    /// The payment's page.
    pub(crate) url: String,
}

impl EmailTemplate for Refunded {
    const KIND: EmailKind = EmailKind::Refunded;
    type Related = RefundId;

    async fn load(context: &EmailContext<'_>, id: RefundId) -> StoreResult<Option<Self>> {
        let Some((refund, details)) = PaymentDetails::load_refund(context, id).await? else {
            return Ok(None);
        };
        let owed = details.money(refund.amount.min(details.payment.amount));
        Ok(Some(Refunded {
            method: details.method,
            amount: details.money(refund.amount),
            owed: details.has_open_invoice().then_some(owed),
            reason: refund.reason,
            url: details.portal_url(context),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let refunded = composer.money(self.amount);
        let way = match self.method {
            PaymentMethod::Card => locales::mail_refunded_by_card(language),
            _ => locales::mail_refunded_by_bank(language),
        };
        let mut blocks = vec![
            Block::Paragraph(locales::mail_refunded_intro(language, property, &refunded)),
            Block::Amount {
                label: locales::mail_refunded_amount(language).to_owned(),
                value: refunded.clone(),
                detail: String::new(),
            },
            Block::Paragraph(way.to_owned()),
        ];
        if let Some(reason) = self.reason.as_deref().map(line).filter(|reason| !reason.is_empty()) {
            blocks.push(Block::Note(locales::mail_refunded_reason(language, &reason)));
        }
        if let Some(owed) = self.owed {
            blocks.push(Block::Paragraph(locales::mail_refunded_owed(language, &composer.money(owed))));
        }
        blocks.push(composer.button(locales::mail_refunded_view(language), &self.url));
        EmailBody {
            subject: locales::mail_refunded_subject(language, &refunded),
            preheader: locales::mail_refunded_preheader(language, property),
            heading: locales::mail_refunded_heading(language),
            blocks,
        }
    }
}
