//! Dialogs that ask before something is done, one at a time: a form, the button that does it, and a way
//! back out.

use leptos::prelude::*;

use super::{Action, Call, Dialog, Form, Kind, Sending};
use crate::browser;
use crate::i18n::Text;

/// The dialogs of a page.
#[derive(Clone, Copy)]
pub struct Questions(RwSignal<Option<Callback<Question, AnyView>>>);

/// A dialog that is open.
#[derive(Clone, Copy)]
pub struct Question {
    open: RwSignal<bool>,
    pub sending: Sending,
}

impl Default for Questions {
    fn default() -> Self {
        Self::new()
    }
}

impl Questions {
    /// None is open yet.
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// What opens this dialog.
    pub fn asker(self, dialog: impl Fn(Question) -> AnyView + Send + Sync + 'static) -> Callback<()> {
        let dialog = Callback::new(dialog);
        Callback::new(move |()| self.0.set(Some(dialog)))
    }

    /// Where the open one stands in the page.
    pub fn view(self) -> AnyView {
        let dialog = move || {
            let dialog = self.0.get()?;
            let open = RwSignal::new(true);
            crate::effect::follow(move || {
                if !open.get() {
                    self.0.set(None);
                }
            });
            untrack(|| dialog.try_run(Question { open, sending: Sending::new() }))
        };
        dialog.into_any()
    }
}

impl Question {
    /// The dialog: what it says and asks for, and the button that does it.
    pub fn view(self, title: Text, body: AnyView, go: Text, kind: Kind, submit: Callback<()>) -> AnyView {
        let close = Callback::new(move |()| self.open.set(false));
        view! {
            <Dialog open=self.open title=title>
                <Form sending=self.sending submit=submit>
                    {body}
                    <div class="dialog-actions">
                        <Action words=t!(common_cancel) on_press=close/>
                        <Action words=go kind=kind busy=self.sending.busy/>
                    </div>
                </Form>
            </Dialog>
        }
        .into_any()
    }

    /// Sends the form, and closes the dialog when that went well.
    pub fn send(self, call: Call) {
        self.sending.send(Box::pin(async move {
            call.await?;
            let _ = self.open.try_set(false);
            browser::keep_focus();
            Ok(())
        }));
    }
}
