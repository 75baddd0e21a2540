//! The second step of signing in, on a page of its own: a code from the authenticator app, or one of the
//! recovery codes.

use leptos::prelude::*;

use crate::api::session::verify_code;
use crate::components::{Action, Field, Form, Kind, PageHeading, Sending};
use crate::i18n::{Text, text, use_language};
use crate::session::{use_enter, use_session};

/// What is typed as a code of the app, without the spaces some apps show it with; `None` when it is none.
pub fn read_code(typed: &str) -> Option<String> {
    let code: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    (code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

/// The page.
#[component]
pub fn SignInCode() -> impl IntoView {
    let language = use_language();
    let enter = use_enter();
    let sending = Sending::new();
    let code = RwSignal::new(String::new());
    let recovery = RwSignal::new(false);
    let pick = move |app: fn(_) -> &'static str, kept: fn(_) -> &'static str| -> Text {
        text(move || if recovery.get() { kept(language.get()) } else { app(language.get()) }.into())
    };
    let wrong = pick(locales::account_code_wrong, locales::error_required);
    let submit = Callback::new(move |()| {
        let typed = code.get_untracked();
        let code = if recovery.get_untracked() {
            Some(typed.trim().to_owned()).filter(|code| !code.is_empty())
        } else {
            read_code(&typed)
        };
        let fine = sending.check(&[code.is_none().then_some(("code", wrong))]);
        if let (true, Some(code)) = (fine, code) {
            let enter = enter.clone();
            sending.send(Box::pin(async move {
                enter(verify_code(code).await?);
                Ok(())
            }));
        }
    });
    let other = Callback::new(move |()| {
        sending.problems.clear();
        code.set(String::new());
        recovery.update(|recovery| *recovery = !*recovery);
    });
    let label = pick(locales::account_code_label, locales::account_code_recovery_label);
    let field = move || {
        let (inputmode, autocomplete) =
            if recovery.get() { ("text", "off") } else { ("numeric", "one-time-code") };
        view! {
            <Field
                id="code"
                label=label
                value=code
                problems=sending.problems
                inputmode=inputmode
                autocomplete=autocomplete
            />
        }
    };
    view! {
        <div class="card sign-in">
            <PageHeading title=t!(account_code_title)/>
            <p class="lead">{pick(locales::account_code_intro, locales::account_code_recovery_intro)}</p>
            <Form sending=sending submit=submit>
                {field}
                <Action words=t!(common_sign_in) kind=Kind::Main busy=sending.busy/>
            </Form>
            <Action
                words=pick(locales::account_code_use_recovery, locales::account_code_use_app)
                kind=Kind::Plain
                on_press=other
            />
            <a href=format!("{}/sign-in", use_session().base())>{t!(account_code_start_over)}</a>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::read_code;

    #[test]
    fn codes_are_six_digits() {
        assert_eq!(read_code(" 123 456\u{a0}").as_deref(), Some("123456"));
        for typed in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"] {
            assert_eq!(read_code(typed), None, "{typed}");
        }
    }
}
