//! The document around every page of the sandbox. Pages are templates of `maud`, which escapes what is put into
//! them.

use maud::{DOCTYPE, Markup, html};

/// A whole document in a language, with its style sheets by their addresses.
pub(crate) fn document(language: &str, title: &str, styles: &[&str], main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                @for address in styles { link rel="stylesheet" href=(address); }
            }
            body {
                main { (main) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_its_title_as_text_and_its_main_part_as_markup() {
        let title = "<b> \"1\" & 2";
        let html =
            document("fr", title, &["/style.css"], &html! { h1 title=(title) { (title) } }).into_string();
        let text = "&lt;b&gt; &quot;1&quot; &amp; 2";
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\">"));
        assert!(
            html.contains(&format!("<title>{text}</title><link rel=\"stylesheet\" href=\"/style.css\">"))
        );
        assert!(html.ends_with(&format!("<main><h1 title=\"{text}\">{text}</h1></main></body></html>")));
    }
}
