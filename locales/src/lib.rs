//! Everything Propty says to people, in English and French, for the server's mail and the client alike.
//!
//! The texts are Fluent files, `en/*.ftl` and `fr/*.ftl`, one a part of the product. The build turns each
//! message into a function named after it: `portal-pay-now` is [`portal_pay_now`]. A message's variables
//! are parameters in the order in which the English text names them: finished strings, formatted by the
//! caller for the same language, or a `u64` where the text counts. A message that one language lacks, or
//! that takes other variables there, fails the build.

mod months;
#[cfg(test)]
mod oracle;

pub use months::month_name;

/// A language Propty speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "column", derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum))]
#[cfg_attr(feature = "column", sea_orm(rs_type = "String", db_type = "Text"))]
pub enum Language {
    /// English.
    #[cfg_attr(feature = "column", sea_orm(string_value = "en"))]
    En,
    /// French.
    #[cfg_attr(feature = "column", sea_orm(string_value = "fr"))]
    Fr,
}

impl Language {
    /// Every language, the one to fall back on first.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// The BCP 47 code: `en`, `fr`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// Reads a code or a tag that begins with one, in either case: `fr`, `FR`, `fr-CA`.
    pub fn from_code(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// The language a switch offers.
    pub const fn other(self) -> Self {
        match self {
            Self::En => Self::Fr,
            Self::Fr => Self::En,
        }
    }

    const fn pick(self, english: &'static str, french: &'static str) -> &'static str {
        match self {
            Self::En => english,
            Self::Fr => french,
        }
    }

    /// Whether a count takes the singular: one in English, nought or one in French.
    const fn is_one(self, count: u64) -> bool {
        match self {
            Self::En => count == 1,
            Self::Fr => count <= 1,
        }
    }
}

fn push_count(out: &mut String, count: u64) {
    out.push_str(&count.to_string());
}

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_language_is_found_by_its_tag() {
        assert_eq!(Language::from_code("fr-CA"), Some(Language::Fr));
        assert_eq!(Language::from_code("EN"), Some(Language::En));
        assert_eq!(Language::from_code("de"), None);
        assert_eq!(Language::from_code(""), None);
        for language in Language::ALL {
            assert_eq!(Language::from_code(language.code()), Some(language));
            assert_ne!(language.other(), language);
        }
    }
}
