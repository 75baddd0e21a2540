//! What a mail says, made fit for a page: its text with links, its HTML with a base.

use maud::{Markup, html};

/// Text with its web addresses made into links that open in a new tab.
pub fn linked_text(text: &str) -> Markup {
    html! {
        @for piece in text.split_inclusive(char::is_whitespace) {
            @let address = piece.trim_end().trim_end_matches(['.', ',', ';', ')', '>']);
            @if address.starts_with("http://") || address.starts_with("https://") {
                a href=(address) target="_blank" rel="noopener" { (address) }
                (piece.get(address.len()..).unwrap_or_default())
            } @else {
                (piece)
            }
        }
    }
}

/// Put into the head where there is one, so that the mail's doctype stays in front.
pub fn with_base(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let head = lower.find("<head>").map_or(0, |at| at + "<head>".len());
    let (before, after) = html.split_at_checked(head).unwrap_or(("", html));
    format!("{before}<base target=\"_blank\">{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_element_is_inserted_into_the_head() {
        assert_eq!(with_base("<p>é</p>"), "<base target=\"_blank\"><p>é</p>");
        let whole = "<!doctype html><html><HEAD><title>é</title>";
        assert_eq!(with_base(whole), "<!doctype html><html><HEAD><base target=\"_blank\"><title>é</title>");
    }

    #[test]
    fn urls_become_links_and_markup_is_escaped() {
        let html = linked_text("See <b> https://a.example/x?y=1&z=2.\nBye").into_string();
        assert_eq!(
            html,
            "See &lt;b&gt; <a href=\"https://a.example/x?y=1&amp;z=2\" target=\"_blank\" rel=\"noopener\">\
             https://a.example/x?y=1&amp;z=2</a>.\nBye"
        );
    }
}
