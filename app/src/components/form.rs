//! What is wrong with a form: a summary that takes the focus and links to the fields, and the same words
//! at each field.

use leptos::html;
use leptos::prelude::*;

use crate::api::{ApiError, UserError, error_text, reason_text};
use crate::i18n::{Text, use_language};

/// One thing that is wrong, at a field or with the form as a whole.
#[derive(Clone)]
pub struct Problem {
    /// The field's id; `None` for the form as a whole.
    pub field: Option<String>,
    pub words: Text,
}

/// The problems of one form.
#[derive(Clone, Copy)]
pub struct Problems {
    list: RwSignal<Vec<Problem>>,
    /// Raised with each failed attempt, so that the summary takes the focus each time.
    attempt: RwSignal<u32>,
    language: RwSignal<crate::i18n::Language>,
}

impl Default for Problems {
    fn default() -> Self {
        Self::new()
    }
}

impl Problems {
    /// No problems yet. To be made where the form is made.
    pub fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), attempt: RwSignal::new(0), language: use_language() }
    }

    /// Takes all problems away.
    pub fn clear(self) {
        self.list.set(Vec::new());
    }

    /// Shows these problems; true when there are none.
    pub fn show(self, problems: Vec<Problem>) -> bool {
        let fine = problems.is_empty();
        self.list.set(problems);
        if !fine {
            self.attempt.update(|attempt| *attempt = attempt.wrapping_add(1));
        }
        fine
    }

    /// Shows what the server refused, each reason at the field `field_id` gives for the API's path
    /// (`lines.0.amount`), or for the form as a whole.
    pub fn show_error(self, error: ApiError, field_id: impl Fn(&UserError) -> Option<String>) {
        let language = self.language;
        let problems = match error {
            ApiError::Refused(reasons) => reasons
                .into_iter()
                .map(|reason| {
                    let field = field_id(&reason);
                    let words = crate::i18n::text(move || reason_text(language.get(), &reason));
                    Problem { field, words }
                })
                .collect(),
            error => {
                let words = crate::i18n::text(move || error_text(language.get(), &error).into());
                vec![Problem { field: None, words }]
            }
        };
        self.show(problems);
    }

    /// The words at one field.
    pub fn at(self, field: &str) -> Option<Text> {
        self.list.with(|list| {
            list.iter().find(|problem| problem.field.as_deref() == Some(field)).map(|problem| problem.words)
        })
    }
}

/// The summary at the top of a form; nothing while there are no problems.
#[component]
pub fn ErrorSummary(problems: Problems) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    crate::effect::follow(move || {
        if problems.attempt.get() > 0
            && let Some(summary) = node.get()
        {
            crate::browser::focus_soon(summary.into());
        }
    });
    let item = |problem: Problem| match problem.field {
        Some(field) => {
            view! { <li><a href=format!("#{field}") on:click=to_field(field)>{problem.words}</a></li> }
                .into_any()
        }
        None => view! { <li>{problem.words}</li> }.into_any(),
    };
    let title = t!(common_form_problem);
    move || {
        let list = problems.list.get();
        (!list.is_empty()).then(|| {
            view! {
                <div class="error-summary" role="alert" tabindex="-1" node_ref=node>
                    <h2>{title}</h2>
                    <ul>{list.into_iter().map(item).collect_view()}</ul>
                </div>
            }
        })
    }
}

/// Puts the focus on the field itself, without an entry in the history.
fn to_field(id: String) -> impl Fn(leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast;
    move |event| {
        event.prevent_default();
        event.stop_propagation();
        let field = document().get_element_by_id(&id);
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = field.focus();
        }
    }
}
