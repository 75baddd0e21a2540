//! Which of the two media types of "GraphQL over HTTP" an answer is written in.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseFormat {
    /// `application/json`: a document that can't be run is answered with 200 all the same.
    Json,
    /// `application/graphql-response+json`: it is answered with 400.
    Response,
}

impl ResponseFormat {
    /// What the answer says it is.
    pub fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            ResponseFormat::Json => "application/json; charset=utf-8",
            ResponseFormat::Response => "application/graphql-response+json; charset=utf-8",
        })
    }

    /// The status of a well-formed request whose document was not run.
    pub fn not_executed_status(self) -> StatusCode {
        match self {
            ResponseFormat::Json => StatusCode::OK,
            ResponseFormat::Response => StatusCode::BAD_REQUEST,
        }
    }
}

/// What the caller likes best; JSON for who doesn't say, none when neither will do.
pub(super) fn negotiate(headers: &HeaderMap) -> Option<ResponseFormat> {
    let mut best: Option<(ResponseFormat, u16)> = None;
    let lines: Vec<&str> =
        headers.get_all(header::ACCEPT).into_iter().map(|line| line.to_str().unwrap_or_default()).collect();
    let ranges =
        lines.iter().flat_map(|line| line.split(',')).map(str::trim).filter(|range| !range.is_empty());
    let mut said_nothing = true;
    for range in ranges {
        said_nothing = false;
        let Some((form, weight)) = range_of(range) else { continue };
        // Of two liked as much the first is meant.
        if weight > best.map_or(0, |(_, most)| most) {
            best = Some((form, weight));
        }
    }
    if said_nothing { Some(ResponseFormat::Json) } else { best.map(|(form, _)| form) }
}

/// The form a range stands for with its weight in thousandths; none for other types and other charsets.
fn range_of(range: &str) -> Option<(ResponseFormat, u16)> {
    let mut parts = range.split(';').map(str::trim);
    let form = match parts.next()?.to_ascii_lowercase().as_str() {
        "application/graphql-response+json" => ResponseFormat::Response,
        "application/json" | "application/*" | "*/*" => ResponseFormat::Json,
        _ => return None,
    };
    let mut weight = 1000;
    for parameter in parts {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => weight = thousandths(value.trim()),
            "charset" if !is_utf8(value) => return None,
            _ => {}
        }
    }
    Some((form, weight))
}

/// A weight, `0.5`; one that can't be read is none.
fn thousandths(value: &str) -> u16 {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("0", Ok(weight)) => weight,
        ("1", Ok(_)) => 1000,
        _ => 0,
    }
}

/// Whether a `charset` is the one everything here is written in.
fn is_utf8(value: &str) -> bool {
    let value = value.trim().trim_matches('"');
    value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8")
}

/// Whether a body is said to be JSON in UTF-8. Browsers send other types across sites without asking first.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(header::CONTENT_TYPE).into_iter();
    // Said twice is not said.
    let (Some(said), None) = (lines.next(), lines.next()) else { return false };
    let Ok(said) = said.to_str() else { return false };
    let mut parts = said.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    let mut charsets = parts
        .filter_map(|part| part.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    is_json && charsets.all(|(_, value)| is_utf8(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(lines: &[&'static str]) -> Option<ResponseFormat> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::ACCEPT, HeaderValue::from_static(line));
        }
        negotiate(&headers)
    }

    #[test]
    fn default_media_type_is_json() {
        for lines in [&[][..], &[""], &["*/*"], &["application/*"], &["text/html, */*;q=0.1"]] {
            assert_eq!(accepting(lines), Some(ResponseFormat::Json), "{lines:?}");
        }
    }

    #[test]
    fn the_heaviest_range_wins_and_of_equals_the_first() {
        for (line, form) in [
            ("application/json", ResponseFormat::Json),
            ("application/graphql-response+json", ResponseFormat::Response),
            ("Application/GraphQL-Response+JSON; Charset=UTF-8", ResponseFormat::Response),
            ("application/graphql-response+json, application/json;q=0.9", ResponseFormat::Response),
            ("application/json;q=0.5, application/graphql-response+json;q=0.51", ResponseFormat::Response),
            ("application/json, application/graphql-response+json", ResponseFormat::Json),
            ("application/json; charset=\"utf-8\"", ResponseFormat::Json),
            ("application/graphql-response+json;q=0, */*", ResponseFormat::Json),
            ("text/html, application/graphql-response+json", ResponseFormat::Response),
        ] {
            assert_eq!(accepting(&[line]), Some(form), "{line}");
        }
        assert_eq!(
            accepting(&["text/html", "application/graphql-response+json"]),
            Some(ResponseFormat::Response)
        );
    }

    #[test]
    fn unsupported_media_types_are_not_acceptable() {
        for line in [
            "text/html",
            "application/json; charset=iso-8859-1",
            "application/json;q=0",
            "application/xml;q=1",
            "*",
        ] {
            assert_eq!(accepting(&[line]), None, "{line}");
        }
    }

    #[test]
    fn a_body_is_json_in_utf_8_or_nothing() {
        let json = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::CONTENT_TYPE, HeaderValue::from_static(line));
            }
            is_json(&headers)
        };
        for line in
            ["application/json", "Application/JSON;charset=utf-8", "application/json; charset=\"UTF-8\"; x=y"]
        {
            assert!(json(&[line]), "{line}");
        }
        for line in [
            "",
            "text/plain",
            "text/plain; application/json",
            "application/json; charset=utf-16",
            "application/jsonp",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/graphql",
        ] {
            assert!(!json(&[line]), "{line}");
        }
        assert!(!json(&[]));
        assert!(!json(&["application/json", "text/plain"]));
    }
}
