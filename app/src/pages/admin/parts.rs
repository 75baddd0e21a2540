//! Pieces several of the team's pages share: counts in words, whom something is for, the foot of a list.

use crate::router::use_query_map;
use leptos::prelude::*;

use crate::api::admin::ResidentName;
use crate::api::{ApiLanguage, PageInfo};
use crate::components::Pagination;
use crate::i18n::{self, Text, text, use_language};

/// A count from the API; what is negative counts as none.
pub fn count(number: i32) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// “Unit 214”.
pub fn unit(label: &str) -> Text {
    let label = label.to_owned();
    t!(admin_unit, &label)
}

/// The name of a language.
pub fn language_name(language: ApiLanguage) -> Text {
    match language {
        ApiLanguage::En => t!(common_language_english),
        ApiLanguage::Fr => t!(common_language_french),
    }
}

/// A resident by name, with the language they are written to in, or that there is none.
pub fn resident_cell(resident: Option<ResidentName>) -> AnyView {
    let Some(resident) = resident else {
        return view! { <span class="warn-text">{t!(admin_no_resident)}</span> }.into_any();
    };
    let french = (resident.language == ApiLanguage::Fr)
        .then(|| view! { <div class="muted small">{t!(common_language_french)}</div> });
    view! {
        <div>{resident.name}</div>
        {french}
    }
    .into_any()
}

/// A button in a row. Screen readers hear whom or what it is about besides its words.
pub fn row_action(words: Text, about: &str, takes_away: bool, press: Callback<()>) -> AnyView {
    let about = about.to_owned();
    view! {
        <button type="button" class="row-action" class:takes-away=takes_away on:click=move |_| press.run(())>
            {words}
            <span class="visually-hidden">" "{about}</span>
        </button>
    }
    .into_any()
}

/// The foot of a list: which of how many, and the pages before and after.
pub fn list_foot(page: PageInfo, shown: usize, total: i32) -> AnyView {
    let language = use_language();
    let first_page =
        use_query_map().with_untracked(|q| q.get("after").is_none() && q.get("before").is_none());
    let shown = u64::try_from(shown).unwrap_or_default();
    let total = count(total);
    let words = text(move || {
        let language = language.get();
        let all = i18n::number(language, total);
        if first_page {
            locales::admin_range(language, &i18n::number(language, shown), &all).into()
        } else {
            locales::admin_range_total(language, &all).into()
        }
    });
    view! {
        <div class="list-foot">
            <p class="muted small" role="status">{words}</p>
            <Pagination page=page/>
        </div>
    }
    .into_any()
}
