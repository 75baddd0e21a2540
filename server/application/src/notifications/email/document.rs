//! What an email is made of, before it becomes HTML or text. Whatever people typed is tidied on its way in,
//! so that a name can't break a line or turn the direction of the text around.

/// An email in parts, in the recipient's language.
pub(crate) struct EmailDocument {
    pub(crate) subject: String,
    /// What mail programs show after the subject.
    pub(crate) preheader: String,
    pub(crate) organization: String,
    pub(crate) heading: String,
    pub(crate) greeting: Option<String>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) footer: Footer,
}

/// A part of an email, from top to bottom.
pub(crate) enum Block {
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
pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// What ends every email.
pub(crate) struct Footer {
    pub(crate) sent_by: String,
    pub(crate) questions: Option<String>,
    /// The sentence that leads to the site, and the address in it.
    pub(crate) site: String,
    pub(crate) site_url: String,
}

impl Row {
    pub(crate) fn new(label: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        Row { label: line(label.as_ref()), value: line(value.as_ref()) }
    }
}

/// Text that people typed, on one line.
pub(crate) fn line(text: &str) -> String {
    let shown = text.chars().filter(|letter| !turns_text(*letter));
    let spaced: String = shown.map(|letter| if breaks_line(letter) { ' ' } else { letter }).collect();
    // Only ordinary spaces are folded: the ones that don't break are there on purpose.
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text that people typed, with its lines kept.
pub(crate) fn lines(text: &str) -> String {
    let kept: Vec<String> = text.lines().map(line).collect();
    kept.join("\n").trim().to_owned()
}

fn breaks_line(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
