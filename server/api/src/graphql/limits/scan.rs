//! What a document's text may be before it is parsed: one pass over its bytes that allocates nothing, so that a
//! document made to be expensive is refused for less than it cost to send.

/// Largest document, in bytes; the client's largest has 1,632. What is long belongs into the variables.
pub(super) const MAX_BYTES: usize = 16 * 1024;
/// Most tokens: names, numbers, texts and punctuation; the client's largest document has 163.
pub(super) const MAX_TOKENS: usize = 1_500;
/// Deepest brackets of any kind within each other.
pub(super) const MAX_NESTING: usize = 32;
/// Longest name, in bytes.
pub(super) const MAX_NAME_BYTES: usize = 100;
/// Bytes between two tokens: blanks, commas and comments.
pub(super) const MAX_IGNORED_BYTES: usize = 8 * 1024;

/// What was seen of a document that is within the bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ScannedDocument {
    /// Tokens.
    pub tokens: usize,
}

/// Refuses a text beyond the bounds, in words that name the bound. Whether it is GraphQL is left to the parser.
pub(super) fn scan(text: &str) -> Result<ScannedDocument, String> {
    if text.len() > MAX_BYTES {
        return Err(format!("Send a document of at most {} KiB.", MAX_BYTES / 1024));
    }
    let mut rest = text.as_bytes();
    let (mut tokens, mut depth, mut ignored) = (0_usize, 0_usize, 0_usize);
    while let Some((&first, behind)) = rest.split_first() {
        let length = match first {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => 1,
            b'#' => rest.iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count(),
            // A byte order mark may stand anywhere.
            0xEF if rest.starts_with(b"\xEF\xBB\xBF") => 3,
            _ => 0,
        };
        if length > 0 {
            ignored = ignored.saturating_add(length);
            if ignored > MAX_IGNORED_BYTES {
                return Err(format!("Use at most {} KiB of blanks and comments.", MAX_IGNORED_BYTES / 1024));
            }
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        tokens = tokens.saturating_add(1);
        if tokens > MAX_TOKENS {
            return Err(format!("Send a document of at most {MAX_TOKENS} words and signs."));
        }
        match first {
            b'{' | b'(' | b'[' => depth = depth.saturating_add(1),
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            return Err(format!("Nest brackets at most {MAX_NESTING} deep."));
        }
        rest = match first {
            b'"' => after_text(rest).ok_or("A text in the document does not end.")?,
            b'.' => rest.strip_prefix(b"...").unwrap_or(behind),
            _ if is_word(first) => {
                let length = rest.iter().take_while(|byte| is_word(**byte)).count();
                if length > MAX_NAME_BYTES {
                    return Err(format!("Use names of at most {MAX_NAME_BYTES} letters."));
                }
                rest.get(length..).unwrap_or_default()
            }
            _ => behind,
        };
    }
    Ok(ScannedDocument { tokens })
}

/// Letters, digits and what numbers are made of.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+')
}

/// What follows a text that begins here; none when it does not end.
fn after_text(text: &[u8]) -> Option<&[u8]> {
    let (mut rest, block) = match text.strip_prefix(b"\"\"\"") {
        Some(rest) => (rest, true),
        None => (text.get(1..).unwrap_or_default(), false),
    };
    loop {
        if block {
            if let Some(rest) = rest.strip_prefix(b"\"\"\"") {
                return Some(rest);
            }
            let escaped = rest.starts_with(b"\\\"\"\"");
            rest = rest.get(if escaped { 4 } else { 1 }..)?;
        } else {
            match rest.first() {
                Some(b'"') => return rest.get(1..),
                // One in single quotes ends with its line.
                Some(b'\r' | b'\n') => return None,
                Some(b'\\') => rest = rest.get(2..)?,
                _ => rest = rest.get(1..)?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> usize {
        scan(text).unwrap().tokens
    }

    fn refused(text: &str, word: &str) {
        let message = scan(text).unwrap_err();
        assert!(message.contains(word), "{message}");
    }

    #[test]
    fn token_count_follows_the_graphql_grammar() {
        assert_eq!(tokens("{ viewer { email } }"), 6);
        assert_eq!(tokens("{viewer{email}}"), 6);
        assert_eq!(tokens("query($id: ID!) { a(id: $id, n: -1.5e+3) }"), 22);
        assert_eq!(tokens("{ a ...F ... on B @x }"), 10);
        assert_eq!(tokens("# { a { b\n{ a } \u{feff} # }"), 3);
        assert_eq!(tokens(r#"{ a(b: "{ \" ( \\", c: """ } " \""" " """) }"#), 11);
        assert_eq!(tokens(""), 0);
    }

    #[test]
    fn each_bound_is_named() {
        refused(&" ".repeat(MAX_BYTES + 1), "16 KiB");
        refused(&" ".repeat(MAX_IGNORED_BYTES + 1), "8 KiB of blanks");
        refused(&format!("#{}", "x".repeat(MAX_IGNORED_BYTES)), "comments");
        refused(&"a ".repeat(MAX_TOKENS + 1), "1500 words");
        refused(&"{a".repeat(MAX_NESTING + 1), "32 deep");
        refused(&"[".repeat(MAX_NESTING + 1), "32 deep");
        refused(&"x".repeat(MAX_NAME_BYTES + 1), "100 letters");
        refused(&"é".repeat(MAX_TOKENS), "1500 words");
        assert_eq!(tokens(&"{a".repeat(MAX_NESTING)), 2 * MAX_NESTING);
        assert_eq!(tokens(&"a ".repeat(MAX_TOKENS)), MAX_TOKENS);
    }

    #[test]
    fn texts_hide_nothing_and_end_somewhere() {
        assert_eq!(tokens(&format!("{{ a(b: \"{}\") }}", "{".repeat(1000))), 8);
        for text in ["\"", "\"\"\"", "\"\\", "\"\\\"", "\"\"\"\\\"\"\"", "\"a\n\"", "{ a(b: \"\u{10ffff}"] {
            refused(text, "does not end");
        }
    }
}
