//! The plain text part.

use locales::Language;

use super::document::{Block, EmailDocument};

/// Writes the email as text that reads well in any mail program.
pub(super) fn render(document: &EmailDocument, language: Language) -> String {
    let mut parts = Vec::new();
    parts.extend(document.greeting.clone());
    parts.extend(document.blocks.iter().map(|part| block(part, language)));
    let mut footer = vec![document.footer.sent_by.clone()];
    footer.extend(document.footer.questions.clone());
    footer.push(document.footer.site.clone());
    // "-- " is how a signature begins: mail programs fold it away when answering.
    parts.push(format!("-- \n{}", footer.join("\n")));
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

fn block(block: &Block, language: Language) -> String {
    let row = |label: &str, value: &str| locales::mail_label(language, label, value);
    match block {
        Block::Paragraph(text) | Block::Note(text) => text.clone(),
        Block::Amount { label, value, detail } => {
            let amount = row(label, value);
            if detail.is_empty() { amount } else { format!("{amount}\n{detail}") }
        }
        Block::Table { rows, sums } => {
            let lines: Vec<String> =
                rows.iter().chain(sums).map(|line| row(&line.label, &line.value)).collect();
            lines.join("\n")
        }
        Block::Button { label, url, .. } => format!("{label}\n{url}"),
    }
}
