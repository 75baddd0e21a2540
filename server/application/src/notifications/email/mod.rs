//! How an email looks: what a template says becomes a document, and the document an HTML part and a text part in
//! the recipient's language. Pure: nothing is read or sent here.

mod composer;
mod document;
mod format;
mod html;
mod reasons;
#[cfg(test)]
mod tests;
mod text;

use locales::Language;

pub(crate) use composer::{Brand, EmailBody, EmailComposer, Site};
pub(crate) use document::{Block, Row, line, lines};
pub(crate) use reasons::{payment_failure, payout_failure, refund_failure, return_reason};

use super::template::EmailTemplate;

/// An email ready for [`crate::ports::Email`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RenderedEmail {
    /// One line.
    pub(crate) subject: String,
    /// A whole HTML document.
    pub(crate) html: String,
    /// The same in plain text.
    pub(crate) text: String,
}

/// Writes an email to a person in a language.
pub(crate) fn render<T: EmailTemplate>(
    template: &T,
    recipient: &str,
    language: Language,
    brand: &Brand,
) -> RenderedEmail {
    let document = composer::compose(template, recipient, language, brand);
    RenderedEmail {
        html: html::render(&document, language),
        text: text::render(&document, language),
        subject: document.subject,
    }
}
