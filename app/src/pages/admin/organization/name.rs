//! The card for the organization's name.

use leptos::prelude::*;

use super::super::dialogs::{Fields, field_of, wait_for};
use crate::api::admin::update_organization;
use crate::components::{Action, ErrorSummary, Field, Kind, Problem, Problems, use_toasts};
use crate::i18n::use_language;
use crate::session::use_session;

const FIELDS: Fields = &[("name", "organizationName")];

#[component]
pub(super) fn Name(id: cynic::Id, name: String) -> impl IntoView {
    let (language, toasts, session) = (use_language(), use_toasts(), use_session());
    let name = RwSignal::new(name);
    let (busy, problems) = (RwSignal::new(false), Problems::new());
    let required = t!(error_required);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let wanted = name.get_untracked().trim().to_owned();
        let missing = wanted
            .is_empty()
            .then(|| Problem { field: Some("organizationName".to_owned()), words: required });
        if !problems.show(missing.into_iter().collect()) {
            return;
        }
        busy.set(true);
        wait_for(update_organization(id.clone(), Some(wanted), None), move |answer| {
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    toasts.show(locales::admin_saved(language.get_untracked()));
                    // The sidebar shows the name.
                    session.ask();
                }
                Err(error) => problems.show_error(error, field_of(FIELDS)),
            }
        });
    };
    view! {
        <section class="card settings-card" aria-labelledby="name-title">
            <h2 id="name-title">{t!(team_organization_name_title)}</h2>
            <form class="settings-form" novalidate on:submit=save>
                <ErrorSummary problems=problems/>
                <Field id="organizationName" label=t!(common_name) value=name problems=problems
                    hint=t!(team_organization_name_hint) autocomplete="organization"/>
                <div class="form-actions-start"><Action words=t!(common_save) kind=Kind::Primary busy=busy/></div>
            </form>
        </section>
    }
    .into_any()
}
