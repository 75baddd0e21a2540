//! Connected accounts, as the Accounts v2 API has them: what was asked for and where they stand.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::api_error::ApiError;
use super::calendar::{DAY, rfc3339};
use super::scheduler::ScheduledAction;
use super::state::StripeState;

/// Where an account stands with the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectedAccountStatus {
    /// The form has not been filled in.
    NeedsInformation,
    /// Filled in; the processor is checking, for a day.
    PendingVerification,
    Active,
    /// Takes payments, and more information is due in two weeks.
    InformationDue,
    /// More information is overdue.
    Restricted,
    Rejected,
}

/// A connected account.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: String,
    pub created: i64,
    pub display_name: Option<String>,
    pub contact_email: Option<String>,
    /// ISO 3166 alpha-2, upper case.
    pub country: String,
    /// ISO 4217, lower case.
    pub currency: String,
    pub dashboard: String,
    pub fees_collector: String,
    pub losses_collector: String,
    pub entity_type: Option<String>,
    pub capabilities: Vec<String>,
    pub locales: Vec<String>,
    pub metadata: BTreeMap<String, String>,
    pub status: ConnectedAccountStatus,
    /// When the form was first handed in, terms of service accepted.
    pub accepted_at: Option<i64>,
    /// When pending verification ends well.
    pub verified_at: Option<i64>,
    /// When what is asked for becomes overdue.
    pub due_at: Option<i64>,
    /// Ways into the Express dashboard that were not used yet.
    pub login_links: Vec<String>,
    /// Whether the owner has taken the platform's access away.
    pub deauthorized: bool,
}

impl Account {
    /// Whether the account may take payments with this capability.
    pub fn can(&self, capability: &str) -> bool {
        self.capability_status(capability) == Some("active")
    }

