//! How someone gets in, for the account pages of both entry points: the password, and where they are
//! signed in. A change is shown in place, so that the focus stays where it is.

mod password;
mod sessions;

use leptos::prelude::*;

use crate::api::account::{Access, Change};
use crate::components::{Call, Questions, Toasts, use_toasts};
use crate::i18n::{Language, use_language};

pub use password::{password, password_check, password_of};
pub use sessions::sessions;

/// How the person gets in, as the cards show it.
#[derive(Clone, Copy)]
pub struct Shown {
    pub access: RwSignal<Access>,
    /// The dialogs of the page the cards are on.
    pub questions: Questions,
    language: RwSignal<Language>,
    toasts: Toasts,
}

impl Shown {
    /// To be made where the page is made.
    pub fn new(access: Access, questions: Questions) -> Self {
        let (language, toasts) = (use_language(), use_toasts());
        Self { access: RwSignal::new(access), questions, language, toasts }
    }

    /// A call that shows what came of the change, and says so.
    pub fn follow(self, change: Change, said: fn(Language) -> &'static str) -> Call {
        Box::pin(async move {
            let now = change.await?;
            self.take(now, said);
            Ok(())
        })
    }

    /// Shows how it is now, and says what was done.
    pub fn take(self, now: Access, said: fn(Language) -> &'static str) {
        let _ = self.access.try_set(now);
        self.toasts.show(said(self.language.get_untracked()));
    }
}
