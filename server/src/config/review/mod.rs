//! What is insecure about a configuration that can be read: what an attacker would look for first, and what
//! an operator overlooks. Nothing outside is asked; the values alone are judged. A site whose public address is
//! on this machine is a trial, of which only what could reach real money or real people is asked.

mod database;
mod external_services;
mod fees;
mod network;
mod secrets;
#[cfg(test)]
mod tests;

use std::fmt;

use super::Config;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// May be meant; look at it.
    Warning,
    /// Must not stay so.
    Error,
}

/// One thing that is insecure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The variable to change.
    pub variable: &'static str,
    /// What is wrong and what to do; never the value of a secret.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.variable, self.message)
    }
}

/// Everything insecure, the worst first.
pub fn review(config: &Config) -> Vec<Finding> {
    let mut findings = Findings { production: config.http.is_https(), found: Vec::new() };
    network::review(config, &mut findings);
    secrets::review(config, &mut findings);
    external_services::review(config, &mut findings);
    database::review(config, &mut findings);
    fees::review(config, &mut findings);
    findings.found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.found
}

/// What was found so far.
struct Findings {
    /// Whether the public address is one that others reach.
    production: bool,
    found: Vec<Finding>,
}

impl Findings {
    fn error(&mut self, variable: &'static str, message: impl Into<String>) {
        self.add(Severity::Error, variable, message);
    }

    fn warn(&mut self, variable: &'static str, message: impl Into<String>) {
        self.add(Severity::Warning, variable, message);
    }

    /// Wrong where others reach the site; on this machine alone it is nothing.
    fn error_in_production(&mut self, variable: &'static str, message: impl Into<String>) {
        if self.production {
            self.add(Severity::Error, variable, message);
        }
    }

    /// The same, but it may be meant.
    fn warn_in_production(&mut self, variable: &'static str, message: impl Into<String>) {
        if self.production {
            self.add(Severity::Warning, variable, message);
        }
    }

    fn add(&mut self, severity: Severity, variable: &'static str, message: impl Into<String>) {
        self.found.push(Finding { severity, variable, message: message.into() });
    }
}