    fn capability_status(&self, capability: &str) -> Option<&'static str> {
        if !self.capabilities.iter().any(|requested| requested == capability) {
            return None;
        }
        if capability == "ach_debit_payments" && self.country != "US" {
            return Some("unsupported");
        }
        Some(match self.status {
            ConnectedAccountStatus::NeedsInformation | ConnectedAccountStatus::PendingVerification => {
                "pending"
            }
            ConnectedAccountStatus::Active | ConnectedAccountStatus::InformationDue => "active",
            ConnectedAccountStatus::Restricted => "restricted",
            ConnectedAccountStatus::Rejected => "rejected",
        })
    }

    fn capability_json(&self, capability: &str) -> Value {
        let status = self.capability_status(capability).unwrap_or("unsupported");
        let details = match (status, self.status) {
            ("active", _) => None,
            ("unsupported", _) => Some(("unsupported_country", "no_resolution")),
            (_, ConnectedAccountStatus::PendingVerification) => {
                Some(("requirements_pending_verification", "no_resolution"))
            }
            (_, ConnectedAccountStatus::Restricted) => Some(("requirements_past_due", "provide_info")),
            (_, ConnectedAccountStatus::Rejected) => Some(("rejected_other", "contact_stripe")),
            _ => Some(("determining_status", "provide_info")),
        };
        let details: Vec<Value> = details
            .into_iter()
            .map(|(code, resolution)| json!({"code": code, "resolution": resolution}))
            .collect();
        json!({"status": status, "status_details": details})
    }

    /// The v2 object; parts that were not asked for are null.
    pub fn json(&self, include: &[String]) -> Value {
        let asked = |part: &str| include.iter().any(|name| name == part);
        let capabilities: Map<String, Value> =
            self.capabilities.iter().map(|name| (name.clone(), self.capability_json(name))).collect();
        let merchant = asked("configuration.merchant").then(|| {
            json!({
                "applied": true, "bacs_debit_payments": null, "branding": null, "capabilities": capabilities,
                "card_payments": {"decline_on": {"avs_failure": false, "cvc_failure": false}},
                "konbini_payments": null, "mcc": null, "script_statement_descriptor": null,
                "sepa_debit_payments": null, "statement_descriptor": null, "support": null,
            })
        });
        let configuration =
            merchant.map(|merchant| json!({"customer": null, "merchant": merchant, "recipient": null}));
        let defaults = asked("defaults").then(|| {
            json!({
                "currency": self.currency, "locales": self.locales, "payout_methods": null, "profile": null,
                "responsibilities": {
                    "fees_collector": self.fees_collector, "losses_collector": self.losses_collector,
                    "requirements_collector": "stripe",
                },
            })
        });
        let attestations = self.accepted_at.map(|at| {
            json!({
                "directorship_declaration": null, "ownership_declaration": null, "persons_provided": null,
                "representative_declaration": null,
                "terms_of_service": {"account": {"date": rfc3339(at), "ip": "127.0.0.1", "user_agent": null}},
            })
        });
        let identity = asked("identity").then(|| {
            json!({
                "attestations": attestations, "business_details": null, "country": self.country,
                "entity_type": self.entity_type, "individual": null,
            })
        });
        json!({
            "id": self.id, "object": "v2.core.account", "applied_configurations": ["merchant"], "closed": false,
            "configuration": configuration, "contact_email": self.contact_email, "contact_phone": null,
            "created": rfc3339(self.created), "dashboard": self.dashboard, "defaults": defaults,
            "display_name": self.display_name, "future_requirements": null, "identity": identity,
            "livemode": false, "metadata": self.metadata,
            "requirements": asked("requirements").then(|| self.requirements()),
        })
    }

    fn entries(&self) -> (&'static str, &'static str, &'static [&'static str]) {
        const WANTED: &[&str] = &[
            "identity.business_details.registered_name",
            "identity.business_details.address",
            "identity.persons.representative",
            "configuration.merchant.mcc",
            "defaults.payout_methods",
            "identity.attestations.terms_of_service",
        ];
        match self.status {
            ConnectedAccountStatus::NeedsInformation => ("user", "currently_due", WANTED),
            ConnectedAccountStatus::PendingVerification => {
                ("stripe", "currently_due", &["identity.business_details.id_numbers"])
            }
            ConnectedAccountStatus::InformationDue => {
                ("user", "currently_due", &["identity.persons.representative.documents"])
            }
            ConnectedAccountStatus::Restricted => {
                ("user", "past_due", &["identity.persons.representative.documents"])
            }
            ConnectedAccountStatus::Active | ConnectedAccountStatus::Rejected => {
                ("user", "currently_due", &[])
            }
        }
    }

    fn requirements(&self) -> Value {
        let (from, deadline, wanted) = self.entries();
        let restricts: Vec<Value> = self
            .capabilities
            .iter()
            .map(|name| {
                json!({"capability": name, "configuration": "merchant", "deadline": {"status": deadline}})
            })
            .collect();
        let entries: Vec<Value> = wanted
            .iter()
            .map(|description| {
                json!({
                    "awaiting_action_from": from, "description": description, "errors": [],
                    "impact": {"restricts_capabilities": restricts}, "minimum_deadline": {"status": deadline},
                    "reference": null, "requested_reasons": [{"code": "routine_onboarding"}],
                })
            })
            .collect();
        let summary = (!entries.is_empty())
            .then(|| json!({"minimum_deadline": {"status": deadline, "time": self.due_at.map(rfc3339)}}));
        json!({"alternatives": [], "entries": entries, "summary": summary})
    }

    /// The v1 object, as `account.updated` carries it.
    pub fn v1_json(&self) -> Value {
        let active =
            matches!(self.status, ConnectedAccountStatus::Active | ConnectedAccountStatus::InformationDue);
        let (from, deadline, wanted) = self.entries();
        let empty: &[&str] = &[];
        let due = if from == "user" { wanted } else { empty };
        let capabilities: Map<String, Value> = self
            .capabilities
            .iter()
            .map(|name| {
                let v1 = match name.as_str() {
                    "ach_debit_payments" => "us_bank_account_ach_payments",
                    other => other,
                };
                let status = if self.can(name) { "active" } else { "inactive" };
                (v1.to_owned(), status.into())
            })
            .collect();
        let none = json!({"alternatives": [], "current_deadline": null, "currently_due": [], "disabled_reason": null,
            "errors": [], "eventually_due": [], "past_due": [], "pending_verification": []});
        json!({
            "id": self.id, "object": "account", "business_profile": null, "business_type": self.entity_type,
            "capabilities": capabilities, "charges_enabled": active,
            "controller": {"type": "application", "is_controller": true}, "country": self.country,
            "created": self.created, "default_currency": self.currency,
            "details_submitted": self.status != ConnectedAccountStatus::NeedsInformation, "email": self.contact_email,
            "external_accounts": {"object": "list", "data": [], "has_more": false,
                "url": format!("/v1/accounts/{}/external_accounts", self.id)},
            "future_requirements": none, "metadata": self.metadata, "payouts_enabled": active,
            "requirements": {
                "alternatives": [], "current_deadline": null, "currently_due": due, "errors": [],
                "disabled_reason": match self.status {
                    ConnectedAccountStatus::Active | ConnectedAccountStatus::InformationDue => Value::Null,
                    ConnectedAccountStatus::Rejected => "rejected.other".into(),
                    ConnectedAccountStatus::PendingVerification => "requirements.pending_verification".into(),
                    ConnectedAccountStatus::NeedsInformation | ConnectedAccountStatus::Restricted => "requirements.past_due".into(),
                },
                "eventually_due": due, "past_due": if deadline == "past_due" { due } else { empty },
                "pending_verification": if from == "stripe" { wanted } else { empty },
            },
            "settings": null, "tos_acceptance": {"date": null, "ip": null, "user_agent": null}, "type": "none",
        })
    }
}

