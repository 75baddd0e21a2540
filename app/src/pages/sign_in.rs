//! Signing in, for both entry points: by a mailed link or by password.
//!
//! Asking for a link answers the same whether the address is known or not, and so do the words here.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::session::{consume_link, request_link, sign_in};
use crate::api::{ApiError, SignInAudience, UserError};
use crate::browser;
use crate::components::{
    Action, ActionLink, Banner, ErrorSummary, Field, Kind, PageHeading, Problem, Problems, Tone,
};
use crate::i18n::Text;
use crate::session::use_session;

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
    pub sent: fn(crate::i18n::Language, &str) -> String,
}

/// A small form: what it holds and whether it is on its way.
#[derive(Clone, Copy)]
struct State {
    email: RwSignal<String>,
    password: RwSignal<String>,
    by_password: RwSignal<bool>,
    sent: RwSignal<bool>,
    busy: RwSignal<bool>,
    problems: Problems,
}

fn field_of(error: &UserError) -> Option<String> {
    match error.field.as_deref() {
        Some(field) if field.ends_with("email") => Some("email".to_owned()),
        Some(field) if field.ends_with("password") => Some("password".to_owned()),
        _ => None,
    }
}

/// The sign-in page. `by_password` says what is offered first.
#[component]
pub fn SignIn(audience: SignInAudience, words: Words, by_password: bool) -> impl IntoView {
    let session = use_session();
    let navigate = use_navigate();
    let state = State {
        email: RwSignal::new(String::new()),
        password: RwSignal::new(String::new()),
        by_password: RwSignal::new(by_password),
        sent: RwSignal::new(false),
        busy: RwSignal::new(false),
        problems: Problems::new(),
    };
    let enter = {
        let navigate = navigate.clone();
        move |viewer| {
            session.enter(viewer);
            navigate(&session.take_return(), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    };
    let required = t!(error_required);
    let invalid = t!(error_invalid_email);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if state.busy.get_untracked() {
            return;
        }
        let email = state.email.get_untracked().trim().to_owned();
        let password = state.password.get_untracked();
        let by_password = state.by_password.get_untracked();
        let mut problems = Vec::new();
        if !email.contains('@') {
            let words = if email.is_empty() { required } else { invalid };
            problems.push(Problem { field: Some("email".to_owned()), words });
        }
        if by_password && password.is_empty() {
            problems.push(Problem { field: Some("password".to_owned()), words: required });
        }
        if !state.problems.show(problems) {
            return;
        }
        state.busy.set(true);
        let enter = enter.clone();
        spawn_local(async move {
            let outcome = if by_password {
                sign_in(email, password).await.map(enter)
            } else {
                request_link(email, audience).await.map(|()| state.sent.set(true))
            };
            state.busy.set(false);
            if let Err(error) = outcome {
                state.problems.show_error(error, field_of);
            }
        });
    };
    let form = StoredValue::new(submit);
    move || {
        if state.sent.get() {
            return sent_view(state, words);
        }
        let submit = form.get_value();
        let other = Callback::new(move |()| {
            state.problems.clear();
            state.by_password.update(|by_password| *by_password = !*by_password);
        });
        view! {
            <div class="card sign-in">
                <PageHeading title=words.title/>
                <p class="lead">{words.intro}</p>
                <ErrorSummary problems=state.problems/>
                <form novalidate on:submit=submit>
                    {email_field(state, words.hint)}
                    {move || state.by_password.get().then(|| view! {
                        <Field
                            id="password"
                            label=t!(common_password)
                            value=state.password
                            problems=state.problems
                            kind="password"
                            autocomplete="current-password"
                        />
                    })}
                    {move || {
                        let words = if state.by_password.get() { t!(common_sign_in) } else { words.send_link };
                        view! { <Action words=words kind=Kind::Main busy=state.busy/> }
                    }}
                </form>
                {move || {
                    let words = if state.by_password.get() { words.with_link } else { words.with_password };
                    view! { <Action words=words kind=Kind::Plain on_press=other/> }
                }}
            </div>
        }
        .into_any()
    }
}

fn email_field(state: State, hint: Option<Text>) -> AnyView {
    let label = t!(common_email);
    let (value, problems) = (state.email, state.problems);
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
    let language = crate::i18n::use_language();
    let sent = words.sent;
    let text = move || sent(language.get(), state.email.get().trim());
    let again = Callback::new(move |()| state.sent.set(false));
    view! {
        <div class="card sign-in">
            <PageHeading title=t!(portal_sign_in_sent_title)/>
            <p class="lead" role="status">{text}</p>
            <p class="muted">{t!(portal_sign_in_sent_nothing)}</p>
            <Action words=t!(portal_sign_in_other_address) on_press=again/>
        </div>
    }
    .into_any()
}

/// Where a mailed link leads: a button that signs in. The button, not the page, uses the link up, since
/// mail scanners open pages. The token is in the fragment, which browsers send to no one, and is taken
/// out of the address at once.
#[component]
pub fn SignInLink() -> impl IntoView {
    let session = use_session();
    let navigate = use_navigate();
    let token = browser::fragment().strip_prefix("token=").unwrap_or_default().to_owned();
    browser::clear_fragment();
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(token.is_empty().then(|| t!(portal_link_missing)));
    // A link that was refused is of no more use; one that did not get through can be tried again.
    let spent = RwSignal::new(token.is_empty());
    let language = crate::i18n::use_language();
    let press = Callback::new(move |()| {
        busy.set(true);
        let token = token.clone();
        let navigate = navigate.clone();
        spawn_local(async move {
            match consume_link(token).await {
                Ok(viewer) => {
                    session.enter(viewer);
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&session.take_return(), options);
                }
                Err(error) => {
                    busy.set(false);
                    spent.set(matches!(error, ApiError::Refused(_)));
                    let words = move || crate::api::error_text(language.get(), &error).into();
                    problem.set(Some(crate::i18n::text(words)));
                }
            }
        });
    });
    let again = format!("{}/sign-in", session.base());
    view! {
        <div class="card sign-in">
            <PageHeading title=t!(portal_link_title)/>
            {move || problem.get().map(|words| view! { <Banner tone=Tone::Bad alert=true><p>{words}</p></Banner> })}
            {move || {
                if spent.get() {
                    view! { <ActionLink words=t!(portal_link_again) href=again.clone() kind=Kind::Main/> }.into_any()
                } else {
                    view! {
                        <p class="lead">{t!(portal_link_intro)}</p>
                        <Action words=t!(portal_link_continue) kind=Kind::Main busy=busy on_press=press/>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
