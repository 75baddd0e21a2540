//! Fields of forms: a label, a hint and the problem, all tied to the control for screen readers.

use leptos::prelude::*;

use super::Problems;
use crate::i18n::Text;

/// The ids that describe a control: its hint's and its problem's.
pub(crate) fn described_by(
    id: &str,
    hint: bool,
    problems: Problems,
) -> impl Fn() -> Option<String> + Clone + use<> {
    let id = id.to_owned();
    move || {
        let hint = hint.then(|| format!("{id}-hint"));
        let problem = problems.at(&id).map(|_| format!("{id}-problem"));
        match (hint, problem) {
            (Some(hint), Some(problem)) => Some(format!("{hint} {problem}")),
            (hint, problem) => hint.or(problem),
        }
    }
}

pub(crate) fn hint_view(id: &str, hint: Option<Text>) -> AnyView {
    let id = format!("{id}-hint");
    hint.map(|hint| view! { <p class="field-hint" id=id>{hint}</p> }).into_any()
}

pub(crate) fn problem_view(id: &str, problems: Problems) -> AnyView {
    let id = id.to_owned();
    (move || {
        let problem_id = format!("{id}-problem");
        problems.at(&id).map(|words| view! { <p class="field-problem" id=problem_id>{words}</p> })
    })
    .into_any()
}

pub(crate) fn invalid(id: &str, problems: Problems) -> impl Fn() -> Option<&'static str> + Clone + use<> {
    let id = id.to_owned();
    move || problems.at(&id).map(|_| "true")
}

/// A field of one line.
#[component]
pub fn Field(
    id: &'static str,
    label: Text,
    value: RwSignal<String>,
    problems: Problems,
    #[prop(optional)] hint: Option<Text>,
    /// The input's type: `text` unless said otherwise.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional)] autocomplete: &'static str,
    /// The keyboard a phone offers, such as `decimal`.
    #[prop(optional)]
    inputmode: &'static str,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let optional = optional.then(|| view! { <span class="field-optional">{t!(common_optional)}</span> });
    view! {
        <div class="field" class:field-wrong=move || problems.at(id).is_some()>
            <label for=id>{label} {optional}</label>
            {hint_view(id, hint)}
            {problem_view(id, problems)}
            <input
                id=id
                name=id
                type=kind
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                inputmode=(!inputmode.is_empty()).then_some(inputmode)
                aria-invalid=invalid(id, problems)
                aria-describedby=described_by(id, hint.is_some(), problems)
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// One value to choose: what is sent and what is read.
#[derive(Clone)]
pub struct Choice {
    pub value: String,
    pub words: Text,
}

/// A field with a list to choose from.
#[component]
pub fn Select(
    id: &'static str,
    label: Text,
    value: RwSignal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    problems: Problems,
    #[prop(optional)] hint: Option<Text>,
) -> impl IntoView {
    let options = move || {
        let chosen = value.get();
        let option = |choice: Choice| {
            let selected = choice.value == chosen;
            view! { <option value=choice.value.clone() selected=selected>{choice.words}</option> }
        };
        choices.get().into_iter().map(option).collect_view()
    };
    view! {
        <div class="field" class:field-wrong=move || problems.at(id).is_some()>
            <label for=id>{label}</label>
            {hint_view(id, hint)}
            {problem_view(id, problems)}
            <select
                id=id
                name=id
                aria-invalid=invalid(id, problems)
                aria-describedby=described_by(id, hint.is_some(), problems)
                on:change=move |event| value.set(event_target_value(&event))
            >
                {options}
            </select>
        </div>
    }
    .into_any()
}
