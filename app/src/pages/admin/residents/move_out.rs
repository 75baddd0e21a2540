//! Moving out: asks for the last day, and for the unit where somebody has several.

use js_sys::Date;
use leptos::prelude::*;

use super::super::controls::DateField;
use super::super::dialogs::{Asking, Fields, FormDialog};
use super::Changed;
use crate::api::admin::{ResidentRow, move_out};
use crate::components::{Choice, Kind, Problem, Select};
use crate::i18n::{Text, text, use_language};

const FIELDS: Fields = &[("unitId", "unitId"), ("endsOn", "endsOn")];

/// The dialog.
#[component]
pub(super) fn MoveOut(resident: ResidentRow, asking: Asking) -> impl IntoView {
    let language = use_language();
    let changed = use_context::<Changed>();
    let today = today();
    let ends_on = RwSignal::new(today.clone());
    let chosen = RwSignal::new(String::new());
    let (date, future) = (t!(error_invalid_date), t!(team_move_out_future));
    let latest = Signal::stored(today.clone());
    let (id, name) = (resident.id, resident.name);
    let press = Callback::new(move |()| {
        let day = ends_on.get_untracked();
        let problem = if day.is_empty() { Some(date) } else { (day > today).then_some(future) };
        let problem = problem.map(|words| Problem { field: Some("endsOn".to_owned()), words });
        if !asking.problems.show(problem.into_iter().collect()) {
            return;
        }
        let unit = Some(chosen.get_untracked()).filter(|unit| !unit.is_empty());
        let words = |language| locales::team_moved_out(language).into();
        asking.send(move_out(id.clone(), unit, day), FIELDS, words, move || {
            if let Some(changed) = changed {
                changed.raise();
            }
        });
    });
    let homes: Vec<Choice> = resident
        .residencies
        .into_iter()
        .filter(|residency| residency.ends_on.is_none())
        .map(|residency| {
            let label = residency.unit.label;
            let words: Text = text(move || locales::admin_unit(language.get(), &label).into());
            Choice { value: residency.unit.id.into_inner(), words }
        })
        .collect();
    let several = (homes.len() > 1).then(|| {
        let all = Choice { value: String::new(), words: t!(team_move_out_all) };
        let choices: Vec<Choice> = std::iter::once(all).chain(homes).collect();
        view! {
            <Select id="unitId" label=t!(common_unit) value=chosen choices=Signal::stored(choices) problems=asking.problems/>
        }
    });
    view! {
        <FormDialog asking=asking title=t!(team_move_out_title, &name) words=t!(team_move_out_now) kind=Kind::Danger press=press>
            <p class="dialog-text">{t!(team_move_out_text)}</p>
            {several}
            <div class="narrow">
                <DateField id="endsOn" label=t!(team_move_out_day) value=ends_on problems=asking.problems max=latest/>
            </div>
        </FormDialog>
    }
}

/// The reader's day, as date fields write it; the property's own may differ by one, which the server says.
fn today() -> String {
    let now = Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}
