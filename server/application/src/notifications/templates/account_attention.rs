//! To the organization managers: a property's payment account needs them.

use domain::email::EmailKind;
use domain::id::PropertyId;
use domain::payment_account::PaymentAccountStatus;
use jiff::civil::Date;

use crate::app::date_in_zone;
use crate::notifications::context::EmailContext;
use crate::notifications::email::{Block, EmailBody, EmailComposer, Site};
use crate::notifications::template::EmailTemplate;
use store::StoreResult;

pub(crate) struct AccountAttention {
    /// Whether it takes no payments at all any more; else Stripe asks for more information.
    pub(crate) disabled: bool,
    /// The day by which Stripe wants the information, where it says so.
    pub(crate) deadline: Option<Date>,
    /// The payment settings.
    pub(crate) url: String,
}

impl EmailTemplate for AccountAttention {
    const KIND: EmailKind = EmailKind::AccountAttention;
    type Related = PropertyId;

    /// None once the account needs nothing any more.
    async fn load(context: &EmailContext<'_>, id: PropertyId) -> StoreResult<Option<Self>> {
        let property = context.property()?;
        let account = store::payment_accounts::of_property(context.app.db.read(), property.id).await?;
        let Some(account) = account else { return Ok(None) };
        let disabled = match account.status {
            PaymentAccountStatus::Disabled => true,
            PaymentAccountStatus::Restricted => false,
            _ => return Ok(None),
        };
        Ok(Some(AccountAttention {
            disabled,
            deadline: account.requirements_deadline.map(|at| date_in_zone(at, &property.time_zone)),
            url: context.url(format_args!("/admin/settings/payments?property={id}")),
        }))
    }

    fn compose(&self, composer: &EmailComposer) -> EmailBody {
        let (language, property) = (composer.language, &composer.property);
        let intro = match (self.disabled, self.deadline) {
            (true, _) => locales::mail_account_disabled_intro(language, property),
            (false, None) => locales::mail_account_restricted_intro(language, property),
            (false, Some(day)) => {
                locales::mail_account_restricted_by(language, property, &composer.date(day))
            }
        };
        let (preheader, after) = if self.disabled {
            (
                locales::mail_account_disabled_preheader(language),
                locales::mail_account_disabled_after(language),
            )
        } else {
            (
                locales::mail_account_restricted_preheader(language),
                locales::mail_account_restricted_after(language),
            )
        };
        EmailBody {
            subject: locales::mail_account_subject(language, property),
            preheader: preheader.to_owned(),
            heading: locales::mail_account_heading(language),
            blocks: vec![
                Block::Paragraph(intro),
                composer.button(locales::mail_account_open(language), &self.url),
                Block::Note(after.to_owned()),
            ],
        }
    }

    fn site(&self) -> Site {
        Site::Admin
    }
}
