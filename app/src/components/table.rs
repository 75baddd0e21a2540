//! Tables that become cards where the page is narrow: each cell carries its column's name for that.

use leptos::prelude::*;

use crate::i18n::Text;

/// One column's heading.
#[derive(Clone, Copy)]
pub struct Column {
    pub title: Text,
    /// Figures stand on the right, so that they line up.
    pub figures: bool,
}

/// A column of words.
pub fn column(title: Text) -> Column {
    Column { title, figures: false }
}

/// A column of figures.
pub fn figures(title: Text) -> Column {
    Column { title, figures: true }
}

/// A table; its children are the rows. `caption` names it for screen readers.
#[component]
pub fn Table(caption: Text, columns: Vec<Column>, children: Children) -> impl IntoView {
    let heading = |column: Column| {
        view! { <th scope="col" class:figures=column.figures>{column.title}</th> }
    };
    view! {
        <table class="table table-cards">
            <caption class="visually-hidden">{caption}</caption>
            <thead><tr>{columns.into_iter().map(heading).collect_view()}</tr></thead>
            <tbody>{children()}</tbody>
        </table>
    }
    .into_any()
}

/// A cell of a [`Table`]'s row.
#[component]
pub fn Cell(label: Text, #[prop(optional)] figures: bool, children: Children) -> impl IntoView {
    view! { <td data-label=label class:figures=figures>{children()}</td> }.into_any()
}
