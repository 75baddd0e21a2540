//! An account of Accounts v2 as far as Propty reads it, and what it says about the account's state.

use std::collections::BTreeMap;

use domain::payment_account::{Capability, Dashboard, PaymentAccountReport};
use jiff::Timestamp;
use serde::Deserialize;

/// The names of the capabilities Propty asks for: cards, ACH and PAD.
pub(super) const CARD: &str = "card_payments";
pub(super) const ACH: &str = "ach_debit_payments";
pub(super) const PAD: &str = "acss_debit_payments";

/// The object, with the parts that were included.
#[derive(Deserialize)]
pub(super) struct Account {
    pub(super) id: String,
    #[serde(default)]
    closed: Option<bool>,
    dashboard: Option<String>,
    configuration: Option<Configuration>,
    identity: Option<Identity>,
    requirements: Option<Requirements>,
}

#[derive(Deserialize)]
struct Configuration {
    merchant: Option<Merchant>,
}

#[derive(Deserialize)]
struct Merchant {
    #[serde(default)]
    capabilities: Option<BTreeMap<String, Option<CapabilityState>>>,
}

#[derive(Deserialize)]
struct CapabilityState {
    status: Option<String>,
}

#[derive(Deserialize)]
struct Identity {
    country: Option<String>,
    attestations: Option<Attestations>,
}

#[derive(Deserialize)]
struct Attestations {
    terms_of_service: Option<TermsOfService>,
}

#[derive(Deserialize)]
struct TermsOfService {
    account: Option<Acceptance>,
}

#[derive(Deserialize)]
struct Acceptance {
    date: Option<String>,
}

#[derive(Deserialize)]
struct Requirements {
    entries: Option<Vec<Entry>>,
    summary: Option<Summary>,
}

#[derive(Deserialize)]
struct Summary {
    minimum_deadline: Option<Deadline>,
}

#[derive(Deserialize)]
struct Entry {
    awaiting_action_from: Option<String>,
    description: Option<String>,
    minimum_deadline: Option<Deadline>,
}

#[derive(Deserialize)]
struct Deadline {
    status: Option<String>,
    /// Only in the summary.
    time: Option<String>,
}

impl Account {
    /// What its owner must hand in now, as Stripe names the fields.
    pub(super) fn fields_due(&self) -> Vec<String> {
        self.due().filter_map(|entry| entry.description.clone()).collect()
    }

    /// When the first of it becomes overdue. A date that can't be read is as good as none.
    pub(super) fn deadline(&self) -> Option<Timestamp> {
        let summary = self.requirements.as_ref()?.summary.as_ref()?;
        summary.minimum_deadline.as_ref()?.time.as_deref()?.parse().ok()
    }

    /// How its owner sees it.
    pub(super) fn dashboard_kind(&self) -> Dashboard {
        match self.dashboard.as_deref() {
            Some("full") => Dashboard::Full,
            Some("express") => Dashboard::Express,
            _ => Dashboard::None,
        }
    }

    fn due(&self) -> impl Iterator<Item = &Entry> {
        let entries =
            self.requirements.iter().filter_map(|requirements| requirements.entries.as_ref()).flatten();
        entries.filter(|entry| {
            let deadline = entry.minimum_deadline.as_ref().and_then(|deadline| deadline.status.as_deref());
            entry.awaiting_action_from.as_deref() != Some("stripe")
                && matches!(deadline, Some("currently_due" | "past_due"))
        })
    }

    fn capability_status(&self, name: &str) -> Option<&str> {
        let merchant = self.configuration.as_ref()?.merchant.as_ref()?;
        merchant.capabilities.as_ref()?.get(name)?.as_ref()?.status.as_deref()
    }

    fn capability(&self, name: &str) -> Capability {
        match self.capability_status(name) {
            Some("active") => Capability::Active,
            Some("pending") => Capability::Pending,
            Some("restricted") => Capability::Restricted,
            _ => Capability::Unsupported,
        }
    }

