//! Opening an account: reads the JSON body of `POST /v2/core/accounts` and refuses what Stripe would refuse.

use serde_json::Value;

use super::account::{Account, ConnectedAccountStatus};
use super::api_error::ApiError;
use super::ids;
use super::state::StripeState;

impl StripeState {
    /// Opens an account as `POST /v2/core/accounts` does, from its JSON body.
    pub fn create_account(&mut self, body: &Value) -> Result<Account, ApiError> {
        let known = [
            "configuration",
            "contact_email",
            "contact_phone",
            "dashboard",
            "defaults",
            "display_name",
            "identity",
            "include",
            "metadata",
        ];
        only(body, &known)?;
        let text = |path: &str| body.pointer(path).and_then(Value::as_str).map(str::to_owned);
        let country = text("/identity/country").unwrap_or_else(|| "US".to_owned()).to_uppercase();
        let home_currency = match country.as_str() {
            "US" => "usd",
            "CA" => "cad",
            _ => {
                return Err(ApiError::invalid(format!(
                    "The sandbox opens accounts in US and CA, not in '{country}'."
                ))
                .param("identity.country"));
            }
        };
        let dashboard = text("/dashboard").unwrap_or_else(|| "full".to_owned());
        let fees = text("/defaults/responsibilities/fees_collector").unwrap_or_else(|| "stripe".to_owned());
        let losses =
            text("/defaults/responsibilities/losses_collector").unwrap_or_else(|| "stripe".to_owned());
        if dashboard == "express" && (fees == "stripe" || losses == "stripe") {
            return Err(ApiError::invalid(
                "dashboard 'express' requires fees_collector and losses_collector to be 'application'.",
            )
            .param("dashboard"));
        }
        let requested = body.pointer("/configuration/merchant/capabilities").and_then(Value::as_object);
        let Some(requested) = requested else {
            return Err(ApiError::missing_param("configuration.merchant.capabilities"));
        };
        let wanted = |value: &Value| value.get("requested").and_then(Value::as_bool).unwrap_or(false);
        let capabilities =
            requested.iter().filter(|(_, value)| wanted(value)).map(|(name, _)| name.clone()).collect();
        let metadata = body.get("metadata").and_then(Value::as_object).map(|pairs| {
            pairs.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
        });
        let locales = body
            .pointer("/defaults/locales")
            .and_then(Value::as_array)
            .map(|locales| locales.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        let account = Account {
            id: ids::fresh("acct"),
            created: self.now,
            display_name: text("/display_name"),
            contact_email: text("/contact_email"),
            currency: text("/defaults/currency").unwrap_or_else(|| home_currency.to_owned()),
            country,
            dashboard,
            fees_collector: fees,
            losses_collector: losses,
            entity_type: text("/identity/entity_type"),
            capabilities,
            locales: locales.unwrap_or_default(),
            metadata: metadata.unwrap_or_default(),
            status: ConnectedAccountStatus::NeedsInformation,
            accepted_at: None,
            verified_at: None,
            due_at: None,
            login_links: Vec::new(),
            deauthorized: false,
        };
        self.accounts.insert(account.id.clone(), account.clone());
        self.objects_mut(&account.id);
        self.emit_thin(&account.id, "v2.core.account.created");
        Ok(account)
    }
}

/// Refuses a JSON body with a field that is not in `known`.
pub fn only(body: &Value, known: &[&str]) -> Result<(), ApiError> {
    let fields = body.as_object().ok_or_else(|| ApiError::invalid("The body has to be a JSON object."))?;
    match fields.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => Err(ApiError::invalid(format!("Received unknown parameter: {key}"))
            .code("parameter_unknown")
            .param(key.clone())),
    }
}
