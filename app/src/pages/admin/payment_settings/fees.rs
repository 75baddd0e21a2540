//! Who pays what online payment costs: saved as soon as it is chosen, with what it means for an invoice.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::admin::{FeeMode, FeePreview, PropertySettings, set_fee_mode};
use crate::api::{OnlinePaymentMethod, error_text};
use crate::components::use_toasts;
use crate::i18n::{self, Language, Text, text, use_language};

/// The choice, or what was chosen for those who may not choose.
#[component]
pub(super) fn Fees(property: RwSignal<PropertySettings>, manager: bool) -> impl IntoView {
    let language = use_language();
    let preview: Text = text(move || {
        let language = language.get();
        property.with(|property| preview(language, &property.fee_preview)).into()
    });
    if !manager {
        let mode = text(move || match property.with(|property| property.fee_mode) {
            FeeMode::Pass => locales::admin_fees_pass(language.get()).into(),
            FeeMode::Absorb => locales::admin_fees_absorb(language.get()).into(),
        });
        return view! {
            <div class="stack">
                <h3>{t!(admin_fees)}</h3>
                <p>{mode}</p>
                <p class="muted">{preview}</p>
            </div>
        }
        .into_any();
    }
    let name = property.with_untracked(|property| format!("fees-{}", property.id.inner()));
    let busy = RwSignal::new(false);
    view! {
        <fieldset class="fieldset fees" aria-busy=move || busy.get().then_some("true")>
            <legend>{t!(admin_fees)}</legend>
            <div class="choices">
                {choice(property, busy, &name, FeeMode::Pass, t!(admin_fees_pass), t!(admin_fees_pass_hint))}
                {choice(property, busy, &name, FeeMode::Absorb, t!(admin_fees_absorb), t!(admin_fees_absorb_hint))}
            </div>
            <p class="fee-preview" role="status">{preview}</p>
        </fieldset>
    }
    .into_any()
}

fn choice(
    property: RwSignal<PropertySettings>,
    busy: RwSignal<bool>,
    name: &str,
    mode: FeeMode,
    words: Text,
    hint: Text,
) -> AnyView {
    let language = use_language();
    let toasts = use_toasts();
    let save = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let before = property.get_untracked();
        // Shown at once; taken back if it can't be saved.
        property.update(|property| property.fee_mode = mode);
        spawn_local(async move {
            let answer = set_fee_mode(before.id.clone(), mode).await;
            let _ = busy.try_set(false);
            let language = language.get_untracked();
            match answer {
                Ok(now) => {
                    let _ = property.try_set(now);
                    toasts.show(locales::admin_saved(language));
                }
                Err(error) => {
                    let _ = property.try_set(before);
                    toasts.show(error_text(language, &error));
                }
            }
        });
    };
    view! {
        <label class="choice">
            <input
                type="radio"
                name=name.to_owned()
                prop:checked=move || property.with(|property| property.fee_mode == mode)
                on:change=save
            />
            <span class="choice-words">
                <span class="choice-name">{words}</span>
                <span class="choice-hint">{hint}</span>
            </span>
        </label>
    }
    .into_any()
}

/// “A $1,200.00 invoice costs the resident $1,205.00 by bank transfer and $1,236.15 by card.”
fn preview(language: Language, quotes: &[FeePreview]) -> String {
    let total = |method| {
        quotes.iter().find(|quote| quote.method == method).map(|quote| i18n::money(language, &quote.total))
    };
    let amount = quotes.first().map(|quote| i18n::money(language, &quote.amount)).unwrap_or_default();
    match (total(OnlinePaymentMethod::Bank), total(OnlinePaymentMethod::Card)) {
        (Some(bank), Some(card)) if bank == card => locales::admin_preview_same(language, &amount, &bank),
        (Some(bank), Some(card)) => locales::admin_preview_both(language, &amount, &bank, &card),
        (Some(bank), None) => locales::admin_preview_bank(language, &amount, &bank),
        (None, Some(card)) => locales::admin_preview_card(language, &amount, &card),
        (None, None) => String::new(),
    }
}
