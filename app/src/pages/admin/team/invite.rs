//! Inviting somebody to the team, and sending an invitation again.

use leptos::prelude::*;

use super::super::choices::{LanguageField, RoleFields, first_language, language_of};
use super::super::dialogs::{Asking, Fields, FormDialog};
use super::super::use_organization;
use super::use_page_state;
use crate::api::Role;
use crate::api::admin::{Invitee, MemberInvitation, invite_member};
use crate::components::{Field, Kind, Problem};
use crate::i18n::Text;

const FIELDS: Fields = &[
    ("name", "name"),
    ("email", "email"),
    ("language", "language"),
    ("role", "role"),
    ("propertyIds", "propertyIds"),
];

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    email: RwSignal<String>,
    language: RwSignal<String>,
    role: RwSignal<Role>,
    properties: RwSignal<Vec<String>>,
}

/// What is said about mistakes.
#[derive(Clone, Copy)]
struct Words {
    name: Text,
    email: Text,
    properties: Text,
}

impl Typed {
    fn new() -> Self {
        Self {
            name: RwSignal::new(String::new()),
            email: RwSignal::new(String::new()),
            language: first_language(),
            role: RwSignal::new(Role::PropertyManager),
            properties: RwSignal::new(Vec::new()),
        }
    }

    /// Whom to invite, or what is wrong.
    fn read(self, words: Words) -> Result<Invitee, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, words| problems.push(Problem { field: Some(field.to_owned()), words });
        let name = self.name.get_untracked().trim().to_owned();
        let email = self.email.get_untracked().trim().to_owned();
        let (role, properties) = (self.role.get_untracked(), self.properties.get_untracked());
        if name.is_empty() {
            wrong("name", words.name);
        }
        if !email.contains('@') {
            wrong("email", words.email);
        }
        if role == Role::PropertyManager && properties.is_empty() {
            wrong("propertyIds", words.properties);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Invitee { name, email, language: language_of(self.language), role, properties })
    }
}

/// What sends the invitation that is typed.
fn sender(typed: Typed, asking: Asking) -> Callback<()> {
    let organization = use_organization();
    let state = use_page_state();
    let words = Words {
        name: t!(team_name_required),
        email: t!(error_invalid_email),
        properties: t!(team_properties_required),
    };
    Callback::new(move |()| {
        let invitee = match typed.read(words) {
            Ok(invitee) => invitee,
            Err(problems) => {
                asking.problems.show(problems);
                return;
            }
        };
        let address = invitee.email.clone();
        let action = invite_member(untrack(|| organization.id()), invitee);
        let words = move |language| locales::team_invited(language, &address);
        asking.send(action, FIELDS, words, move || state.reload());
    })
}

/// The dialog for a new invitation.
#[component]
pub(super) fn Invite(asking: Asking) -> impl IntoView {
    let typed = Typed::new();
    let problems = asking.problems;
    view! {
        <FormDialog asking=asking title=t!(team_invite) words=t!(team_send) kind=Kind::Primary press=sender(typed, asking)>
            <Field id="name" label=t!(team_full_name) value=typed.name problems=problems autocomplete="off"/>
            <Field id="email" label=t!(common_email) value=typed.email problems=problems kind="email" autocomplete="off"/>
            <LanguageField id="language" label=t!(team_mail_language) value=typed.language problems=problems/>
            <RoleFields role=typed.role properties=typed.properties problems=problems/>
        </FormDialog>
    }
}

/// The dialog that sends an invitation again: all of it can be put right but the address, since another
/// address would be another invitation.
#[component]
pub(super) fn Again(invitation: MemberInvitation, asking: Asking) -> impl IntoView {
    let typed = Typed::new();
    typed.name.set(invitation.name);
    typed.email.set(invitation.email.clone());
    typed.role.set(invitation.role);
    typed.properties.set(invitation.properties.iter().map(|one| one.id.inner().to_owned()).collect());
    let problems = asking.problems;
    let address = invitation.email;
    view! {
        <FormDialog asking=asking title=t!(team_again_title) words=t!(team_send_again) kind=Kind::Primary press=sender(typed, asking)>
            <p class="dialog-text">{t!(team_again_text, &address)}</p>
            <Field id="name" label=t!(team_full_name) value=typed.name problems=problems autocomplete="off"/>
            <LanguageField id="language" label=t!(team_mail_language) value=typed.language problems=problems/>
            <RoleFields role=typed.role properties=typed.properties problems=problems/>
        </FormDialog>
    }
}