    /// What decides the product's state.
    pub(super) fn report(&self) -> PaymentAccountReport {
        let country = self.identity.as_ref().and_then(|identity| identity.country.as_deref());
        let bank = if country.is_some_and(|country| country.eq_ignore_ascii_case("ca")) { PAD } else { ACH };
        let rejected = [CARD, bank].iter().any(|name| self.capability_status(name) == Some("rejected"));
        let (card, bank) = (self.capability(CARD), self.capability(bank));
        let requirements_due = self.due().next().is_some();
        let accepted = self
            .identity
            .as_ref()
            .and_then(|identity| identity.attestations.as_ref())
            .and_then(|attestations| attestations.terms_of_service.as_ref())
            .and_then(|terms| terms.account.as_ref())
            .is_some_and(|acceptance| acceptance.date.is_some());
        // v2 has no flag for "the forms were handed in". The terms are accepted on their last page; an
        // account that can charge, or of which nothing is asked, has been through them too.
        let active = card == Capability::Active || bank == Capability::Active;
        let submitted = accepted || active || !requirements_due;
        PaymentAccountReport {
            card,
            bank,
            submitted,
            requirements_due,
            closed: self.closed.unwrap_or(false) || (rejected && !active),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::payment_account::PaymentAccountStatus;
    use serde_json::json;

    use super::*;

    fn account(value: serde_json::Value) -> Account {
        serde_json::from_value(value).unwrap()
    }

    fn with(capability: &str, entries: serde_json::Value, accepted: bool) -> Account {
        let date = accepted.then_some("2026-11-01T00:00:00Z");
        account(json!({
            "id": "acct_1", "dashboard": "full", "closed": false,
            "configuration": { "merchant": { "capabilities": {
                "card_payments": { "status": capability }, "ach_debit_payments": { "status": capability },
                "acss_debit_payments": null,
            } } },
            "identity": { "country": "us", "attestations": { "terms_of_service": { "account": { "date": date } } } },
            "requirements": { "entries": entries },
        }))
    }

    #[test]
    fn account_statuses_follow_capabilities_and_requirements() {
        let due = json!([{ "awaiting_action_from": "user", "description": "identity.tax_id",
            "minimum_deadline": { "status": "currently_due" } }]);
        let checking = json!([{ "awaiting_action_from": "stripe", "description": "identity.tax_id",
            "minimum_deadline": { "status": "currently_due" } }]);
        let later = json!([{ "awaiting_action_from": "user", "description": "identity.phone",
            "minimum_deadline": { "status": "eventually_due" } }]);
        let status = |capability, entries: &serde_json::Value, accepted| {
            with(capability, entries.clone(), accepted).report().status()
        };
        assert_eq!(status("restricted", &due, false), PaymentAccountStatus::OnboardingStarted);
        assert_eq!(status("pending", &checking, true), PaymentAccountStatus::PendingVerification);
        assert_eq!(status("active", &later, true), PaymentAccountStatus::Active);
        assert_eq!(status("restricted", &due, true), PaymentAccountStatus::Restricted);
        assert_eq!(status("active", &due, true), PaymentAccountStatus::Restricted);
        assert_eq!(status("rejected", &json!([]), true), PaymentAccountStatus::Disabled);
        let asked = with("pending", due, true);
        assert_eq!(asked.fields_due(), ["identity.tax_id"]);
        assert_eq!((asked.deadline(), asked.dashboard_kind()), (None, Dashboard::Full));
    }

    #[test]
    fn a_deadline_is_read_where_there_is_one() {
        let at = |time: serde_json::Value| {
            let summary = json!({ "minimum_deadline": { "status": "currently_due", "time": time } });
            account(json!({ "id": "acct_1", "dashboard": "express", "requirements": { "summary": summary } }))
        };
        let dated = at(json!("2026-12-18T13:22:18.123Z"));
        assert_eq!(dated.deadline().unwrap().as_millisecond(), 1_797_600_138_123);
        assert_eq!(dated.dashboard_kind(), Dashboard::Express);
        assert_eq!((at(json!(null)).deadline(), at(json!("soon")).deadline()), (None, None));
    }

    #[test]
    fn a_canadian_account_debits_by_pad() {
        let canadian = account(json!({
            "id": "acct_1", "identity": { "country": "CA" },
            "configuration": { "merchant": { "capabilities": { "acss_debit_payments": { "status": "active" } } } },
        }));
        assert_eq!(canadian.report().bank, Capability::Active);
        assert_eq!(canadian.report().card, Capability::Unsupported);
    }
}
