//! What emails to the team say of a payment that needs their attention.

use domain::money::Money;

use super::context::EmailContext;
use super::email::{Block, EmailComposer, Row, line};
use super::payment_details::PaymentDetails;
use store::StoreResult;

/// A payment that needs the team's attention.
#[derive(Debug, Clone)]
pub(crate) struct PaymentIssue {
    /// Who paid.
    pub(crate) payer: String,
    /// The unit's label.
    pub(crate) unit: String,
    /// How much it is about.
    pub(crate) amount: Money,
    /// The payment's page for the team.
    pub(crate) url: String,
}

/// The same as emails write it.
pub(crate) struct IssueTexts {
    /// The payer, on one line.
    pub(crate) payer: String,
    /// The unit, on one line.
    pub(crate) unit: String,
    /// The amount.
    pub(crate) amount: String,
}

impl PaymentIssue {
    /// Reads the issue of a payment about `minor` units of its currency.
    pub(crate) async fn load(
        context: &EmailContext<'_>,
        details: &PaymentDetails,
        minor: i64,
    ) -> StoreResult<PaymentIssue> {
        Ok(PaymentIssue {
            payer: details.payer(),
            unit: details.unit_label(context).await?,
            amount: details.money(minor),
            url: details.admin_url(context),
        })
    }

    /// Its facts as texts.
    pub(crate) fn texts(&self, composer: &EmailComposer) -> IssueTexts {
        IssueTexts { payer: line(&self.payer), unit: line(&self.unit), amount: composer.money(self.amount) }
    }

    /// The introduction, the amount and its reason, what to do, and the way to the payment.
    pub(crate) fn blocks(
        &self,
        composer: &EmailComposer,
        intro: String,
        reason: Option<&str>,
        next: String,
    ) -> Vec<Block> {
        let language = composer.language;
        let mut rows = vec![Row::new(locales::mail_team_money_amount(language), composer.money(self.amount))];
        if let Some(reason) = reason {
            rows.push(Row::new(locales::mail_team_money_reason(language), reason));
        }
        vec![
            Block::Paragraph(intro),
            Block::Table { rows, sums: Vec::new() },
            Block::Paragraph(next),
            composer.button(locales::mail_team_money_view(language), &self.url),
        ]
    }
}
