//! Choosing between the two languages: a button named in the other one, and the choice in a form.

use leptos::prelude::*;

use super::use_toasts;
use crate::api::error_text;
use crate::i18n::{Language, Text, use_language};
use crate::session::use_session;

/// A button that switches the page to the other language and saves it.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let session = use_session();
    let language = use_language();
    let toasts = use_toasts();
    let switch = move |_| {
        session.set_language(language.get_untracked().other(), move |saved| {
            if let Err(error) = saved {
                toasts.show(error_text(language.get_untracked(), &error));
            }
        });
    };
    view! {
        <button type="button" class="button button-quiet" lang=move || language.get().other().code() on:click=switch>
            {t!(common_other_language)}
        </button>
    }
    .into_any()
}

/// The choice of a language, the page's own being chosen; `choose` is to switch the page.
#[component]
pub fn LanguageChoice(hint: Text, choose: Callback<Language>) -> impl IntoView {
    let language = use_language();
    let option = |one: Language| {
        let words = match one {
            Language::En => t!(common_language_english),
            Language::Fr => t!(common_language_french),
        };
        view! {
            <label class="choice" lang=one.code()>
                <input
                    type="radio"
                    name="language"
                    value=one.code()
                    prop:checked=move || language.get() == one
                    on:change=move |_| choose.run(one)
                />
                <span class="choice-name">{words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="fieldset">
            <legend>{t!(common_language)}</legend>
            <p class="field-hint">{hint}</p>
            <div class="choices choices-row">{Language::ALL.map(option).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}
