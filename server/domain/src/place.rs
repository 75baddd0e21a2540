//! Where a community is: the country gives its currency, and the region decides what the law there allows.

use crate::coded_enum;
use crate::money::Currency;

coded_enum! {
    /// A country Propty works in.
    pub enum Country {
        /// United States.
        Us = "us",
        /// Canada.
        Ca = "ca",
    }
}

impl Country {
    /// ISO 3166-1 alpha-2, upper case.
    pub fn iso_code(self) -> &'static str {
        match self {
            Country::Us => "US",
            Country::Ca => "CA",
        }
    }

    /// What is paid with there.
    pub fn currency(self) -> Currency {
        match self {
            Country::Us => Currency::Usd,
            Country::Ca => Currency::Cad,
        }
    }

    /// The regions, by the second part of their ISO 3166-2 code.
    pub fn regions(self) -> &'static [&'static str] {
        match self {
            Country::Us => STATES,
            Country::Ca => PROVINCES,
        }
    }
}

const PROVINCES: &[&str] = &["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"];
const STATES: &[&str] = &[
    "AK", "AL", "AR", "AS", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "GU", "HI", "IA", "ID", "IL",
    "IN", "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MP", "MS", "MT", "NC", "ND", "NE", "NH",
    "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VI",
    "VT", "WA", "WI", "WV", "WY",
];

/// A state, province or territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Region {
    country: Country,
    code: &'static str,
}

impl Region {
    /// The region of a country that a text means: `QC` or `CA-QC`, in any case; none if there is no such one.
    pub fn parse(country: Country, text: &str) -> Option<Region> {
        let text = text.trim().to_ascii_uppercase();
        let code = match text.split_once('-') {
            Some((prefix, code)) if prefix == country.iso_code() => code,
            Some(_) => return None,
            None => &text,
        };
        let code = country.regions().iter().find(|known| **known == code)?;
        Some(Region { country, code })
    }

    /// The ISO 3166-2 code, such as `CA-QC`.
    pub fn iso(self) -> String {
        format!("{}-{}", self.country.iso_code(), self.code)
    }

    /// Whether a merchant may ask more of those who pay by card. Quebec's Consumer Protection Act forbids it;
    /// elsewhere the card networks' rules and other laws are for the community to check.
    pub fn allows_card_surcharge(self) -> bool {
        (self.country, self.code) != (Country::Ca, "QC")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_known_by_both_its_codes() {
        for text in ["QC", "ca-qc", " CA-QC "] {
            assert_eq!(Region::parse(Country::Ca, text).unwrap().iso(), "CA-QC");
        }
        for text in ["", "Q", "Quebec", "US-NY", "NY", "CA-", "-QC", "CA-QC-1"] {
            assert_eq!(Region::parse(Country::Ca, text), None, "{text}");
        }
        assert_eq!(Region::parse(Country::Us, "CA").unwrap().iso(), "US-CA");
    }

    #[test]
    fn only_quebec_forbids_card_surcharges() {
        for country in [Country::Us, Country::Ca] {
            let forbidding: Vec<String> = country
                .regions()
                .iter()
                .map(|code| Region::parse(country, code).unwrap())
                .filter(|region| !region.allows_card_surcharge())
                .map(Region::iso)
                .collect();
            assert_eq!(forbidding, if country == Country::Ca { vec!["CA-QC"] } else { vec![] });
        }
    }
}
