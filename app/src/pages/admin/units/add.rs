//! Adding units to a property: one label a line, all of them or none.

use leptos::prelude::*;

use super::super::address::parameter;
use super::super::controls::TextArea;
use super::super::dialogs::{Asking, FormDialog, wait_for};
use super::super::use_organization;
use super::Changed;
use crate::api::admin::create_units;
use crate::api::{ApiError, UserError, error_code_text};
use crate::browser;
use crate::components::{Choice, Kind, Problem, Select};
use crate::i18n::{Text, plain, text, use_language};

/// As many as the server takes at once.
const MOST: usize = 500;

/// The labels that are typed, without empty lines.
fn labels(typed: &str) -> Vec<String> {
    typed.lines().map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned).collect()
}

/// The first label that stands there twice, whatever its case.
fn twice(labels: &[String]) -> Option<&String> {
    let mut seen = std::collections::BTreeSet::new();
    labels.iter().find(|label| !seen.insert(label.to_lowercase()))
}

/// The dialog.
#[component]
pub(super) fn AddUnits(asking: Asking) -> impl IntoView {
    let language = use_language();
    let changed = use_context::<Changed>();
    let properties = use_organization().membership().map(|mine| mine.properties).unwrap_or_default();
    let first = properties.first().map(|property| property.id.inner().to_owned()).unwrap_or_default();
    let given = parameter("property").get_untracked();
    let known = |id: &String| properties.iter().any(|property| property.id.inner() == id);
    let property = RwSignal::new(given.filter(known).unwrap_or(first));
    let typed = RwSignal::new(String::new());
    let key = browser::new_key();
    let (required, many) = (t!(team_units_required), t!(team_units_many));
    let problems = asking.problems;
    let wrong = move |words: Text| vec![Problem { field: Some("labels".to_owned()), words }];
    let press = Callback::new(move |()| {
        let labels = labels(&typed.get_untracked());
        let problem = match (labels.len(), twice(&labels)) {
            (0, _) => Some(required),
            (_, Some(label)) => {
                let label = label.clone();
                Some(text(move || locales::team_units_twice(language.get(), &label).into()))
            }
            (count, None) if count > MOST => Some(many),
            _ => None,
        };
        if let Some(words) = problem {
            problems.show(wrong(words));
            return;
        }
        let count = u64::try_from(labels.len()).unwrap_or_default();
        let action = create_units(cynic::Id::new(property.get_untracked()), labels.clone(), key.clone());
        asking.problems.clear();
        asking.busy.set(true);
        wait_for(action, move |answer| match answer {
            Ok(()) => {
                asking.done(|language| locales::team_units_added(language, count));
                if let Some(changed) = changed {
                    changed.raise();
                }
            }
            Err(ApiError::Refused(reasons)) => {
                if asking.busy.try_set(false).is_none() {
                    problems.show(reasons.iter().map(|reason| named(reason, &labels, language)).collect());
                }
            }
            Err(error) => asking.refused(error, &[]),
        });
    });
    let several = (properties.len() > 1).then(|| {
        let choices = properties
            .into_iter()
            .map(|property| Choice { value: property.id.into_inner(), words: plain(property.name) })
            .collect::<Vec<_>>();
        view! {
            <Select id="propertyId" label=t!(common_property) value=property choices=Signal::stored(choices) problems=problems/>
        }
    });
    view! {
        <FormDialog asking=asking title=t!(team_units_add) words=t!(team_units_add) kind=Kind::Primary press=press>
            {several}
            <TextArea id="labels" label=t!(team_units_labels) value=typed problems=problems hint=t!(team_units_labels_hint)/>
        </FormDialog>
    }
}

/// A reason at one of the labels (`labels.3`) names it, since all of them are in one field.
fn named(reason: &UserError, labels: &[String], language: RwSignal<crate::i18n::Language>) -> Problem {
    let code = reason.code;
    let path = reason.field.clone().unwrap_or_default();
    let place: Option<usize> = path.strip_prefix("labels.").and_then(|place| place.parse().ok());
    let label = place.and_then(|place| labels.get(place).cloned());
    let words = text(move || {
        let language = language.get();
        match &label {
            Some(label) => locales::team_units_wrong(language, label, error_code_text(language, code)).into(),
            None => error_code_text(language, code).into(),
        }
    });
    let field = match path.split('.').next() {
        Some("labels") => Some("labels".to_owned()),
        Some("propertyId") => Some("propertyId".to_owned()),
        _ => None,
    };
    Problem { field, words }
}

#[cfg(test)]
mod tests {
    use super::{labels, twice};

    #[test]
    fn one_label_a_line() {
        let typed = labels("101\n\n 102 \r\nP17\n");
        assert_eq!(typed, ["101", "102", "P17"]);
        assert_eq!(twice(&typed), None);
        assert_eq!(twice(&labels("a1\nb2\nA1")), Some(&"A1".to_owned()));
    }
}
