//! Pieces several of the team's pages share: counts in words, whom something is for, the foot of a list.

use crate::router::use_query_map;
use leptos::prelude::*;

use crate::api::admin::{PropertyName, ResidentName};
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

/// Properties by their names, in a line.
pub fn names(properties: &[PropertyName]) -> Text {
    let names: Vec<&str> = properties.iter().map(|property| property.name.as_str()).collect();
    i18n::plain(names.join(", "))
}

/// A row of a table. All rows made of these pieces are of one type, which keeps the client small.
pub fn table_row(cells: Vec<AnyView>) -> AnyView {
    view! { <tr>{cells}</tr> }.into_any()
}

/// A cell of a table's row, with its column's name for where the page is narrow.
pub fn cell(label: Text, parts: Vec<AnyView>) -> AnyView {
    view! { <td data-label=label>{parts}</td> }.into_any()
}

/// A line in a cell.
pub fn line(words: Text) -> AnyView {
    view! { <div>{words}</div> }.into_any()
}

/// A line below, of lesser weight.
pub fn small_line(words: Text) -> AnyView {
    view! { <div class="muted small">{words}</div> }.into_any()
}

/// The buttons at the end of a row.
pub fn row_actions(buttons: Vec<AnyView>) -> AnyView {
    let buttons = (!buttons.is_empty()).then(|| view! { <div class="row-actions">{buttons}</div> });
    cell(t!(team_actions), buttons.into_iter().map(IntoAny::into_any).collect())
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
