//! What Stripe asks for, in plain words: it names fields by paths such as
//! `identity.persons.representative.date_of_birth`, of which there are hundreds.

use locales::Language;

use crate::i18n::Words;

/// Fields that are about the account as a whole, by a part of their path; the first that fits counts.
const WHOLE: &[(&str, Words)] = &[
    ("terms_of_service", locales::account_due_terms),
    ("tos_acceptance", locales::account_due_terms),
    ("ownership_declaration", locales::account_due_owners),
    ("owners_provided", locales::account_due_owners),
    ("persons_provided", locales::account_due_owners),
    ("directorship_declaration", locales::account_due_owners),
    ("payout_method", locales::account_due_bank),
    ("external_account", locales::account_due_bank),
    ("bank_account", locales::account_due_bank),
    ("statement_descriptor", locales::account_due_descriptor),
    ("merchant.mcc", locales::account_due_trade),
    ("profile.mcc", locales::account_due_trade),
    ("product_description", locales::account_due_trade),
    ("business_url", locales::account_due_website),
    ("profile.url", locales::account_due_website),
    ("website", locales::account_due_website),
    (".support", locales::account_due_support),
    ("entity_type", locales::account_due_form),
    ("business_type", locales::account_due_form),
    (".structure", locales::account_due_form),
];

/// Whom a field is about.
const WHO: &[(&str, Words)] = &[
    ("representative", locales::account_due_representative),
    ("owner", locales::account_due_owner),
    ("director", locales::account_due_director),
    ("executive", locales::account_due_executive),
    ("business_details", locales::account_due_business),
    ("business_profile", locales::account_due_business),
    ("company", locales::account_due_business),
    ("individual", locales::account_due_person),
    ("person", locales::account_due_person),
];

/// What of them is asked for.
const WHAT: &[(&str, Words)] = &[
    ("date_of_birth", locales::account_due_birth),
    (".dob", locales::account_due_birth),
    ("address", locales::account_due_address),
    ("phone", locales::account_due_phone),
    ("email", locales::account_due_email),
    ("tax_id", locales::account_due_tax),
    ("id_number", locales::account_due_id),
    ("ssn", locales::account_due_id),
    ("document", locales::account_due_document),
    ("verification", locales::account_due_document),
    ("relationship", locales::account_due_role),
    (".title", locales::account_due_role),
    ("name", locales::account_due_name),
];

fn find(table: &[(&str, Words)], path: &str) -> Option<Words> {
    table.iter().find(|(part, _)| path.contains(part)).map(|(_, words)| *words)
}

/// What a field is called. One that nobody has met yet is told by the last part of its path.
pub(super) fn words(language: Language, field: &str) -> String {
    let path = field.to_ascii_lowercase();
    if let Some(words) = find(WHOLE, &path) {
        return words(language).to_owned();
    }
    let Some(who) = find(WHO, &path) else { return last_part(field) };
    // A business proves its number and itself with other papers than a person.
    let business = who(language) == locales::account_due_business(language);
    let what = match find(WHAT, &path) {
        Some(_) if business && path.contains("id_number") => locales::account_due_tax,
        Some(_) if business && (path.contains("document") || path.contains("verification")) => {
            locales::account_due_papers
        }
        Some(what) => what,
        None => locales::account_due_details,
    };
    locales::account_due_part(language, who(language), what(language))
}

/// Each thing once: several fields may mean the same to people.
pub(super) fn list(language: Language, fields: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for field in fields {
        let words = words(language, field);
        if !all.contains(&words) {
            all.push(words);
        }
    }
    all
}

fn last_part(field: &str) -> String {
    let last = field.rsplit('.').find(|part| !part.is_empty()).unwrap_or(field).replace('_', " ");
    let mut letters = last.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::{Language, list, words};

    #[test]
    fn required_fields_have_labels() {
        for (field, english, french) in [
            ("identity.business_details.registered_name", "The business: name", "L’entreprise\u{a0}: nom"),
            (
                "identity.business_details.id_numbers",
                "The business: tax number",
                "L’entreprise\u{a0}: numéro d’identification fiscale",
            ),
            (
                "identity.business_details.documents.proof_of_registration",
                "The business: supporting documents",
                "L’entreprise\u{a0}: pièces justificatives",
            ),
            (
                "identity.persons.representative",
                "The person who represents the business: details",
                "La personne qui représente l’entreprise\u{a0}: renseignements",
            ),
            (
                "identity.persons.representative.documents",
                "The person who represents the business: proof of identity",
                "La personne qui représente l’entreprise\u{a0}: preuve d’identité",
            ),
            (
                "representative.dob.day",
                "The person who represents the business: date of birth",
                "La personne qui représente l’entreprise\u{a0}: date de naissance",
            ),
            (
                "identity.individual.id_numbers.us_ssn_last_4",
                "The account’s holder: identification number",
                "Le titulaire du compte\u{a0}: numéro d’identification",
            ),
            ("owners.address.line1", "An owner: address", "Un propriétaire\u{a0}: adresse"),
            (
                "directors.relationship.title",
                "A director: role in the business",
                "Un administrateur\u{a0}: rôle dans l’entreprise",
            ),
            (
                "company.tax_id",
                "The business: tax number",
                "L’entreprise\u{a0}: numéro d’identification fiscale",
            ),
            (
                "defaults.payout_methods",
                "The bank account for deposits",
                "Le compte bancaire où vont les dépôts",
            ),
            ("external_account", "The bank account for deposits", "Le compte bancaire où vont les dépôts"),
            (
                "identity.attestations.terms_of_service.account.date",
                "Acceptance of Stripe’s terms of service",
                "L’acceptation des conditions d’utilisation de Stripe",
            ),
            ("configuration.merchant.mcc", "What the business does", "L’activité de l’entreprise"),
            (
                "configuration.merchant.statement_descriptor.descriptor",
                "The name on card statements",
                "Le nom sur les relevés de carte",
            ),
            ("defaults.profile.business_url", "The website", "Le site Web"),
            (
                "configuration.merchant.support.phone",
                "How payers can reach the community",
                "Comment les payeurs peuvent joindre l’immeuble",
            ),
        ] {
            assert_eq!(words(Language::En, field), english, "{field}");
            assert_eq!(words(Language::Fr, field), french, "{field}");
        }
    }

    #[test]
    fn unknown_field_is_named_by_its_last_segment() {
        assert_eq!(words(Language::En, "configuration.recipient.new_thing_2027"), "New thing 2027");
        assert_eq!(words(Language::Fr, "x."), "X");
        assert_eq!(words(Language::En, ""), "");
    }

    #[test]
    fn fields_with_the_same_label_are_listed_once() {
        let fields = ["owners.dob.day", "owners.dob.month", "external_account"].map(str::to_owned);
        assert_eq!(list(Language::En, &fields), ["An owner: date of birth", "The bank account for deposits"]);
    }
}
