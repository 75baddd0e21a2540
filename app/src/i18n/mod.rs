//! The language of the page: one signal, which every text on it follows.
//!
//! A text is a [`Text`], most often made by [`t!`], so that a switch of language changes the page in
//! place, without a reload and without losing what someone typed.

mod format;

use std::borrow::Cow;

use leptos::prelude::*;
pub use locales::Language;

use crate::browser;

pub use format::{
    date, date_in_text, date_short, instant, instant_day, instant_exact, instant_in_text, money,
    money_of_currency, number, read_amount, typed_amount,
};

/// A text that follows the language.
pub type Text = Signal<Cow<'static, str>>;

const STORED_AS: &str = "propty.language";

/// The text of a message of `locales`, following the language: `t!(portal_pay_now)`, or with arguments,
/// `t!(portal_greeting, &name)`; arguments are evaluated whenever the language changes.
#[macro_export]
macro_rules! t {
    ($message:ident) => { $crate::i18n::message(::locales::$message) };
    ($message:ident $(, $argument:expr)+ $(,)?) => {{
        let language = $crate::i18n::use_language();
        $crate::i18n::text(move || ::locales::$message(language.get() $(, $argument)*).into())
    }};
}

/// The words of a message without variables.
pub type Words = fn(Language) -> &'static str;

/// The text of a message without variables.
pub fn message(words: Words) -> Text {
    let language = use_language();
    text(move || Cow::Borrowed(words(language.get())))
}

/// A text from a function of signals. All texts are of one type, which keeps the client small.
pub fn text(words: impl Fn() -> Cow<'static, str> + Send + Sync + 'static) -> Text {
    derive(Box::new(words))
}

fn derive(words: Box<dyn Fn() -> Cow<'static, str> + Send + Sync>) -> Text {
    Signal::derive(words)
}

/// A text for data that has no language of its own, such as a name.
pub fn plain(words: impl Into<String>) -> Text {
    Signal::stored(Cow::Owned(words.into()))
}

/// The page's language.
pub fn use_language() -> RwSignal<Language> {
    use_context::<RwSignal<Language>>().unwrap_or_else(|| RwSignal::new(Language::En))
}

/// Starts the page in the language this browser was last used in, or in the one it asks for, and keeps
/// `<html lang>` in step with it.
pub fn provide_language() -> RwSignal<Language> {
    let stored = browser::recall(STORED_AS).as_deref().and_then(Language::from_code);
    let asked = || browser::preferred_language().as_deref().and_then(Language::from_code);
    let language = RwSignal::new(stored.or_else(asked).unwrap_or(Language::En));
    crate::effect::follow(move || {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", language.get().code());
        }
    });
    provide_context(language);
    language
}

/// Remembers the language on this browser, for the next visit.
pub fn remember_language(language: Language) {
    browser::remember(STORED_AS, language.code());
}
