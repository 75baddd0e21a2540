//! The HTTP below the API: a request's text goes out, the text of its answer's data comes back.
//!
//! It knows no operation's type, so that it is compiled once for all of them.

use std::future::Future;
use std::pin::Pin;

use gloo_net::http::Request;
use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;

use super::{ApiError, Failure};

type Exchange = Pin<Box<dyn Future<Output = Result<JsValue, ApiError>>>>;

/// Posts a request and gives the answer's `data`, or the first of its errors.
pub(super) fn exchange(body: String) -> Exchange {
    Box::pin(async move { data_of(&post(body).await?) })
}

async fn post(body: String) -> Result<String, ApiError> {
    let request = Request::post("/graphql")
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .body(body)
        .map_err(|_| ApiError::Failed(Failure::Request, None))?;
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
