//! The password: setting, changing and removing it.

use leptos::prelude::*;

use super::Shown;
use crate::api::account::{remove_password, set_password};
use crate::components::{Action, Field, Kind, Question, card, paragraph};
use crate::i18n::{Text, text, use_language};
use crate::session::use_session;

/// The shortest and the longest password, in characters.
pub const LENGTH: (usize, usize) = (8, 128);

/// What is wrong with a new password, if anything; to be made where the form is made.
pub fn password_check() -> impl Fn(&str) -> Option<Text> + Clone {
    let (short, long) = (t!(error_password_too_short), t!(error_password_too_long));
    move |password| match password.chars().count() {
        length if length < LENGTH.0 => Some(short),
        length if length > LENGTH.1 => Some(long),
        _ => None,
    }
}

/// The card.
pub fn password(shown: Shown) -> AnyView {
    let language = use_language();
    let there = move || shown.access.with(|access| access.has_password);
    let pick = move |with: fn(_) -> &'static str, without: fn(_) -> &'static str| {
        text(move || if there() { with(language.get()) } else { without(language.get()) }.into())
    };
    let set = shown.questions.asker(move |question| set(shown, question));
    let remove = shown.questions.asker(move |question| remove(shown, question));
    let body = view! {
        {paragraph(pick(locales::account_password_some, locales::account_password_none))}
        <div class="page-actions">
            <Action
                words=pick(locales::account_password_change, locales::account_password_set)
                on_press=set
            />
            {move || there().then(|| view! {
                <Action words=t!(account_password_remove) kind=Kind::Danger on_press=remove/>
            })}
        </div>
    };
    card(t!(common_password), body.into_any())
}

/// Whose password it is, out of sight, for the browser's own store of passwords.
pub fn password_of(email: String) -> AnyView {
    view! { <input type="email" autocomplete="username" value=email hidden/> }.into_any()
}

fn set(shown: Shown, question: Question) -> AnyView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problems = question.sending.problems;
    let check = password_check();
    let submit = Callback::new(move |()| {
        let (current, new) = (current.get_untracked(), new.get_untracked());
        if question.sending.check(&[check(&new).map(|words| ("newPassword", words))]) {
            let current = Some(current).filter(|current| !current.is_empty());
            let change = set_password(current, new);
            question.send(shown.follow(change, locales::account_password_saved));
        }
    });
    let there = shown.access.with_untracked(|access| access.has_password);
    let title = if there { t!(account_password_change) } else { t!(account_password_set) };
    let current = there.then(|| {
        view! {
            <Field
                id="currentPassword"
                label=t!(account_password_current)
                hint=t!(account_password_current_hint)
                value=current
                problems=problems
                kind="password"
                autocomplete="current-password"
            />
        }
    });
    let email = use_session().viewer().map(|viewer| password_of(viewer.email));
    let body = view! {
        {email}
        {current}
        <Field
            id="newPassword"
            label=t!(account_password_new)
            hint=t!(account_password_rules)
            value=new
            problems=problems
            kind="password"
            autocomplete="new-password"
        />
        {paragraph(t!(account_password_elsewhere))}
    };
    question.view(title, body.into_any(), t!(common_save), Kind::Primary, submit)
}

fn remove(shown: Shown, question: Question) -> AnyView {
    let current = RwSignal::new(String::new());
    let required = t!(error_required);
    let submit = Callback::new(move |()| {
        let current = current.get_untracked();
        if question.sending.check(&[current.is_empty().then_some(("currentPassword", required))]) {
            let change = remove_password(current);
            question.send(shown.follow(change, locales::account_password_removed));
        }
    });
    let body = view! {
        {paragraph(t!(account_password_remove_text))}
        <Field
            id="currentPassword"
            label=t!(account_password_current)
            hint=t!(account_password_forgotten)
            value=current
            problems=question.sending.problems
            kind="password"
            autocomplete="current-password"
        />
    };
    let title = t!(account_password_remove_title);
    question.view(title, body.into_any(), t!(account_password_remove), Kind::Danger, submit)
}
