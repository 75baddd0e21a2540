//! A refusal of the API: Stripe's error object and the status it travels with.

use serde_json::{Map, Value, json};

/// Why a call was refused. `param` names the field to fix, `code` is for programs.
#[derive(Clone, Debug)]
pub struct ApiError {
    pub status: u16,
    pub kind: &'static str,
    pub code: Option<&'static str>,
    pub message: String,
    pub param: Option<String>,
    /// Further fields of the error object, such as the payment intent of a declined card.
    pub details: Map<String, Value>,
}

impl ApiError {
    /// 400 `invalid_request_error` without a code.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self {
            status: 400,
            kind: "invalid_request_error",
            code: None,
            message: message.into(),
            param: None,
            details: Map::new(),
        }
    }

    /// 404: no such object for this account.
    pub fn not_found(kind: &str, id: &str) -> Self {
        Self { status: 404, ..Self::invalid(format!("No such {kind}: '{id}'")) }
            .code("resource_missing")
            .param("id")
    }

    /// 404: no such address.
    pub fn unknown_url(method: &str, path: &str) -> Self {
        Self {
            status: 404,
            ..Self::invalid(format!(
                "Unrecognized request URL ({method}: {path}). The sandbox serves no such call."
            ))
        }
    }

    /// 400: a required field isn't there.
    pub fn missing_param(param: &str) -> Self {
        Self::invalid(format!("Missing required param: {param}.")).code("parameter_missing").param(param)
    }

    pub fn code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    pub fn param(mut self, param: impl Into<String>) -> Self {
        self.param = Some(param.into());
        self
    }

    /// Adds a field to the error object.
    pub fn detail(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// The body of the answer.
    pub fn to_json(&self) -> Value {
        let mut error = json!({"type": self.kind, "message": self.message});
        if let Some(fields) = error.as_object_mut() {
            if let Some(code) = self.code {
                fields.insert("code".into(), code.into());
                let page = format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-"));
                fields.insert("doc_url".into(), page.into());
            }
            if let Some(param) = &self.param {
                fields.insert("param".into(), param.clone().into());
            }
            fields.extend(self.details.clone());
        }
        json!({"error": error})
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ApiError {}
