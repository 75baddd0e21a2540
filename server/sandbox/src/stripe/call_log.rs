//! The API's memory of calls: a log for assertions, the answers kept under idempotency keys, and the outages a
//! test asked for.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::api_error::ApiError;

/// One call that reached the API.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    pub method: String,
    pub path: String,
    /// The `Stripe-Account` header; none for the platform.
    pub account: Option<String>,
    pub idempotency_key: Option<String>,
    /// The status answered; none while the call hangs.
    pub status: Option<u16>,
}

/// A way for the API to be unwell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outage {
    #[default]
    None,
    /// 503 with an HTML page; nothing is done.
    Refuse,
    /// 500 with a body that isn't JSON; nothing is done.
    NonJson,
    /// 500 with Stripe's error object; nothing is done, and the answer is kept under the idempotency key.
    ServerError,
    /// The call is carried out, but the answer is a 500 that isn't JSON.
    LostAnswer,
    /// No answer until the caller gives up or the outage ends.
    Hang,
}

struct OutageRule {
    prefix: String,
    kind: Outage,
    left: u32,
}

/// An answer of the API, as kept for replay.
#[derive(Clone, Debug)]
pub struct ApiResponse {
    pub status: u16,
    pub body: String,
}

struct StoredResponse {
    fingerprint: String,
    answer: ApiResponse,
}

#[derive(Default)]
pub struct CallLog {
    pub log: Vec<Call>,
    outage: Outage,
    rules: Vec<OutageRule>,
    kept: HashMap<(String, String), StoredResponse>,
}

impl CallLog {
    pub fn set_outage(&mut self, kind: Outage) {
        self.outage = kind;
        if kind == Outage::None {
            self.rules.clear();
        }
    }

    /// The next `times` calls whose path starts with `prefix` meet `kind`.
    pub fn set_outage_for(&mut self, prefix: &str, kind: Outage, times: u32) {
        self.rules.retain(|rule| rule.prefix != prefix);
        if kind != Outage::None && times > 0 {
            self.rules.push(OutageRule { prefix: prefix.to_owned(), kind, left: times });
        }
    }

    /// What this call meets; counts it against the rules.
    pub fn next_outage(&mut self, path: &str) -> Outage {
        if let Some(rule) = self.rules.iter_mut().find(|rule| rule.left > 0 && path.starts_with(&rule.prefix))
        {
            rule.left -= 1;
            return rule.kind;
        }
        self.outage
    }

    /// Whether hanging calls should go on hanging.
    pub fn hangs(&self, path: &str) -> bool {
        self.outage == Outage::Hang
            || self.rules.iter().any(|rule| rule.kind == Outage::Hang && path.starts_with(&rule.prefix))
    }

    /// The answer kept under a key, if there is one.
    ///
    /// # Errors
    /// The key was used with other parameters.
    pub fn replay(
        &self,
        account: &str,
        key: &str,
        fingerprint: &str,
    ) -> Result<Option<ApiResponse>, ApiError> {
        match self.kept.get(&(account.to_owned(), key.to_owned())) {
            None => Ok(None),
            Some(kept) if kept.fingerprint == fingerprint => Ok(Some(kept.answer.clone())),
            Some(_) => Err(ApiError {
                kind: "idempotency_error",
                ..ApiError::invalid(format!(
                    "Keys for idempotent requests can only be used with the same parameters they were first used \
                     with. Try using a key other than '{key}' if you meant to execute a different request."
                ))
            }),
        }
    }

    pub fn store(&mut self, account: &str, key: &str, fingerprint: String, answer: ApiResponse) {
        self.kept.insert((account.to_owned(), key.to_owned()), StoredResponse { fingerprint, answer });
    }
}
