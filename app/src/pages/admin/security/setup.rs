//! Setting the second factor up: the secret as a picture and in letters, and the first code.

use leptos::prelude::*;

use super::second_factor::{Card, Step};
use crate::api::admin::second_factor::{Enrollment, QrCode, enable};
use crate::components::{Action, Field, Form, Kind, Sending};
use crate::pages::sign_in::read_code;

/// Modules of light around the code, without which readers don't find it.
const QUIET: i32 = 4;

pub(super) fn setup(card: Card, enrollment: Enrollment) -> AnyView {
    let sending = Sending::new();
    let typed = RwSignal::new(String::new());
    let wrong = t!(account_code_wrong);
    let submit = Callback::new(move |()| {
        let code = read_code(&typed.get_untracked());
        let fine = sending.check(&[code.is_none().then_some(("code", wrong))]);
        if let (true, Some(code)) = (fine, code) {
            sending.send(Box::pin(async move {
                card.enabled(enable(code).await?, locales::account_factor_enabled);
                Ok(())
            }));
        }
    });
    let cancel = Callback::new(move |()| card.step.set(Step::Rest));
    view! {
        <ol class="setup">
            <li>
                <h3>{t!(account_setup_scan)}</h3>
                <p class="muted">{t!(account_setup_scan_text)}</p>
                {qr_code(&enrollment.qr_code)}
                <p>{t!(account_setup_type)}</p>
                <p><code class="app-key">{grouped(&enrollment.secret)}</code></p>
                <p><a href=enrollment.uri rel="external">{t!(account_setup_open)}</a></p>
            </li>
            <li>
                <h3>{t!(account_setup_code)}</h3>
                <Form sending=sending submit=submit>
                    <Field
                        id="code"
                        label=t!(account_code_label)
                        value=typed
                        problems=sending.problems
                        inputmode="numeric"
                        autocomplete="one-time-code"
                    />
                    <div class="page-actions">
                        <Action words=t!(account_setup_enable) kind=Kind::Primary busy=sending.busy/>
                        <Action words=t!(common_cancel) on_press=cancel/>
                    </div>
                </Form>
            </li>
        </ol>
    }
    .into_any()
}

/// Black on white in either theme: readers want it so.
fn qr_code(code: &QrCode) -> AnyView {
    let side = code.size.saturating_add(2 * QUIET).to_string();
    let corner = (-QUIET).to_string();
    let all = format!("{corner} {corner} {side} {side}");
    view! {
        <svg
            class="qr-code"
            viewBox=all
            role="img"
            aria-label=t!(account_setup_qr)
            shape-rendering="crispEdges"
        >
            <rect x=corner.clone() y=corner width=side.clone() height=side fill="#fff"></rect>
            <path d=code.path.clone() fill="#000"></path>
        </svg>
    }
    .into_any()
}

/// In groups of four, which are easier to copy by hand.
fn grouped(secret: &str) -> String {
    let mut out = String::with_capacity(secret.len() + secret.len() / 4);
    for (index, letter) in secret.chars().filter(|letter| !letter.is_whitespace()).enumerate() {
        if index > 0 && index % 4 == 0 {
            out.push(' ');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn secrets_are_shown_in_groups_of_four() {
        assert_eq!(grouped("JBSWY3DPEHPK3PXP"), "JBSW Y3DP EHPK 3PXP");
        assert_eq!(grouped("JBSWY"), "JBSW Y");
        assert_eq!(grouped(""), "");
    }
}
