//! The second factor: whether it is on, what can be done about it, and the steps of doing so, in one card.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::codes::codes;
use super::setup::setup;
use crate::api::account::SecondFactor;
use crate::api::admin::second_factor::{Enabled, Enrollment, disable, replace_recovery_codes, start};
use crate::api::error_text;
use crate::browser;
use crate::components::{Action, Banner, Field, Kind, Question, Tone, badge, paragraph, use_toasts};
use crate::i18n::{Language, Text, use_language};
use crate::pages::access::Shown;
use crate::pages::sign_in::read_code;
use crate::session::{Session, use_session};

/// With fewer recovery codes than this it is time for new ones.
const FEW: u64 = 3;

/// What the card shows.
#[derive(Clone, PartialEq)]
pub(super) enum Step {
    /// How it is.
    Rest,
    /// The secret, and the first code.
    SetUp(Enrollment),
    /// Recovery codes, which are not shown again.
    Codes(Vec<String>),
}

/// The card, and what it is about.
#[derive(Clone, Copy)]
pub(super) struct Card {
    pub(super) shown: Shown,
    pub(super) step: RwSignal<Step>,
    session: Session,
}

impl Card {
    /// Shows recovery codes, and the second factor as it is now. Organizations that asked for it show what
    /// they have from now on, so the session is asked for anew.
    pub(super) fn enabled(self, enabled: Enabled, said: fn(Language) -> &'static str) {
        let _ = self.step.try_set(Step::Codes(enabled.recovery_codes));
        self.shown.take(enabled.access, said);
        self.session.ask();
    }
}

/// The card.
pub(super) fn card(shown: Shown) -> AnyView {
    let card = Card { shown, step: RwSignal::new(Step::Rest), session: use_session() };
    let heading = NodeRef::<html::H2>::new();
    // What had the focus goes with its step.
    Effect::new(move |before: Option<()>| {
        card.step.track();
        if let (Some(()), Some(heading)) = (before, heading.get_untracked()) {
            browser::focus_soon(heading.into());
        }
    });
    let step = move || match card.step.get() {
        Step::Rest => rest(card),
        Step::SetUp(enrollment) => setup(card, enrollment),
        Step::Codes(list) => codes(card, list),
    };
    view! {
        <section class="card stack">
            <h2 tabindex="-1" node_ref=heading>{t!(account_factor)}</h2>
            {step}
        </section>
    }
    .into_any()
}

fn rest(card: Card) -> AnyView {
    let factor = Memo::new(move |_| card.shown.access.with(|access| access.second_factor));
    (move || if factor.get().enabled { on(card, factor.get()) } else { off(card, factor.get()) }).into_any()
}

fn off(card: Card, factor: SecondFactor) -> AnyView {
    let (language, toasts) = (use_language(), use_toasts());
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let answer = start().await;
            let _ = busy.try_set(false);
            match answer {
                Ok(enrollment) => drop(card.step.try_set(Step::SetUp(enrollment))),
                Err(error) => toasts.show(error_text(language.get_untracked(), &error)),
            }
        });
    });
    let required = factor.required.then(|| paragraph(t!(account_factor_required)));
    view! {
        <p>{badge(Tone::Quiet, t!(account_factor_is_off))}</p>
        {required}
        <p>{t!(account_factor_off_text)}</p>
        <div><Action words=t!(account_factor_set_up) kind=Kind::Primary busy=busy on_press=press/></div>
    }
    .into_any()
}

fn on(card: Card, factor: SecondFactor) -> AnyView {
    let left = u64::try_from(factor.recovery_codes_left).unwrap_or_default();
    let replace = card.shown.questions.asker(move |question| replace(card, question));
    let disable = card.shown.questions.asker(move |question| turn_off(card, question));
    let few =
        (left < FEW).then(|| view! { <Banner tone=Tone::Warn><p>{t!(account_factor_few)}</p></Banner> });
    let turn_off = if factor.required {
        view! { <p class="muted">{t!(account_factor_stays)}</p> }.into_any()
    } else {
        view! { <div><Action words=t!(account_factor_disable) kind=Kind::Danger on_press=disable/></div> }
            .into_any()
    };
    view! {
        <p>{badge(Tone::Ok, t!(account_factor_is_on))}</p>
        <p>{t!(account_factor_on_text)} " " {t!(account_factor_left, left)}</p>
        {few}
        <div><Action words=t!(account_factor_replace) on_press=replace/></div>
        {turn_off}
    }
    .into_any()
}

/// Asks for a code, of the app or one that was kept, before `act` is called with it.
fn ask_code(
    question: Question,
    title: Text,
    words: Text,
    go: Text,
    kind: Kind,
    act: impl Fn(String) + Send + Sync + 'static,
) -> AnyView {
    let typed = RwSignal::new(String::new());
    let required = t!(error_required);
    let submit = Callback::new(move |()| {
        let typed = typed.get_untracked();
        let code = read_code(&typed).unwrap_or_else(|| typed.trim().to_owned());
        if question.sending.check(&[code.is_empty().then_some(("code", required))]) {
            act(code);
        }
    });
    let body = view! {
        {paragraph(words)}
        <Field
            id="code"
            label=t!(account_code)
            hint=t!(account_code_hint)
            value=typed
            problems=question.sending.problems
            autocomplete="one-time-code"
        />
    };
    question.view(title, body.into_any(), go, kind, submit)
}

fn replace(card: Card, question: Question) -> AnyView {
    let act = move |code| {
        question.send(Box::pin(async move {
            card.enabled(replace_recovery_codes(code).await?, locales::account_codes_replaced);
            Ok(())
        }));
    };
    let words = t!(account_factor_replace_text);
    ask_code(
        question,
        t!(account_factor_replace_title),
        words,
        t!(account_factor_replace),
        Kind::Primary,
        act,
    )
}

fn turn_off(card: Card, question: Question) -> AnyView {
    let act = move |code| {
        let change = disable(code);
        question.send(card.shown.follow(change, locales::account_factor_disabled));
    };
    let words = t!(account_factor_disable_text);
    ask_code(question, t!(account_factor_disable_title), words, t!(account_factor_disable), Kind::Danger, act)
}
