//! The HTML part: tables and inline styles, because that is what mail programs understand; no images, so that
//! nothing is missing where they are blocked; light and dark. Maud escapes whatever is put in. Each block is a row
//! of the card and stands in one function.

use locales::Language;
use maud::{Markup, PreEscaped, Render, html};

use super::document::{Block, EmailDocument, Footer, Row};

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

/// Keeps mail programs from showing the body's first words after the preheader.
const PREHEADER_FILLER: &str = "&#847;&zwnj;&nbsp;";

/// Writes the email as a whole document.
pub(super) fn render(document: &EmailDocument, language: Language) -> String {
    let markup = html! {
        (PreEscaped("<!doctype html>\n"))
        html lang=(language.code()) dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                meta name="format-detection" content="telephone=no, date=no, address=no, email=no";
                title { (Text(&document.subject)) }
                style { (PreEscaped(STYLE)) }
            }
            body class="paper" style="margin:0;padding:0;background:#faf9f6" {
                div style="display:none;max-height:0;overflow:hidden;mso-hide:all" {
                    (Text(&document.preheader)) (PreEscaped(PREHEADER_FILLER.repeat(40)))
                }
                table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0"
                    style="background:#faf9f6" {
                    tr { td class="outer" align="center" style="padding:32px 16px" { (page(document)) } }
                }
            }
        }
        "\n"
    };
    markup.into_string()
}

/// The organization's name, the card and the footer.
fn page(document: &EmailDocument) -> Markup {
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px" {
            tr {
                td class="pad brand" style={
                    "padding:20px 32px 16px;" (FONT) ";font-size:15px;line-height:22px;font-weight:600;color:#0e5a4a"
                } { (Text(&document.organization)) }
            }
            tr {
                td class="card" style="background:#ffffff;border:1px solid #e4e2db;border-radius:10px" {
                    table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" {
                        (heading(&document.heading))
                        @if let Some(greeting) = &document.greeting { (paragraph(greeting)) }
                        @for part in &document.blocks { (block(part)) }
                        // Last in the card, for programs that don't draw or open the button.
                        @for part in &document.blocks {
                            @if let Block::Button { url, broken, .. } = part { (plain_link(url, broken)) }
                        }
                        tr { td style="padding:0 0 32px" {} }
                    }
                }
            }
            tr {
                td class="pad muted" style={
                    "padding:20px 32px 32px;" (FONT) ";font-size:13px;line-height:20px;color:#5d6b65"
                } { (footer(&document.footer)) }
            }
        }
    }
}

fn heading(heading: &str) -> Markup {
    html! {
        tr {
            td class="pad" style="padding:32px 32px 0" {
                h1 class="ink" style={
                    "margin:0;" (FONT) ";font-size:24px;line-height:32px;font-weight:600;color:#1c2421"
                } { (Text(heading)) }
            }
        }
    }
}

fn block(block: &Block) -> Markup {
    match block {
        Block::Paragraph(text) => paragraph(text),
        Block::Note(text) => text_row("muted", "#5d6b65", 14, text),
        Block::Amount { label, value, detail } => amount(label, value, detail),
        Block::Table { rows, sums } => table(rows, sums),
        Block::Button { label, url, .. } => button(label, url),
    }
}

fn paragraph(text: &str) -> Markup {
    text_row("ink", "#1c2421", 16, text)
}

fn text_row(class: &str, color: &str, size: u8, text: &str) -> Markup {
    html! {
        tr {
            td class={ "pad " (class) } style={
                "padding:16px 32px 0;" (FONT) ";font-size:" (size) "px;line-height:1.5;color:" (color)
            } {
                @for (index, line) in text.lines().enumerate() {
                    @if index > 0 { br; }
                    (Text(line))
                }
            }
        }
    }
}

