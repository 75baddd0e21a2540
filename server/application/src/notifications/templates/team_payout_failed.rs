//! To the team: a deposit did not reach the bank account.

use domain::email::EmailKind;
use domain::id::PayoutId;
use domain::money::Money;
use domain::payout::PayoutFailureReason;
use jiff::civil::Date;

use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, Site, payout_failure};
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct TeamPayoutFailed {
    /// What did not arrive.
    pub(crate) amount: Money,
    /// The day it should have.
    pub(crate) expected_on: Date,
    /// Why.
    pub(crate) reason: PayoutFailureReason,
    /// The payout's page.
    pub(crate) url: String,
}

impl EmailTemplate for TeamPayoutFailed {
    const KIND: EmailKind = EmailKind::TeamPayoutFailed;
    const GREETS: bool = false;
    type Related = PayoutId;

    async fn load(context: &EmailContext<'_>, id: PayoutId) -> StoreResult<Option<Self>> {
        let payout = store::payouts::get(context.app.db.read(), id).await?;
        let Some(payout) = payout else { return Ok(None) };
        Ok(Some(TeamPayoutFailed {
            amount: Money::new(payout.amount, payout.currency),
            expected_on: payout.arrives_on.0,
            reason: PayoutFailureReason::from_code(payout.failure_code.as_deref().unwrap_or_default()),
            url: context.url(format_args!("/admin/payments/deposits/{id}")),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let amount = composer.money(self.amount);
        let expected = composer.date(self.expected_on);
        EmailBody {
            subject: locales::mail_deposit_failed_subject(language, &amount, property),
            preheader: locales::mail_deposit_failed_preheader(language).to_owned(),
            heading: locales::mail_deposit_failed_heading(language),
            blocks: vec![
                Block::Paragraph(locales::mail_deposit_failed_intro(language, property)),
                Block::Amount {
                    label: locales::mail_deposit_failed_amount(language).to_owned(),
                    value: amount,
                    detail: locales::mail_deposit_failed_expected(language, &expected),
                },
                Block::Paragraph(payout_failure(self.reason, language).to_owned()),
                Block::Note(locales::mail_deposit_failed_advice(language).to_owned()),
                composer.button(locales::mail_deposit_failed_view(language), &self.url),
            ],
        }
    }

    fn site(&self) -> Site {
        Site::Admin
    }
}
