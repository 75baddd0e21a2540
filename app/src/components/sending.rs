//! A form that is sent once at a time: busy while it is on its way, and what was refused at its fields.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{ErrorSummary, Problem, Problems};
use crate::api::{ApiError, UserError};
use crate::i18n::Text;

/// A request and what its answer changes on the page. Of one type, so that forms share their code.
pub type Call = Pin<Box<dyn Future<Output = Result<(), ApiError>>>>;

/// The state of a form.
#[derive(Clone, Copy)]
pub struct Sending {
    pub busy: RwSignal<bool>,
    pub problems: Problems,
}

impl Default for Sending {
    fn default() -> Self {
        Self::new()
    }
}

impl Sending {
    /// A form that was not sent. To be made where the form is made.
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), problems: Problems::new() }
    }

    /// Shows what is wrong, each as a field's id and words; true when nothing is.
    pub fn check(self, found: &[Option<(&'static str, Text)>]) -> bool {
        let problem = |&(field, words): &(&str, _)| Problem { field: Some(field.to_owned()), words };
        self.problems.show(found.iter().flatten().map(problem).collect())
    }

    /// Sends the form.
    pub fn send(self, call: Call) {
        self.busy.set(true);
        spawn_local(async move {
            let outcome = call.await;
            // The page may be gone by now, and the form with it.
            if self.busy.try_set(false).is_some() {
                return;
            }
            if let Err(error) = outcome {
                self.problems.show_error(error, field_of);
            }
        });
    }
}

/// The field a reason is about, if the page shows it: fields are called as in the API.
fn field_of(reason: &UserError) -> Option<String> {
    let name = reason.field.as_deref()?.rsplit('.').next()?;
    document().get_element_by_id(name).map(|_| name.to_owned())
}

/// The form: its problems, then its fields. `submit` is not called while it is on its way.
#[component]
pub fn Form(sending: Sending, submit: Callback<()>, children: Children) -> impl IntoView {
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !sending.busy.get_untracked() {
            submit.run(());
        }
    };
    view! {
        <form novalidate on:submit=on_submit>
            <ErrorSummary problems=sending.problems/>
            {children()}
        </form>
    }
    .into_any()
}