impl StripeState {
    /// The account, or 404.
    pub fn account(&self, id: &str) -> Result<&Account, ApiError> {
        self.accounts.get(id).ok_or_else(|| ApiError::not_found("account", id))
    }

    /// The owner disconnects the platform: it is told, and from then on neither sees the account nor hears of it.
    pub fn deauthorize(&mut self, id: &str) -> Result<(), ApiError> {
        if self.account(id)?.deauthorized {
            return Err(ApiError::invalid("The platform has no access to this account any more."));
        }
        let application = json!({"id": "ca_sandbox", "object": "application", "name": "The platform"});
        self.emit(id, "account.application.deauthorized", application);
        if let Some(account) = self.accounts.get_mut(id) {
            account.deauthorized = true;
        }
        Ok(())
    }

    /// Whether the platform hears of what happens to an account.
    pub fn platform_has_access(&self, id: &str) -> bool {
        self.accounts.get(id).is_none_or(|account| !account.deauthorized)
    }

    /// Moves an account to another status and tells the platform, once per change.
    pub fn set_account_status(&mut self, id: &str, status: ConnectedAccountStatus) -> Result<(), ApiError> {
        let now = self.now;
        let account = self.accounts.get_mut(id).ok_or_else(|| ApiError::not_found("account", id))?;
        if account.status == status {
            return Ok(());
        }
        account.status = status;
        if status != ConnectedAccountStatus::NeedsInformation {
            account.accepted_at.get_or_insert(now);
        }
        account.due_at = (status == ConnectedAccountStatus::InformationDue).then_some(now + 14 * DAY);
        account.verified_at = (status == ConnectedAccountStatus::PendingVerification).then_some(now + DAY);
        let (v1, verified_at) = (account.v1_json(), account.verified_at);
        if let Some(at) = verified_at {
            self.scheduler.add(at, id, ScheduledAction::CompleteVerification);
        }
        self.emit_thin(id, "v2.core.account[requirements].updated");
        self.emit_thin(id, "v2.core.account[configuration.merchant].capability_status_updated");
        self.emit(id, "account.updated", v1);
        Ok(())
    }
}
