//! Forms of the control page, read as the JSON that the controls take; the answer leads back to the page.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::middleware::Next;
use serde_json::{Map, Value};

use crate::stripe::http::page::redirect;

const LONGEST: usize = 1 << 16;

/// Turns a posted form into JSON, and what the control answered into the way back. Other calls pass.
pub async fn read(request: Request, next: Next) -> Response<Body> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return next.run(request).await;
    }
    if is_foreign(request.headers()) {
        return plain(StatusCode::FORBIDDEN, "Only the control page's own forms are read.");
    }
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST).await else {
        return plain(StatusCode::PAYLOAD_TOO_LARGE, "The form is too long.");
    };
    let form = Form::parse(&body);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    parts.headers.remove(header::CONTENT_LENGTH);
    let json = Value::Object(form.fields).to_string();
    let answer = next.run(Request::from_parts(parts, Body::from(json))).await;
    let note = if answer.status().is_success() {
        ("done", form.label)
    } else {
        let body = to_bytes(answer.into_body(), LONGEST).await.unwrap_or_default();
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        let message = body.pointer("/error/message").and_then(Value::as_str);
        ("problem", message.unwrap_or("This could not be done.").to_owned())
    };
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair(note.0, &note.1).finish();
    redirect(&format!("/_sandbox?{query}#{}", form.back))
}

/// Whether a browser says that another site sent it.
fn is_foreign(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    site.is_some_and(|site| site != "same-origin" && site != "none")
}

#[derive(Debug, Default, PartialEq)]
struct Form {
    /// Numbers as numbers; empty fields are absent.
    fields: Map<String, Value>,
    /// The part of the page to come back to.
    back: String,
    /// What the button said.
    label: String,
}

impl Form {
    fn parse(body: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in url::form_urlencoded::parse(body) {
            match name.as_ref() {
                "back" => form.back = value.chars().filter(char::is_ascii_alphanumeric).collect(),
                "label" => form.label = value.into_owned(),
                _ if value.is_empty() => {}
                _ => {
                    let number = value.parse::<i64>().ok().map(Value::from);
                    form.fields
                        .insert(name.into_owned(), number.unwrap_or_else(|| value.into_owned().into()));
                }
            }
        }
        form
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut reply = Response::new(Body::from(text));
    *reply.status_mut() = status;
    reply
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_json() {
        let form = Form::parse(b"seconds=60&mode=delay&empty=&back=events%23x&label=Send+them");
        assert_eq!(Value::Object(form.fields), serde_json::json!({"seconds": 60, "mode": "delay"}));
        assert_eq!((form.back.as_str(), form.label.as_str()), ("eventsx", "Send them"));
    }

    #[test]
    fn cross_site_forms_are_detected() {
        let site = |name: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("sec-fetch-site", HeaderValue::from_str(name).unwrap());
            is_foreign(&headers)
        };
        assert!(site("cross-site") && site("same-site") && !site("same-origin") && !site("none"));
        assert!(!is_foreign(&HeaderMap::new()));
    }
}
