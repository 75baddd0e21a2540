//! The card that asks every member for a second factor. It is saved with its button, not at once: whoever
//! has none yet sees nothing of the organization until they do.

use leptos::prelude::*;

use super::super::dialogs::{Fields, field_of, wait_for};
use crate::api::admin::update_organization;
use crate::components::{
    Action, ErrorSummary, Kind, Problems, described_by, invalid, problem_view, use_toasts,
};
use crate::i18n::use_language;
use crate::session::use_session;

const ID: &str = "secondFactorRequired";
const FIELDS: Fields = &[("secondFactorRequired", ID)];

#[component]
pub(super) fn SecondFactor(id: cynic::Id, required: bool) -> impl IntoView {
    let (language, toasts, session) = (use_language(), use_toasts(), use_session());
    let wanted = RwSignal::new(required);
    let (busy, problems) = (RwSignal::new(false), Problems::new());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        problems.clear();
        busy.set(true);
        let wanted = wanted.get_untracked();
        wait_for(update_organization(id.clone(), None, Some(wanted)), move |answer| {
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    let words =
                        if wanted { locales::team_factor_asked } else { locales::team_factor_not_asked };
                    toasts.show(words(language.get_untracked()));
                    session.ask();
                }
                Err(error) => problems.show_error(error, field_of(FIELDS)),
            }
        });
    };
    view! {
        <section class="card settings-card" aria-labelledby="factor-title">
            <h2 id="factor-title">{t!(team_second_factor)}</h2>
            <form class="settings-form" novalidate on:submit=save>
                <ErrorSummary problems=problems/>
                <div class:field-wrong=move || problems.at(ID).is_some()>
                    {problem_view(ID, problems)}
                    <div class="check">
                        <input
                            id=ID
                            type="checkbox"
                            role="switch"
                            class="switch"
                            aria-invalid=invalid(ID, problems)
                            aria-describedby=described_by(ID, true, problems)
                            prop:checked=wanted
                            on:change=move |event| wanted.set(event_target_checked(&event))
                        />
                        <div class="choice-words">
                            <label for=ID>{t!(team_factor_ask)}</label>
                            <span class="choice-hint" id=format!("{ID}-hint")>{t!(team_factor_hint)}</span>
                        </div>
                    </div>
                </div>
                <div class="form-actions-start"><Action words=t!(common_save) kind=Kind::Primary busy=busy/></div>
            </form>
        </section>
    }
    .into_any()
}
