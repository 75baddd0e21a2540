//! The HTML part: tables and inline styles, because that is what mail programs understand; no images, so that
//! nothing is missing where they are blocked; light and dark. Everything is escaped as it is written.

use std::fmt::Write;

use locales::Language;

use super::document::{Block, EmailDocument, Row};

const FONT: &str =
    "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/// Dark colours and narrow screens, for the programs that read a style sheet; the others get the inline styles.
const STYLE: &str = "\
:root{color-scheme:light dark;supported-color-schemes:light dark}\
body{margin:0;padding:0;width:100%;-webkit-text-size-adjust:100%}\
a{color:#0e5a4a}\
@media (max-width:480px){.pad{padding-left:20px!important;padding-right:20px!important}\
.outer{padding:0!important}.card{border-radius:0!important;border-left:0!important;border-right:0!important}\
.wide{width:100%!important}.wide a{display:block!important;text-align:center!important}}\
@media (prefers-color-scheme:dark){\
.paper{background:#14171a!important}.card{background:#1b1f23!important;border-color:#2b3136!important}\
.ink{color:#e8ebe9!important}.muted{color:#9aa7a1!important}.muted a{color:#9aa7a1!important}\
.soft{background:#22272b!important}.line{border-color:#2b3136!important}.brand{color:#58c2a6!important}\
.button{background:#58c2a6!important}.button a{color:#06231c!important;background:#58c2a6!important;border-color:#58c2a6!important}}";

/// Writes the message as a whole document.
pub(super) fn render(document: &EmailDocument, language: Language) -> String {
    let mut html = HtmlWriter(String::with_capacity(8 * 1024));
    html.open(document, language);
    for block in &document.blocks {
        html.block(block);
    }
    html.close(document);
    html.0
}

struct HtmlWriter(String);

impl HtmlWriter {
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn text(&mut self, text: &str) {
        escape(&mut self.0, text);
    }

    fn open(&mut self, document: &EmailDocument, language: Language) {
        let lang = language.code();
        let _ = write!(
            self.0,
            "<!doctype html>\n<html lang=\"{lang}\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"supported-color-schemes\" content=\"light dark\">\n\
             <meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n<title>"
        );
        self.text(&document.subject);
        let _ = write!(
            self.0,
            "</title>\n<style>{STYLE}</style>\n</head>\n\
             <body class=\"paper\" style=\"margin:0;padding:0;background:#faf9f6\">\n\
             <div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\">"
        );
        self.text(&document.preheader);
        // Keeps mail programs from showing the body's first words after the preheader.
        self.raw(&"&#847;&zwnj;&nbsp;".repeat(40));
        let _ = write!(
            self.0,
            "</div>\n<table role=\"presentation\" class=\"paper\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
             style=\"background:#faf9f6\"><tr><td class=\"outer\" align=\"center\" style=\"padding:32px 16px\">\n\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width:600px\">\n\
             <tr><td class=\"pad brand\" style=\"padding:20px 32px 16px;{FONT};font-size:15px;line-height:22px;font-weight:600;color:#0e5a4a\">"
        );
        self.text(&document.organization);
        let _ = write!(
            self.0,
            "</td></tr>\n<tr><td class=\"card\" style=\"background:#ffffff;border:1px solid #e4e2db;border-radius:10px\">\n\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n\
             <tr><td class=\"pad\" style=\"padding:32px 32px 0\"><h1 class=\"ink\" style=\"margin:0;{FONT};font-size:24px;\
             line-height:32px;font-weight:600;color:#1c2421\">"
        );
        self.text(&document.heading);
        self.raw("</h1></td></tr>\n");
        if let Some(greeting) = &document.greeting {
            self.paragraph("ink", "#1c2421", 16, greeting);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.paragraph("ink", "#1c2421", 16, text),
            Block::Note(text) => self.paragraph("muted", "#5d6b65", 14, text),
            Block::Amount { label, value, detail } => self.amount(label, value, detail),
            Block::Table { rows, sums } => self.table(rows, sums),
            Block::Button { label, url, .. } => self.button(label, url),
        }
    }

    fn paragraph(&mut self, class: &str, colour: &str, size: u8, text: &str) {
        let _ = write!(
            self.0,
            "<tr><td class=\"pad {class}\" style=\"padding:16px 32px 0;{FONT};font-size:{size}px;line-height:1.5;color:{colour}\">"
        );
        for (index, line) in text.lines().enumerate() {
            if index > 0 {
                self.raw("<br>");
            }
            self.text(line);
        }
        self.raw("</td></tr>\n");
    }

