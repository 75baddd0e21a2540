//! Onboarding links: single-use ways into an account's hosted form.

use serde_json::{Value, json};

use super::account_request::only;
use super::api_error::ApiError;
use super::calendar::rfc3339;
use super::http::no_access;
use super::ids;
use super::state::StripeState;

/// Seconds a link can be used.
const LINK_LIFE: i64 = 10 * 60;

/// A single-use way into the onboarding form.
#[derive(Clone, Debug)]
pub struct AccountLink {
    pub token: String,
    pub account: String,
    pub created: i64,
    pub expires_at: i64,
    pub use_case: Value,
    pub refresh_url: String,
    pub return_url: String,
    pub used: bool,
}

impl AccountLink {
    /// The v2 object; `url` is where the form is.
    pub fn json(&self, url: String) -> Value {
        json!({
            "object": "v2.core.account_link", "account": self.account, "created": rfc3339(self.created),
            "expires_at": rfc3339(self.expires_at), "livemode": false, "url": url, "use_case": self.use_case,
        })
    }
}

impl StripeState {
    /// Makes a link as `POST /v2/core/account_links` does, from its JSON body.
    pub fn create_account_link(&mut self, body: &Value) -> Result<Value, ApiError> {
        only(body, &["account", "use_case"])?;
        let id =
            body.get("account").and_then(Value::as_str).ok_or_else(|| ApiError::missing_param("account"))?;
        let id = self.account(id)?.id.clone();
        if !self.platform_has_access(&id) {
            return Err(no_access(&id));
        }
        let kind = body.pointer("/use_case/type").and_then(Value::as_str);
        let kind = kind.ok_or_else(|| ApiError::missing_param("use_case.type"))?;
        if !["account_onboarding", "account_update"].contains(&kind) {
            return Err(ApiError::invalid(format!(
                "use_case.type is account_onboarding or account_update, not '{kind}'."
            ))
            .param("use_case.type"));
        }
        let url = |name: &str| {
            let path = format!("/use_case/{kind}/{name}");
            body.pointer(&path).and_then(Value::as_str).map(str::to_owned)
        };
        let refresh_url = url("refresh_url")
            .ok_or_else(|| ApiError::missing_param(&format!("use_case.{kind}.refresh_url")))?;
        let link = AccountLink {
            token: ids::fresh("alink"),
            account: id,
            created: self.now,
            expires_at: self.now + LINK_LIFE,
            use_case: body.get("use_case").cloned().unwrap_or(Value::Null),
            return_url: url("return_url").unwrap_or_else(|| refresh_url.clone()),
            refresh_url,
            used: false,
        };
        let json = link.json(self.page(&format!("connect/onboarding/{}", link.token)));
        self.links.insert(link.token.clone(), link);
        Ok(json)
    }
}
