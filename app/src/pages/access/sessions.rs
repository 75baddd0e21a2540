//! Where someone is signed in, and signing out there.

use leptos::prelude::*;

use super::Shown;
use crate::api::account::{OpenSession, SignInMethod, end_other_sessions, end_session};
use crate::components::{Action, Kind, Question, Tone, badge, card, paragraph};
use crate::i18n::{self, Language, Text, plain, text, use_language};

/// The card.
pub fn sessions(shown: Shown) -> AnyView {
    let items = move || {
        shown.access.with(|access| access.sessions.iter().map(|session| item(shown, session)).collect_view())
    };
    let others = shown.questions.asker(move |question| {
        let submit = Callback::new(move |()| {
            question.send(shown.follow(end_other_sessions(), locales::account_sessions_ended));
        });
        ask(question, t!(account_sessions_end_title), t!(account_sessions_end_text), submit)
    });
    let elsewhere = move || {
        let elsewhere = shown.access.with(|access| access.sessions.iter().any(|one| !one.is_current));
        elsewhere.then(|| view! { <div><Action words=t!(account_sessions_end) on_press=others/></div> })
    };
    let body = view! {
        <ul class="sessions">{items}</ul>
        {elsewhere}
    };
    card(t!(account_sessions), body.into_any())
}

fn item(shown: Shown, session: &OpenSession) -> AnyView {
    let device: Text = match session.device.as_str() {
        "" => t!(account_session_unknown),
        device => plain(device),
    };
    let method = match session.method {
        SignInMethod::Password => t!(account_session_by_password),
        SignInMethod::Link => t!(account_session_by_link),
        SignInMethod::Invitation => t!(account_session_by_invitation),
    };
    let when = |at: &str, format: fn(Language, &str) -> String, words: fn(Language, &str) -> String| {
        let (language, at) = (use_language(), at.to_owned());
        text(move || words(language.get(), &format(language.get(), &at)).into())
    };
    let since = when(&session.created_at.0, i18n::instant_in_text, locales::account_session_since);
    let used = when(&session.last_seen_at.0, i18n::instant, locales::account_session_used);
    let side = if session.is_current {
        badge(Tone::Ok, t!(account_session_here))
    } else {
        let id = session.id.clone();
        let end = shown.questions.asker(move |question| end(shown, question, id.clone(), device));
        // The button says which of them it is to whom does not see its place.
        view! {
            <button type="button" class="button" on:click=move |_| end.run(())>
                {t!(common_sign_out)}
                <span class="visually-hidden">" " {device}</span>
            </button>
        }
        .into_any()
    };
    let fact = |words: Text| view! { <span class="fact">{words}</span> };
    let facts = [method, plain(session.network.clone()), since, used];
    view! {
        <li>
            <div>
                <p class="session-name">{device}</p>
                <p class="facts small">{facts.map(fact).collect_view()}</p>
            </div>
            {side}
        </li>
    }
    .into_any()
}

fn end(shown: Shown, question: Question, id: cynic::Id, device: Text) -> AnyView {
    let language = use_language();
    let title = text(move || locales::account_session_end_title(language.get(), &device.get()).into());
    let submit = Callback::new(move |()| {
        let change = end_session(id.clone());
        question.send(shown.follow(change, locales::account_session_ended));
    });
    ask(question, title, t!(account_session_end_text), submit)
}

fn ask(question: Question, title: Text, words: Text, submit: Callback<()>) -> AnyView {
    question.view(title, paragraph(words), t!(common_sign_out), Kind::Danger, submit)
}
