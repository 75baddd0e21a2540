//! What surrounds the words of every email, and how templates write amounts, days and buttons.

use domain::money::Money;
use domain::payment::PaymentMethod;
use jiff::civil::Date;
use locales::Language;

use super::document::{Block, EmailDocument, Footer, line};
use super::format;
use crate::notifications::template::EmailTemplate;

/// Who speaks in an email.
#[derive(Debug, Clone)]
pub(crate) struct Brand {
    /// The organization, which the email is from.
    pub(crate) organization: String,
    /// The community it is about; empty where an email is about none.
    pub(crate) property: String,
    /// The site's public address, without a trailing slash.
    pub(crate) base_url: String,
    /// Where answers go; without it the email doesn't invite any.
    pub(crate) reply_to: Option<String>,
}

/// The part of the site that an email leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    /// The residents' pages.
    Portal,
    /// The team's pages.
    Admin,
}

/// What a template says.
pub(crate) struct EmailBody {
    pub(crate) subject: String,
    /// What mail programs show after the subject.
    pub(crate) preheader: String,
    pub(crate) heading: &'static str,
    pub(crate) blocks: Vec<Block>,
}

/// Writes in a language, on behalf of an organization and its property.
pub(crate) struct EmailComposer {
    pub(crate) language: Language,
    pub(crate) organization: String,
    pub(crate) property: String,
}

/// Writes the parts of an email.
pub(super) fn compose<T: EmailTemplate>(
    template: &T,
    recipient: &str,
    language: Language,
    brand: &Brand,
) -> EmailDocument {
    let composer =
        EmailComposer { language, organization: line(&brand.organization), property: line(&brand.property) };
    let body = template.compose(&composer);
    let recipient = if T::GREETS { line(recipient) } else { String::new() };
    EmailDocument {
        subject: line(&body.subject),
        preheader: line(&body.preheader),
        heading: body.heading.to_owned(),
        greeting: (!recipient.is_empty()).then(|| locales::mail_greeting(language, &recipient)),
        blocks: body.blocks,
        footer: composer.footer(brand, template.site()),
        organization: composer.organization,
    }
}

impl EmailComposer {
    /// An amount.
    pub(crate) fn money(&self, amount: Money) -> String {
        format::money(amount, self.language)
    }

    /// A day in words.
    pub(crate) fn date(&self, date: Date) -> String {
        format::date(date, self.language)
    }

    /// The name of a payment method.
    pub(crate) fn method(&self, method: PaymentMethod) -> &'static str {
        match method {
            PaymentMethod::Bank => locales::method_bank(self.language),
            PaymentMethod::Card => locales::method_card(self.language),
            PaymentMethod::Cash => locales::method_cash(self.language),
            PaymentMethod::Cheque => locales::method_cheque(self.language),
            PaymentMethod::Other => locales::method_other(self.language),
        }
    }

    /// A button that leads to an address.
    pub(crate) fn button(&self, label: impl Into<String>, url: &str) -> Block {
        let broken = locales::mail_button_broken(self.language).to_owned();
        Block::Button { label: label.into(), url: line(url), broken }
    }

    fn footer(&self, brand: &Brand, site: Site) -> Footer {
        let sent_by = if self.property.is_empty() || self.property == self.organization {
            locales::mail_sent_by_organization(self.language, &self.organization)
        } else {
            locales::mail_sent_by(self.language, &self.organization, &self.property)
        };
        let base = line(brand.base_url.trim_end_matches('/'));
        let (site_url, words) = match site {
            Site::Admin => {
                let url = format!("{base}/admin");
                let words = locales::mail_open_admin(self.language, &url);
                (url, words)
            }
            Site::Portal => {
                let url = format!("{base}/portal");
                let words = locales::mail_open_portal(self.language, &url);
                (url, words)
            }
        };
        let questions = brand.reply_to.is_some() && site == Site::Portal;
        let questions = questions.then(|| locales::mail_questions(self.language).to_owned());
        Footer { sent_by, questions, site: words, site_url }
    }
}
