//! What the dialogs of lists and settings share: being open, being busy, what is wrong, and what follows
//! once it is done. Each stands around a form, so that Enter does what its main button does.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::api::{ApiError, Pending, UserError};
use crate::browser;
use crate::components::{Action, Dialog, ErrorSummary, Kind, Problems, Toasts, use_toasts};
use crate::i18n::{Language, Text, use_language};

/// A dialog that is open.
#[derive(Clone, Copy)]
pub struct Asking {
    open: RwSignal<bool>,
    pub busy: RwSignal<bool>,
    pub problems: Problems,
    toasts: Toasts,
    language: RwSignal<Language>,
}

/// Fields by the names the API gives them, with their ids on the page.
pub type Fields = &'static [(&'static str, &'static str)];

/// The id of the field a reason is about; the API's path is `labels.3` for the fourth of several.
pub fn field_of(fields: Fields) -> impl Fn(&UserError) -> Option<String> {
    move |reason| {
        let name = reason.field.as_deref()?.split('.').next()?;
        fields.iter().find(|(known, _)| *known == name).map(|(_, id)| (*id).to_owned())
    }
}

/// The dialog for what was asked, if anything was; `view` makes it anew each time.
pub fn dialog_for<What>(dialog: RwSignal<Option<What>>, view: fn(What, Asking) -> AnyView) -> AnyView
where
    What: Clone + Send + Sync + 'static,
{
    let (toasts, language) = (use_toasts(), use_language());
    (move || {
        let what = dialog.get()?;
        let (open, busy) = (RwSignal::new(true), RwSignal::new(false));
        let asking = Asking { open, busy, problems: Problems::new(), toasts, language };
        Effect::new(move |_| {
            if !open.get() {
                dialog.set(None);
            }
        });
        Some(untrack(|| view(what, asking)))
    })
    .into_any()
}

impl Asking {
    /// Waits for an action: then closes the dialog, says `words` and goes on with `after`; or shows why not.
    pub fn send(
        self,
        action: Pending,
        fields: Fields,
        words: impl FnOnce(Language) -> String + 'static,
        after: impl FnOnce() + 'static,
    ) {
        self.follow(action, fields, Box::new(words), Box::new(after));
    }

    fn follow(
        self,
        action: Pending,
        fields: Fields,
        words: Box<dyn FnOnce(Language) -> String>,
        after: Box<dyn FnOnce()>,
    ) {
        self.problems.clear();
        self.busy.set(true);
        spawn_local(async move {
            match action.await {
                Ok(()) => {
                    self.done(words);
                    after();
                }
                Err(error) => self.refused(error, fields),
            }
        });
    }

    /// Closes the dialog and says in a toast that it is done. The button that opened it goes with the old
    /// list, so the page's heading takes the focus.
    pub fn done(self, words: impl FnOnce(Language) -> String) {
        self.toasts.show(words(self.language.get_untracked()));
        if self.open.try_set(false).is_none() {
            focus_heading();
        }
    }

    /// Closes the dialog and says in a toast that it is done. Whatever opened it is still there and takes the
    /// focus back.
    pub fn saved(self, words: fn(Language) -> &'static str) {
        self.toasts.show(words(self.language.get_untracked()));
        let _ = self.open.try_set(false);
    }

    /// Shows why it did not work, at the fields where they are known.
    pub fn refused(self, error: ApiError, fields: Fields) {
        if self.busy.try_set(false).is_none() {
            self.problems.show_error(error, field_of(fields));
        }
    }
}

/// Waits for an action and tells how it went.
pub fn wait_for(action: Pending, on_result: impl FnOnce(Result<(), ApiError>) + 'static) {
    let on_result: Box<dyn FnOnce(Result<(), ApiError>)> = Box::new(on_result);
    spawn_local(async move { on_result(action.await) });
}

/// Puts the focus on the page's heading.
pub fn focus_heading() {
    let heading = document().query_selector("h1").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into().ok()) {
        browser::focus_soon(heading);
    }
}

/// A dialog with a form; `words` are on its main button, which calls `press`.
#[component]
pub fn FormDialog(
    asking: Asking,
    title: Text,
    words: Text,
    kind: Kind,
    press: Callback<()>,
    children: Children,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !asking.busy.get_untracked() {
            press.run(());
        }
    };
    let close = Callback::new(move |()| asking.open.set(false));
    view! {
        <Dialog open=asking.open title=title>
            <form novalidate on:submit=submit>
                <ErrorSummary problems=asking.problems/>
                {children()}
                <div class="dialog-actions">
                    <Action words=t!(common_cancel) on_press=close/>
                    <Action words=words kind=kind busy=asking.busy/>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}
