//! How a member of the team gets in: password, second factor, and where they are signed in.

mod codes;
mod second_factor;
mod setup;

use leptos::prelude::*;

use crate::api::account::{Access, access};
use crate::components::{Load, PageHeading, PageSkeleton, Questions, fetched};
use crate::pages::access::{Shown, password, sessions};

/// The page.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let questions = Questions::new();
    let resource = fetched(access);
    let content = move |access: Access| {
        let shown = Shown::new(access, questions);
        view! {
            <div class="security">
                {second_factor::card(shown)}
                {password(shown)}
                {sessions(shown)}
            </div>
        }
        .into_any()
    };
    view! {
        <PageHeading title=t!(account_security)/>
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
        {questions.view()}
    }
}
