//! Takes variables out of a lookup and notes what is wrong with them.

use url::Url;

use super::{Lookup, Problem};
use adapters::config::{Secret, is_loopback};

/// Reads the variables of one concern.
pub(super) struct Reader<'a> {
    lookup: &'a Lookup<'a>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(lookup: &'a Lookup<'a>) -> Self {
        Reader { lookup, problems: Vec::new() }
    }

    /// Notes a problem. Returns none, so that a failed check can end in it.
    pub(super) fn problem<T>(&mut self, variable: &'static str, message: impl Into<String>) -> Option<T> {
        self.problems.push(Problem { variable, message: message.into() });
        None
    }

    /// The value without surrounding space; empty counts as unset.
    pub(super) fn optional(&self, variable: &'static str) -> Option<String> {
        let value = (self.lookup)(variable)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// The value, or a problem that says what to set it to.
    pub(super) fn required(&mut self, variable: &'static str, what: &str) -> Option<String> {
        match self.optional(variable) {
            Some(value) => Some(value),
            None => self.problem(variable, format!("is not set: set it to {what}")),
        }
    }

    /// A required secret.
    pub(super) fn secret(&mut self, variable: &'static str, what: &str) -> Option<Secret> {
        self.required(variable, what).map(Secret::new)
    }

    /// A web address, https unless it stays on this machine.
    pub(super) fn web_address(&mut self, variable: &'static str, value: &str) -> Option<Url> {
        let Ok(url) = Url::parse(value) else {
            return self
                .problem(variable, "is not a web address: write it in full, such as https://example.com");
        };
        if !url.username().is_empty() || url.password().is_some() {
            return self.problem(variable, "must not contain a user name or password");
        }
        match (url.scheme(), url.host_str()) {
            ("https", Some(_)) => Some(url),
            ("http", Some(host)) if is_loopback(host) => Some(url),
            ("http", _) => {
                self.problem(variable, "must start with https:// (http:// only works on this machine itself)")
            }
            _ => self.problem(variable, "must start with https://"),
        }
    }

    /// The part, if nothing is wrong and all of it is there.
    pub(super) fn finish<T>(self, part: Option<T>) -> Result<T, Vec<Problem>> {
        match part {
            Some(part) if self.problems.is_empty() => Ok(part),
            _ => Err(self.problems),
        }
    }
}
