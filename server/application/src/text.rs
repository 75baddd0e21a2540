//! Names and other short texts as people typed them, checked before they are kept: they end in mail headers, lists
//! and the audit trail.

use crate::error::{ErrorCode, Failure, Outcome};

/// A name of 1 to `longest` characters without control characters; blanks around it are dropped.
pub(crate) fn name(field: &'static str, text: &str, longest: usize) -> Outcome<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::refuse_field(ErrorCode::Required, field, "write something here"));
    }
    if text.chars().count() > longest {
        let why = format!("write at most {longest} characters");
        return Err(Failure::refuse_field(ErrorCode::TooLong, field, why));
    }
    // Line breaks would end a header; turned text would show another name than it is.
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let turns = |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.chars().any(|c| breaks(c) || turns(c)) {
        let why = "leave out line breaks and other control characters";
        return Err(Failure::refuse_field(ErrorCode::InvalidValue, field, why));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_break_a_header_or_lie_are_refused() {
        assert_eq!(name("name", "  Zoé O’Neil ", 100).unwrap(), "Zoé O’Neil");
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
            assert!(name("name", wrong, 100).is_err(), "{wrong:?}");
        }
    }
}
