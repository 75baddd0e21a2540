//! The table of cases: for every place of the schema how it is called, who may, and what else than "it does not
//! exist" the refusal may say. `<word>` is the word of the fixture, or of nothing, or of another kind; `<own word>` is
//! the caller's; `<fresh>` an idempotency key; `@` everything that the field's type shows.

mod caller_only;
mod mutations;
mod queries;

pub use caller_only::ABOUT_THE_CALLER;
pub use mutations::MUTATIONS;
pub use queries::QUERIES;

/// Who may do what a case does, for the proof that its document is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorizedCaller {
    /// Somebody who is not signed in.
    Anyone,
    /// The fixture's organization manager.
    Manager,
    /// The resident of its first home.
    Resident,
    /// Its third member, signed in a moment ago.
    Sam,
    /// The same, with the second step of the sign-in left to do.
    SamAwaitingSecondFactor,
    /// A program with a key.
    Program,
}

/// How a place is called.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// As in `Place`.
    pub field: &'static str,
    /// As in `Place`.
    pub argument: &'static str,
    /// The document without its braces.
    pub call: &'static str,
    /// Who may.
    pub may: AuthorizedCaller,
    /// Codes of a refusal that tell no more than NOT_FOUND.
    pub error_codes: &'static [&'static str],
    /// Tables in which a case about the caller leaves something of the caller's own.
    pub changed_tables: &'static [&'static str],
}

impl Case {
    const fn error_codes(self, error_codes: &'static [&'static str]) -> Case {
        Case { error_codes, ..self }
    }

    const fn changed_tables(self, changed_tables: &'static [&'static str]) -> Case {
        Case { changed_tables, ..self }
    }

    /// Whether it takes no id: it is about the caller alone.
    pub fn is_about_the_caller(&self) -> bool {
        self.argument.is_empty()
    }

    /// What `<word>` and `<own word>` stand for is put in by `word`.
    pub fn document(&self, everything: &str, word: impl Fn(&str) -> String) -> String {
        let mut text = String::from(if self.field.starts_with("Mutation.") { "mutation { " } else { "{ " });
        let call = self.call.replace(" @", &format!(" {everything}"));
        let mut rest = call.as_str();
        while let Some((before, behind)) = rest.split_once('<') {
            let (name, after) = behind.split_once('>').unwrap();
            text.push_str(before);
            text.push_str(&word(name));
            rest = after;
        }
        text.push_str(rest);
        text + " }"
    }
}

const fn case(
    field: &'static str,
    argument: &'static str,
    may: AuthorizedCaller,
    call: &'static str,
) -> Case {
    Case { field, argument, call, may, error_codes: &[], changed_tables: &[] }
}

/// A case that takes no id.
const fn about(field: &'static str, may: AuthorizedCaller, call: &'static str) -> Case {
    case(field, "", may, call)
}

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Case> {
    QUERIES.iter().chain(MUTATIONS).chain(ABOUT_THE_CALLER)
}
