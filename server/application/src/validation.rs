//! Names, reasons and addresses as people typed them, checked before they are kept: they end in mail headers, lists
//! and the audit trail.

use crate::error::{AppError, AppResult, ErrorCode};

/// A name of 1 to `max_length` characters without control characters; blanks around it are dropped.
pub(crate) fn parse_name(field: &'static str, text: &str, max_length: usize) -> AppResult<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AppError::field_error(ErrorCode::Required, field, "write something here"));
    }
    if text.chars().count() > max_length {
        let why = format!("write at most {max_length} characters");
        return Err(AppError::field_error(ErrorCode::TooLong, field, why));
    }
    // Line breaks would end a header; turned text would show another name than it is.
    let breaks_line = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let changes_direction = |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.chars().any(|c| breaks_line(c) || changes_direction(c)) {
        let why = "leave out line breaks and other control characters";
        return Err(AppError::field_error(ErrorCode::InvalidValue, field, why));
    }
    Ok(text.to_owned())
}

/// Why somebody does something: 1 to 500 characters; blanks around it are dropped.
pub(crate) fn parse_reason(text: &str) -> AppResult<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AppError::field_error(ErrorCode::Required, "reason", "say why"));
    }
    if text.chars().count() > 500 {
        return Err(AppError::field_error(ErrorCode::TooLong, "reason", "write at most 500 characters"));
    }
    Ok(text.to_owned())
}

/// No address is longer, in bytes.
pub(crate) const MAX_EMAIL_LENGTH: usize = 254;

/// An address mail can go to, lower case; `field` is where the input stood.
pub(crate) fn parse_email(field: &'static str, email: &str) -> AppResult<String> {
    let email = email.trim().to_lowercase();
    let wrong = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"');
    let right = email.len() <= MAX_EMAIL_LENGTH
        && !email.chars().any(wrong)
        && email.rsplit_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && local.len() <= 64 && !domain.is_empty() && !local.contains('@')
        });
    if right {
        return Ok(email);
    }
    Err(AppError::field_error(ErrorCode::InvalidEmail, field, "write an address such as name@example.com"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_control_characters_are_rejected() {
        assert_eq!(parse_name("name", "  Zoé O’Neil ", 100).unwrap(), "Zoé O’Neil");
        for wrong in [
            "",
            "  ",
            "Ana\r\nBcc: eve@example.com",
            "Ana\u{0}",
            "Ana\u{2028}x",
            "\u{61c}Ana",
            "\u{202e}anA",
            &"x".repeat(101),
        ] {
            assert!(parse_name("name", wrong, 100).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn invalid_addresses_are_rejected() {
        assert_eq!(parse_email("email", " Ana@Example.com ").unwrap(), "ana@example.com");
        let wrong = [
            "",
            "ana",
            "@example.com",
            "ana@",
            "a b@example.com",
            "ana@example.com\r\nBcc: x@y.z",
            "ana@example.com, eve@example.com",
            "<ana@example.com>",
            "ana@@example.com",
            "\"a\"@example.com",
        ];
        for wrong in wrong {
            assert!(parse_email("email", wrong).is_err(), "{wrong:?}");
        }
    }
}
