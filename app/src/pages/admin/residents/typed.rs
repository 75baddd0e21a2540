//! What is typed about a new resident, and reading it.

use leptos::prelude::*;

use super::super::choices::{first_language, language_of};
use crate::api::ResidencyKind;
use crate::api::admin::NewResident;
use crate::components::Problem;
use crate::i18n::Text;

/// What is typed.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    pub(super) unit: RwSignal<String>,
    pub(super) name: RwSignal<String>,
    pub(super) email: RwSignal<String>,
    pub(super) language: RwSignal<String>,
    pub(super) kind: RwSignal<ResidencyKind>,
    pub(super) primary: RwSignal<bool>,
    pub(super) starts_on: RwSignal<String>,
    pub(super) invite: RwSignal<bool>,
}

/// What is said about mistakes.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) unit: Text,
    pub(super) name: Text,
    pub(super) email: Text,
    pub(super) needed: Text,
}

impl Typed {
    pub(super) fn new(unit: String) -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            unit: RwSignal::new(unit),
            name: empty(),
            email: empty(),
            language: first_language(),
            kind: RwSignal::new(ResidencyKind::Owner),
            primary: RwSignal::new(true),
            starts_on: empty(),
            invite: RwSignal::new(false),
        }
    }

    /// The resident, or what is wrong.
    pub(super) fn read(self, words: Words) -> Result<NewResident, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, words| problems.push(Problem { field: Some(field.to_owned()), words });
        let unit = self.unit.get_untracked();
        let name = self.name.get_untracked().trim().to_owned();
        let email = self.email.get_untracked().trim().to_owned();
        if unit.is_empty() {
            wrong("unitId", words.unit);
        }
        if name.is_empty() {
            wrong("name", words.name);
        }
        if email.is_empty() && self.invite.get_untracked() {
            wrong("email", words.needed);
        } else if !email.is_empty() && !email.contains('@') {
            wrong("email", words.email);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(NewResident {
            unit,
            name,
            email: Some(email).filter(|email| !email.is_empty()),
            language: language_of(self.language),
            kind: self.kind.get_untracked(),
            is_primary: self.primary.get_untracked(),
            starts_on: Some(self.starts_on.get_untracked()).filter(|day| !day.is_empty()),
        })
    }
}
