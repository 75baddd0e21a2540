//! Grey shapes where content will be, on a first load.

use leptos::prelude::*;

fn shape(class: &'static str) -> AnyView {
    view! { <div class=class></div> }.into_any()
}

/// A list to come.
#[component]
pub fn ListSkeleton() -> impl IntoView {
    let row = || shape("skeleton skeleton-row");
    view! {
        <div class="card skeletons" aria-busy="true">
            <span class="visually-hidden" role="status">{t!(common_loading)}</span>
            {[row(), row(), row(), row()].collect_view()}
        </div>
    }
    .into_any()
}

/// A page to come: something large, then some lines.
#[component]
pub fn PageSkeleton() -> impl IntoView {
    view! {
        <div class="card skeletons" aria-busy="true">
            <span class="visually-hidden" role="status">{t!(common_loading)}</span>
            {shape("skeleton skeleton-line")}
            {shape("skeleton skeleton-amount")}
            {shape("skeleton skeleton-line")}
            {shape("skeleton skeleton-button")}
        </div>
    }
    .into_any()
}