fn amount(label: &str, value: &str, detail: &str) -> Markup {
    let small = "font-size:14px;line-height:20px;color:#5d6b65";
    let large = "font-size:36px;line-height:44px;font-weight:600;letter-spacing:-0.5px;\
                 font-variant-numeric:tabular-nums;color:#1c2421";
    html! {
        tr {
            td class="pad" style="padding:24px 32px 0" {
                table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" {
                    tr {
                        td class="soft" style={ "padding:20px 24px;background:#f2f0ea;border-radius:8px;" (FONT) } {
                            div class="muted" style=(small) { (Text(label)) }
                            div class="ink" style=(large) { (Text(value)) }
                            @if !detail.is_empty() { div class="muted" style=(small) { (Text(detail)) } }
                        }
                    }
                }
            }
        }
    }
}

fn table(rows: &[Row], sums: &[Row]) -> Markup {
    html! {
        tr {
            td class="pad" style="padding:24px 32px 0" {
                table width="100%" cellpadding="0" cellspacing="0" border="0"
                    style={ (FONT) ";font-size:15px;line-height:22px" } {
                    @for row in rows { (table_row(row, false)) }
                    @for (index, row) in sums.iter().enumerate() { (table_row(row, index + 1 == sums.len())) }
                }
            }
        }
    }
}

/// The label may take several lines, the amount never breaks; a long fact such as a reference may.
fn table_row(row: &Row, strong: bool) -> Markup {
    let weight = if strong { 600 } else { 400 };
    let wrap = if row.value.chars().count() > 16 { "word-break:break-word" } else { "white-space:nowrap" };
    html! {
        tr {
            th scope="row" class="ink line" align="left" style={
                "padding:10px 16px 10px 0;border-bottom:1px solid #e4e2db;text-align:left;vertical-align:top;"
                "font-weight:" (weight) ";color:#1c2421;word-break:break-word"
            } { (Text(&row.label)) }
            td class="ink line" align="right" style={
                "padding:10px 0;border-bottom:1px solid #e4e2db;text-align:right;vertical-align:top;"
                "font-weight:" (weight) ";" (wrap) ";font-variant-numeric:tabular-nums;color:#1c2421"
            } { (Text(&row.value)) }
        }
    }
}

/// A link that looks like a button everywhere: the padding is a border, which even old programs draw.
fn button(label: &str, url: &str) -> Markup {
    html! {
        tr {
            td class="pad" style="padding:24px 32px 0" {
                table role="presentation" class="wide" cellpadding="0" cellspacing="0" border="0" {
                    tr {
                        td class="button" bgcolor="#0e5a4a" style="background:#0e5a4a;border-radius:8px" {
                            a href=(Text(url)) style={
                                "display:inline-block;" (FONT) ";font-size:17px;line-height:24px;font-weight:600;"
                                "color:#ffffff;background:#0e5a4a;text-decoration:none;border:solid #0e5a4a;"
                                "border-width:13px 32px;border-radius:8px"
                            } { (Text(label)) }
                        }
                    }
                }
            }
        }
    }
}

fn plain_link(url: &str, broken: &str) -> Markup {
    html! {
        tr {
            td class="pad muted" style={
                "padding:24px 32px 0;" (FONT) ";font-size:13px;line-height:20px;color:#5d6b65"
            } { (Text(broken)) br; (visible_link(url)) }
        }
    }
}

fn footer(footer: &Footer) -> Markup {
    let (before, after) = footer.site.split_once(footer.site_url.as_str()).unwrap_or((&footer.site, ""));
    html! {
        (Text(&footer.sent_by))
        @if let Some(questions) = &footer.questions { br; (Text(questions)) }
        br;
        (Text(before)) (visible_link(&footer.site_url)) (Text(after))
    }
}

fn visible_link(url: &str) -> Markup {
    html! { a href=(Text(url)) style="color:#5d6b65;word-break:break-all" { (Text(url)) } }
}

/// Text of a document. Maud leaves apostrophes as they are, since it quotes attributes with the other mark; mail
/// programs that rewrite a message may not.
struct Text<'a>(&'a str);

impl Render for Text<'_> {
    fn render_to(&self, html: &mut String) {
        for (index, part) in self.0.split('\'').enumerate() {
            if index > 0 {
                html.push_str("&#39;");
            }
            part.render_to(html);
        }
    }
}
