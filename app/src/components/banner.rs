//! A sentence or two across the page about what is going on.

use leptos::prelude::*;

use super::Tone;

/// A banner; `alert` has screen readers say it at once, for what has just gone wrong.
#[component]
pub fn Banner(tone: Tone, #[prop(optional)] alert: bool, children: Children) -> impl IntoView {
    let role = if alert { "alert" } else { "status" };
    view! { <div class=format!("banner {}", tone.class()) role=role>{children()}</div> }
}
