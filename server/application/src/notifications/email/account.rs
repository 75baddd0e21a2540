//! What organization managers are told when a property's payment account needs them.

use jiff::civil::Date;

use super::composer::{EmailComposer, EmailHead};
use super::date;
use super::document::Block;

impl EmailComposer {
    /// The account takes no payments any more, or Stripe asks for more information.
    pub(super) fn account_attention(
        &self,
        disabled: bool,
        by: Option<Date>,
        url: &str,
    ) -> (EmailHead, Vec<Block>) {
        let (language, property) = (self.language, &self.property);
        let head = EmailHead {
            subject: locales::mail_account_subject(language, property),
            preheader: if disabled {
                locales::mail_account_disabled_preheader(language).to_owned()
            } else {
                locales::mail_account_restricted_preheader(language).to_owned()
            },
            heading: locales::mail_account_heading(language),
        };
        let intro = match (disabled, by) {
            (true, _) => locales::mail_account_disabled_intro(language, property),
            (false, None) => locales::mail_account_restricted_intro(language, property),
            (false, Some(day)) => {
                locales::mail_account_restricted_by(language, property, &date(day, language))
            }
        };
        let after = if disabled {
            locales::mail_account_disabled_after(language)
        } else {
            locales::mail_account_restricted_after(language)
        };
        let blocks = vec![
            Block::Paragraph(intro),
            self.button(locales::mail_account_open(language).to_owned(), url),
            Block::Note(after.to_owned()),
        ];
        (head, blocks)
    }
}
