//! A request's body: one JSON object with a document and its variables.

use async_graphql::{Request, Variables};
use serde_json::{Map, Value};

/// The character that no text can have, as it is and as documents can write it.
const NUL: [&str; 3] = ["\0", "\\u0000", "\\u{0"];

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Reads the body, or says what is wrong with it. A list of requests is not one: each is asked on its own, so
/// that each is counted.
pub(super) fn decode(body: &[u8]) -> Result<Request, &'static str> {
    if body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err("Send one request at a time: a JSON object, not a list.");
    }
    let Ok(mut parts) = serde_json::from_slice::<Map<String, Value>>(body) else {
        return Err(
            "The body is not a GraphQL request in JSON: send {\"query\": \"…\", \"variables\": {…}}.",
        );
    };
    let query = match parts.remove("query") {
        Some(Value::String(query)) => query,
        None | Some(Value::Null) => {
            return Err("The request has no \"query\": send the document as a string.");
        }
        Some(_) => return Err("\"query\" must be a string."),
    };
    // PostgreSQL can't hold it, so nothing may depend on the database that does.
    if NUL.iter().any(|written| query.contains(written)) || parts.get("variables").is_some_and(has_nul) {
        return Err("Leave the character U+0000 out: no text can have it.");
    }
    let mut request = Request::new(query);
    match parts.remove("operationName") {
        None | Some(Value::Null) => {}
        Some(Value::String(name)) => request = request.operation_name(name),
        Some(_) => return Err("\"operationName\" must be a string."),
    }
    match parts.remove("variables") {
        None | Some(Value::Null) => {}
        Some(variables @ Value::Object(_)) => request = request.variables(Variables::from_json(variables)),
        Some(_) => return Err("\"variables\" must be an object."),
    }
    match parts.remove("extensions") {
        // None are known.
        None | Some(Value::Null | Value::Object(_)) => Ok(request),
        Some(_) => Err("\"extensions\" must be an object."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str, word: &str) {
        let error = decode(body.as_bytes()).err().unwrap_or_else(|| panic!("{body} was read"));
        assert!(error.contains(word), "{error}");
    }

    #[test]
    fn a_request_is_an_object_with_a_document() {
        let body = br#" {"query": "{ a }", "operationName": "Q", "variables": {"n": [1, null]}, "extensions": {"x": 1}, "more": 1}"#;
        let request = decode(body).unwrap();
        assert_eq!((request.query.as_str(), request.operation_name.as_deref()), ("{ a }", Some("Q")));
        assert_eq!(request.variables.len(), 1);
        assert!(request.extensions.is_empty());
        let nulls = br#"{"query": "", "operationName": null, "variables": null, "extensions": null}"#;
        assert!(decode(nulls).is_ok());
    }

    #[test]
    fn bodies_that_are_no_request_are_rejected() {
        for body in
            ["", " ", "{", "null", "1", "\"{ a }\"", "{\"query\": \"{ a }\"} x", "{\"query\": \"\u{1}\"}"]
        {
            refused(body, "not a GraphQL request in JSON");
        }
        assert!(decode(b"{\"query\": \"\xff\"}").is_err());
        for body in ["[]", "[{\"query\": \"{ a }\"}]", "\n [\"{ a }\", null, {}]"] {
            refused(body, "one request at a time");
        }
        refused("{}", "no \"query\"");
        refused("{\"query\": null}", "no \"query\"");
        for value in ["1", "true", "[\"{ a }\"]", "{}"] {
            refused(&format!("{{\"query\": {value}}}"), "\"query\" must be");
        }
        for value in ["1", "true", "[]", "{}"] {
            refused(&format!("{{\"query\": \"{{ a }}\", \"operationName\": {value}}}"), "\"operationName\"");
        }
        for name in ["variables", "extensions"] {
            for value in ["1", "true", "[]", "\"{}\""] {
                refused(&format!("{{\"query\": \"{{ a }}\", \"{name}\": {value}}}"), name);
            }
        }
        for variables in ["{\"a\": \"\\u0000\"}", "{\"a\": [{\"b\": \"x\\u0000\"}]}", "{\"\\u0000\": 1}"] {
            refused(&format!("{{\"query\": \"{{ a }}\", \"variables\": {variables}}}"), "U+0000");
        }
        for query in ["\\u0000", "\\\\u0000", "\\\\u{0}", "\\\\u{000}"] {
            refused(&format!("{{\"query\": \"{{ a(b: \\\"{query}\\\") }}\"}}"), "U+0000");
        }
        let deep = format!(
            "{{\"query\": \"{{ a }}\", \"variables\": {}1{}}}",
            "{\"a\":".repeat(500),
            "}".repeat(500)
        );
        refused(&deep, "not a GraphQL request in JSON");
    }
}
