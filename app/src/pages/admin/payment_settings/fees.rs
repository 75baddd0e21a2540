//! Who pays what online payment costs: what is chosen for each method, what it means for an invoice, and the
//! way to change it.

mod edit;
mod preview;

use leptos::prelude::*;

use super::super::dialogs::dialog_for;
use crate::api::admin::{FeeMode, FeeSettings, PropertySettings};
use crate::components::{Action, moment_in_text};
use crate::i18n::{Language, Text, text, use_language};

/// The highest cap that the server takes, in basis points.
const HIGHEST_CAP: i32 = 400;

/// The choices as they are saved; organization managers can change them.
#[component]
pub(super) fn Fees(property: RwSignal<PropertySettings>, manager: bool) -> impl IntoView {
    let language = use_language();
    let editing = RwSignal::new(None::<RwSignal<PropertySettings>>);
    let saved = Memo::new(move |_| property.with(|property| property.fees.clone()));
    let example = text(move || {
        let language = language.get();
        property.with(|property| preview::sentence(language, &property.fee_preview)).into()
    });
    let change = manager.then(|| {
        let press = Callback::new(move |()| editing.set(Some(property)));
        view! { <div class="form-actions-start"><Action words=t!(fees_change) on_press=press/></div> }
    });
    view! {
        <div class="stack">
            <h3>{t!(admin_fees)}</h3>
            {move || chosen(&saved.get())}
            <p class="fee-preview">{example}</p>
            {change}
            {dialog_for(editing, edit::form)}
        </div>
    }
    .into_any()
}

/// Each method with who pays for it.
fn chosen(fees: &FeeSettings) -> AnyView {
    let mode = |mode: FeeMode| match mode {
        FeeMode::Pass => t!(admin_fees_pass),
        FeeMode::Absorb => t!(admin_fees_absorb),
    };
    let passed = fees.card == FeeMode::Pass;
    let cap =
        passed.then(|| view! { <span class="muted small">{cap_words(fees.card_cap_basis_points)}</span> });
    let acknowledged = fees.card_acknowledgement.as_ref().filter(|_| passed).map(|acknowledgement| {
        let name = acknowledgement.by.clone();
        let at = moment_in_text(&acknowledgement.at.0);
        let language = use_language();
        let words = text(move || locales::fees_acknowledged(language.get(), &name, &at.get()).into());
        view! { <p class="muted small">{words}</p> }
    });
    let quebec = (!fees.card_pass_allowed).then(|| view! { <p class="muted small">{t!(fees_quebec)}</p> });
    view! {
        <dl class="pairs">
            <dt>{t!(method_bank)}</dt>
            <dd>{mode(fees.bank)}</dd>
            <dt>{t!(method_card)}</dt>
            <dd><div>{mode(fees.card)}</div> {cap}</dd>
        </dl>
        {acknowledged}
        {quebec}
    }
    .into_any()
}

fn cap_words(basis_points: i32) -> Text {
    let language = use_language();
    text(move || {
        let language = language.get();
        locales::fees_cap_is(language, &percent(language, basis_points)).into()
    })
}

/// Basis points as they are written in the language: `3`, `2.5`, `2,25`.
fn percent(language: Language, basis_points: i32) -> String {
    let (whole, part) = (basis_points.div_euclid(100), basis_points.rem_euclid(100));
    if part == 0 {
        return whole.to_string();
    }
    let digits = format!("{part:02}");
    let mark = if language == Language::Fr { ',' } else { '.' };
    format!("{whole}{mark}{}", digits.trim_end_matches('0'))
}

/// Reads a percentage as somebody typed it, in either language's style, into basis points.
fn read_percent(typed: &str) -> Option<i32> {
    let typed = typed.trim().trim_end_matches('%').trim_end();
    let (whole, part) = typed.split_once(['.', ',']).unwrap_or((typed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 2 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let read = format!("{whole}{part:0<2}").parse().ok()?;
    (0..=HIGHEST_CAP).contains(&read).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::{Language, percent, read_percent};

    #[test]
    fn percentages_are_written_and_read_in_both_styles() {
        for (points, english, french) in
            [(300, "3", "3"), (250, "2.5", "2,5"), (225, "2.25", "2,25"), (5, "0.05", "0,05"), (0, "0", "0")]
        {
            assert_eq!(percent(Language::En, points), english);
            assert_eq!(percent(Language::Fr, points), french);
            assert_eq!((read_percent(english), read_percent(french)), (Some(points), Some(points)));
        }
        assert_eq!((read_percent(" 3 % "), read_percent("4.00")), (Some(300), Some(400)));
        for wrong in ["", "%", "4.01", "5", "-1", "2.555", "100", "three", "1,2,3", "."] {
            assert_eq!(read_percent(wrong), None, "{wrong}");
        }
    }
}
