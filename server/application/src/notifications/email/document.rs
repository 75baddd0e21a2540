//! What a message is made of, before it becomes HTML or text. Whatever people typed is tidied on its way in,
//! so that a name can't break a line or turn the direction of the text around.

/// A message in parts, in the recipient's language.
pub(super) struct EmailDocument {
    pub(super) subject: String,
    /// What mail programs show after the subject.
    pub(super) preheader: String,
    pub(super) organization: String,
    pub(super) heading: String,
    pub(super) greeting: Option<String>,
    pub(super) blocks: Vec<Block>,
    pub(super) footer: Footer,
}

/// A part of a message, from top to bottom.
pub(super) enum Block {
    /// Running text; may have several lines.
    Paragraph(String),
    /// Running text of less weight.
    Note(String),
    /// The amount it is all about.
    Amount { label: String, value: String, detail: String },
    /// Rows with an amount or fact at their end, and sums below them.
    Table { rows: Vec<Row>, sums: Vec<Row> },
    /// The one thing to do.
    Button { label: String, url: String, broken: String },
}

/// A row of a table.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) value: String,
}

/// What ends every message.
pub(super) struct Footer {
    pub(super) sent_by: String,
    pub(super) questions: Option<String>,
    /// The sentence that leads to the site, and the address in it.
    pub(super) site: String,
    pub(super) site_url: String,
}

impl Row {
    pub(super) fn new(label: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        Row { label: line(label.as_ref()), value: line(value.as_ref()) }
    }
}

/// Text that people typed, on one line.
pub(super) fn line(text: &str) -> String {
    let shown = text.chars().filter(|letter| !turns_text(*letter));
    let spaced: String = shown.map(|letter| if breaks_line(letter) { ' ' } else { letter }).collect();
    // Only ordinary spaces are folded: the ones that don't break are there on purpose.
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text that people typed, with its lines kept.
pub(super) fn lines(text: &str) -> String {
    let kept: Vec<String> = text.lines().map(line).collect();
    kept.join("\n").trim().to_owned()
}

fn breaks_line(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
