//! Pages for organization managers: the others are told whom to ask.

use leptos::prelude::*;

use super::use_organization;
use crate::components::{ActionLink, Empty, PageHeading};
use crate::i18n::Text;

/// The page for organization managers; for the others its title and why there is nothing.
pub fn for_managers(title: Text, page: fn() -> AnyView) -> AnyView {
    let organization = use_organization();
    let manager = Memo::new(move |_| organization.is_manager());
    (move || {
        if manager.get() {
            return untrack(page);
        }
        view! {
            <PageHeading title=title/>
            <div class="card">
                <Empty title=t!(team_managers_only) text=t!(team_managers_only_text)>
                    <ActionLink words=t!(common_go_home) href="/admin"/>
                </Empty>
            </div>
        }
        .into_any()
    })
    .into_any()
}
