//! Signing in, for both entry points: by a mailed link or by password.
//!
//! Asking for a link answers the same whether the address is known or not, and so do the words here.

mod code;
mod link;

use leptos::prelude::*;

use crate::api::SignInAudience;
use crate::api::session::{request_link, sign_in};
use crate::components::{Action, Field, Form, Kind, PageHeading, Sending};
use crate::i18n::{Language, Text, text, use_language};
use crate::session::use_enter;

pub use code::{SignInCode, read_code};
pub use link::{Link, SignInLink, link_page, take_token};

/// The words in which the two sign-in pages differ.
#[derive(Clone, Copy)]
pub struct Words {
    pub title: Text,
    pub intro: Text,
    pub hint: Option<Text>,
    pub send_link: Text,
    pub with_password: Text,
    pub with_link: Text,
    /// What is said after asking for a link, for the address.
    pub sent: fn(Language, &str) -> String,
}

/// A small form: what it holds and whether it is on its way.
#[derive(Clone, Copy)]
struct State {
    email: RwSignal<String>,
    password: RwSignal<String>,
    by_password: RwSignal<bool>,
    sent: RwSignal<bool>,
    sending: Sending,
}

/// The sign-in page. `by_password` says what is offered first.
#[component]
pub fn SignIn(audience: SignInAudience, words: Words, by_password: bool) -> impl IntoView {
    let enter = use_enter();
    let state = State {
        email: RwSignal::new(String::new()),
        password: RwSignal::new(String::new()),
        by_password: RwSignal::new(by_password),
        sent: RwSignal::new(false),
        sending: Sending::new(),
    };
    let sending = state.sending;
    let required = t!(error_required);
    let check = email_check();
    let submit = Callback::new(move |()| {
        let email = state.email.get_untracked().trim().to_owned();
        let password = state.password.get_untracked();
        let by_password = state.by_password.get_untracked();
        let missing = (by_password && password.is_empty()).then_some(("password", required));
        if !sending.check(&[check(&email).map(|words| ("email", words)), missing]) {
            return;
        }
        let enter = enter.clone();
        sending.send(Box::pin(async move {
            if by_password {
                enter(sign_in(email, password).await?);
            } else {
                request_link(email, audience).await?;
                state.sent.set(true);
            }
            Ok(())
        }));
    });
    move || {
        if state.sent.get() {
            return sent_view(state, words);
        }
        let other = Callback::new(move |()| {
            sending.problems.clear();
            state.by_password.update(|by_password| *by_password = !*by_password);
        });
        view! {
            <div class="card sign-in">
                <PageHeading title=words.title/>
                <p class="lead">{words.intro}</p>
                <Form sending=sending submit=submit>
                    {email_field(state, words.hint)}
                    {move || state.by_password.get().then(|| view! {
                        <Field
                            id="password"
                            label=t!(common_password)
                            value=state.password
                            problems=sending.problems
                            kind="password"
                            autocomplete="current-password"
                        />
                    })}
                    {move || {
                        let words = if state.by_password.get() { t!(common_sign_in) } else { words.send_link };
                        view! { <Action words=words kind=Kind::Main busy=sending.busy/> }
                    }}
                </Form>
                {move || {
                    let words = if state.by_password.get() { words.with_link } else { words.with_password };
                    view! { <Action words=words kind=Kind::Plain on_press=other/> }
                }}
            </div>
        }
        .into_any()
    }
}

/// What is wrong with an address, if anything; to be made where the form is made.
pub fn email_check() -> impl Fn(&str) -> Option<Text> + Clone {
    let invalid = t!(error_invalid_email);
    move |email| (!email.contains('@')).then_some(invalid)
}

fn email_field(state: State, hint: Option<Text>) -> AnyView {
    let label = t!(common_email);
    let (value, problems) = (state.email, state.sending.problems);
    match hint {
        Some(hint) => {
            view! { <Field id="email" label=label value=value problems=problems kind="email" autocomplete="username" hint=hint/> }
                .into_any()
        }
        None => {
            view! { <Field id="email" label=label value=value problems=problems kind="email" autocomplete="username"/> }
                .into_any()
        }
    }
}

fn sent_view(state: State, words: Words) -> AnyView {
    let language = use_language();
    let sent = words.sent;
    let sent = text(move || sent(language.get(), state.email.get().trim()).into());
    check_mail(sent, t!(portal_sign_in_other_address), state.sent)
}

/// What is shown once a link was asked for; `asked` leads back to the form.
pub fn check_mail(sent: Text, back: Text, asked: RwSignal<bool>) -> AnyView {
    let again = Callback::new(move |()| asked.set(false));
    view! {
        <div class="card sign-in">
            <PageHeading title=t!(portal_sign_in_sent_title)/>
            <p class="lead" role="status">{sent}</p>
            <p class="muted">{t!(portal_sign_in_sent_nothing)}</p>
            <Action words=back on_press=again/>
        </div>
    }
    .into_any()
}
