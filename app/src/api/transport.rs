//! The HTTP below the API: a request's text goes out, the text of its answer's data comes back.
//!
//! It knows no operation's type, so that it is compiled once for all of them.

use std::future::Future;
use std::pin::Pin;

use gloo_net::http::Request;
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::operation::Written;
use super::{ApiError, Failure};

/// An operation on its way: in the end the `data` of its answer, or the first of its errors.
pub(super) type Exchange = Pin<Box<dyn Future<Output = Result<JsValue, ApiError>>>>;

/// Posts an operation.
pub(super) fn exchange(operation: Written) -> Exchange {
    Box::pin(async move { data_of(&post(body(operation).ok_or(REFUSED)?).await?) })
}

const REFUSED: ApiError = ApiError::Failed(Failure::Request, None);

/// The request in JSON; written piece by piece, since a serializer for each operation would weigh more.
fn body(operation: Written) -> Option<String> {
    let text = |text: &str| serde_json::to_string(text).ok();
    let mut body = format!(r#"{{"query":{},"variables":{}"#, text(&operation.query)?, operation.variables?);
    if let Some(name) = operation.name {
        body += r#","operationName":"#;
        body += &text(&name)?;
    }
    body.push('}');
    Some(body)
}

async fn post(body: String) -> Result<String, ApiError> {
    let request = Request::post("/graphql")
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .body(body)
        .map_err(|_| REFUSED)?;
    let response = request.send().await.map_err(|_| ApiError::Network)?;
    match response.status() {
        401 => Err(ApiError::SignedOut),
        403 => Err(ApiError::Failed(Failure::Forbidden, None)),
        429 => Err(ApiError::Failed(Failure::RateLimited, None)),
        502..=504 => Err(ApiError::Network),
        _ => response.text().await.map_err(|_| ApiError::Network),
    }
}

fn data_of(text: &str) -> Result<JsValue, ApiError> {
    let unreadable = ApiError::Failed(Failure::Internal, None);
    let Ok(answer) = JSON::parse(text) else { return Err(unreadable) };
    let error = property(&property(&answer, "errors"), "0");
    if !error.is_undefined() {
        let extensions = property(&error, "extensions");
        let code = property(&extensions, "code").as_string().unwrap_or_default();
        return Err(ApiError::from_code(&code, property(&extensions, "requestId").as_string()));
    }
    let data = property(&answer, "data");
    if data.is_null() || data.is_undefined() { Err(unreadable) } else { Ok(data) }
}

/// A property of an object; `undefined` when there is none, or no object.
fn property(object: &JsValue, name: &str) -> JsValue {
    if !object.is_object() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// The value of an answer's only field.
pub(super) fn only_field(data: &JsValue) -> JsValue {
    data.dyn_ref::<Object>().map_or(JsValue::UNDEFINED, |data| Object::values(data).get(0))
}

#[cfg(test)]
mod tests {
    use super::{Written, body};

    #[test]
    fn requests_are_written_as_json() {
        let written = |query: &'static str, variables: Option<&str>, name: Option<&'static str>| Written {
            query: query.into(),
            variables: variables.map(str::to_owned),
            name: name.map(Into::into),
        };
        let sent = body(written(r#"query Q { a(b: "c") }"#, Some(r#"{"x":null}"#), Some("Q")));
        let expected = r#"{"query":"query Q { a(b: \"c\") }","variables":{"x":null},"operationName":"Q"}"#;
        assert_eq!(sent.as_deref(), Some(expected));
        let sent = body(written("{ a }", Some("null"), None));
        assert_eq!(sent.as_deref(), Some(r#"{"query":"{ a }","variables":null}"#));
        assert_eq!(body(written("{ a }", None, None)), None);
    }
}