    fn amount(&mut self, label: &str, value: &str, detail: &str) {
        let _ = write!(
            self.0,
            "<tr><td class=\"pad\" style=\"padding:24px 32px 0\"><table role=\"presentation\" width=\"100%\" cellpadding=\"0\" \
             cellspacing=\"0\" border=\"0\"><tr><td class=\"soft\" style=\"padding:20px 24px;background:#f2f0ea;border-radius:8px;{FONT}\">\
             <div class=\"muted\" style=\"font-size:14px;line-height:20px;color:#5d6b65\">"
        );
        self.text(label);
        self.raw(
            "</div><div class=\"ink\" style=\"font-size:36px;line-height:44px;font-weight:600;letter-spacing:-0.5px;\
             font-variant-numeric:tabular-nums;color:#1c2421\">",
        );
        self.text(value);
        self.raw("</div>");
        if !detail.is_empty() {
            self.raw("<div class=\"muted\" style=\"font-size:14px;line-height:20px;color:#5d6b65\">");
            self.text(detail);
            self.raw("</div>");
        }
        self.raw("</td></tr></table></td></tr>\n");
    }

    fn table(&mut self, rows: &[Row], sums: &[Row]) {
        let _ = writeln!(
            self.0,
            "<tr><td class=\"pad\" style=\"padding:24px 32px 0\"><table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
             border=\"0\" style=\"{FONT};font-size:15px;line-height:22px\">"
        );
        for row in rows {
            self.row(row, false);
        }
        for (index, row) in sums.iter().enumerate() {
            self.row(row, index + 1 == sums.len());
        }
        self.raw("</table></td></tr>\n");
    }

    /// The label may take several lines, the amount never breaks; a long fact such as a reference may.
    fn row(&mut self, row: &Row, strong: bool) {
        let weight = if strong { 600 } else { 400 };
        let wrap =
            if row.value.chars().count() > 16 { "word-break:break-word" } else { "white-space:nowrap" };
        let _ = write!(
            self.0,
            "<tr><th scope=\"row\" class=\"ink line\" align=\"left\" style=\"padding:10px 16px 10px 0;border-bottom:1px solid #e4e2db;\
             text-align:left;vertical-align:top;font-weight:{weight};color:#1c2421;word-break:break-word\">"
        );
        self.text(&row.label);
        let _ = write!(
            self.0,
            "</th><td class=\"ink line\" align=\"right\" style=\"padding:10px 0;border-bottom:1px solid #e4e2db;text-align:right;\
             vertical-align:top;font-weight:{weight};{wrap};font-variant-numeric:tabular-nums;color:#1c2421\">"
        );
        self.text(&row.value);
        self.raw("</td></tr>\n");
    }

    /// A link that looks like a button everywhere: the padding is a border, which even old programs draw.
    fn button(&mut self, label: &str, url: &str) {
        self.raw(
            "<tr><td class=\"pad\" style=\"padding:24px 32px 0\"><table role=\"presentation\" class=\"wide\" cellpadding=\"0\" \
             cellspacing=\"0\" border=\"0\"><tr><td class=\"button\" bgcolor=\"#0e5a4a\" style=\"background:#0e5a4a;border-radius:8px\"><a href=\"",
        );
        self.text(url);
        let _ = write!(
            self.0,
            "\" style=\"display:inline-block;{FONT};font-size:17px;line-height:24px;font-weight:600;color:#ffffff;\
             background:#0e5a4a;text-decoration:none;border:solid #0e5a4a;border-width:13px 32px;border-radius:8px\">"
        );
        self.text(label);
        self.raw("</a></td></tr></table></td></tr>\n");
    }

    /// Last in the card, for programs that don't draw or open the button.
    fn plain_link(&mut self, url: &str, broken: &str) {
        let _ = write!(
            self.0,
            "<tr><td class=\"pad muted\" style=\"padding:24px 32px 0;{FONT};font-size:13px;line-height:20px;color:#5d6b65\">"
        );
        self.text(broken);
        self.raw("<br><a href=\"");
        self.text(url);
        self.raw("\" style=\"color:#5d6b65;word-break:break-all\">");
        self.text(url);
        self.raw("</a></td></tr>\n");
    }

    fn close(&mut self, document: &EmailDocument) {
        for block in &document.blocks {
            if let Block::Button { url, broken, .. } = block {
                self.plain_link(url, broken);
            }
        }
        let _ = write!(
            self.0,
            "<tr><td style=\"padding:0 0 32px\"></td></tr>\n</table>\n</td></tr>\n\
             <tr><td class=\"pad muted\" style=\"padding:20px 32px 32px;{FONT};font-size:13px;line-height:20px;color:#5d6b65\">"
        );
        self.text(&document.footer.sent_by);
        if let Some(questions) = &document.footer.questions {
            self.raw("<br>");
            self.text(questions);
        }
        self.raw("<br>");
        let url = &document.footer.site_url;
        let (before, after) =
            document.footer.site.split_once(url.as_str()).unwrap_or((&document.footer.site, ""));
        self.text(before);
        self.raw("<a href=\"");
        self.text(url);
        self.raw("\" style=\"color:#5d6b65;word-break:break-all\">");
        self.text(url);
        self.raw("</a>");
        self.text(after);
        self.raw("</td></tr>\n</table>\n</td></tr></table>\n</body>\n</html>\n");
    }
}

/// Escapes for text and for quoted attributes alike.
fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
}
