//! Fields the team's forms need beyond the shared ones: a box to tick, a longer text, a date with limits.

use leptos::prelude::*;

use crate::components::{Problems, described_by, hint_view, invalid, problem_view};
use crate::i18n::Text;

/// A box to tick, with its label beside it.
#[component]
pub fn Checkbox(
    id: &'static str,
    label: Text,
    checked: RwSignal<bool>,
    #[prop(optional)] hint: Option<Text>,
) -> impl IntoView {
    let hint = hint.map(|hint| view! { <span class="choice-hint" id=format!("{id}-hint")>{hint}</span> });
    view! {
        <div class="check">
            <input
                id=id
                type="checkbox"
                aria-describedby=hint.is_some().then(|| format!("{id}-hint"))
                prop:checked=checked
                on:change=move |event| checked.set(event_target_checked(&event))
            />
            <div class="choice-words">
                <label for=id>{label}</label>
                {hint}
            </div>
        </div>
    }
    .into_any()
}

fn optional_mark(optional: bool) -> AnyView {
    optional.then(|| view! { <span class="field-optional">{t!(common_optional)}</span> }).into_any()
}

/// A text of several lines.
#[component]
pub fn TextArea(
    id: &'static str,
    label: Text,
    value: RwSignal<String>,
    problems: Problems,
    #[prop(optional)] hint: Option<Text>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    view! {
        <div class="field" class:field-wrong=move || problems.at(id).is_some()>
            <label for=id>{label}{optional_mark(optional)}</label>
            {hint_view(id, hint)}
            {problem_view(id, problems)}
            <textarea
                id=id
                rows="3"
                aria-invalid=invalid(id, problems)
                aria-describedby=described_by(id, hint.is_some(), problems)
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </div>
    }
    .into_any()
}

/// A calendar date, written `2026-11-22`; the limits are written the same way, empty for none.
#[component]
pub fn DateField(
    id: &'static str,
    label: Text,
    value: RwSignal<String>,
    problems: Problems,
    #[prop(optional, into)] min: Signal<String>,
    #[prop(optional, into)] max: Signal<String>,
    #[prop(optional)] hint: Option<Text>,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    view! {
        <div class="field" class:field-wrong=move || problems.at(id).is_some()>
            <label for=id>{label}{optional_mark(optional)}</label>
            {hint_view(id, hint)}
            {problem_view(id, problems)}
            <input
                id=id
                type="date"
                min=move || Some(min.get()).filter(|min| !min.is_empty())
                max=move || Some(max.get()).filter(|max| !max.is_empty())
                aria-invalid=invalid(id, problems)
                aria-describedby=described_by(id, hint.is_some(), problems)
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}
