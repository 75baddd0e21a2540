//! The switch between the two languages: a button named in the other one.

use leptos::prelude::*;

use super::use_toasts;
use crate::api::error_text;
use crate::i18n::use_language;
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
