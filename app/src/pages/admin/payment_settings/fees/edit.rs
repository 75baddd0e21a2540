//! The dialog that changes who pays the fees, with an example that follows every choice before it is saved.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::super::controls::Checkbox;
use super::super::super::dialogs::{Asking, Fields, FormDialog};
use super::{percent, preview, read_percent};
use crate::api::admin::{FeeMode, FeePreview, FeeSettingsInput, PropertySettings, preview_fees, set_fees};
use crate::api::{ApiError, Decimal, error_text};
use crate::browser;
use crate::components::{Field, Kind, Problem};
use crate::i18n::{self, Text, read_amount, text, use_language};

const FIELDS: Fields =
    &[("card", "card"), ("cardCapBasisPoints", "cap"), ("cardAcknowledged", "acknowledged")];
/// The example to begin with.
const EXAMPLE: &str = "1200.00";
/// How long typing may pause before the example is asked for, in milliseconds.
const PAUSE: u32 = 250;

/// What is chosen and typed.
#[derive(Clone, Copy)]
struct Typed {
    bank: RwSignal<FeeMode>,
    card: RwSignal<FeeMode>,
    cap: RwSignal<String>,
    acknowledged: RwSignal<bool>,
    amount: RwSignal<String>,
}

impl Typed {
    /// The choices; none while the cap is no percentage. Where cards pass nothing on, the cap doesn't matter.
    fn choices(self, saved_cap: i32) -> Option<FeeSettingsInput> {
        let (bank, card) = (self.bank.get(), self.card.get());
        let cap = self.cap.with(|cap| read_percent(cap));
        let card_cap_basis_points = if card == FeeMode::Pass { cap? } else { cap.unwrap_or(saved_cap) };
        Some(FeeSettingsInput { bank, card, card_cap_basis_points })
    }
}

/// The dialog.
pub(super) fn form(property: RwSignal<PropertySettings>, asking: Asking) -> AnyView {
    let language = use_language();
    let now = property.get_untracked();
    let (id, version, saved_cap) = (now.id.clone(), now.version, now.fees.card_cap_basis_points);
    let known = now.fees.card_acknowledgement.is_some() && now.fees.card == FeeMode::Pass;
    let cap = percent(language.get_untracked(), saved_cap);
    let example = i18n::typed_amount(language.get_untracked(), EXAMPLE);
    let typed = Typed {
        bank: RwSignal::new(now.fees.bank),
        card: RwSignal::new(now.fees.card),
        cap: RwSignal::new(cap),
        acknowledged: RwSignal::new(false),
        amount: RwSignal::new(example),
    };
    let (wrong_cap, needed) = (t!(fees_cap_wrong), t!(error_acknowledgement_required));
    let saving = id.clone();
    let press = Callback::new(move |()| {
        let at = |field: &str, words: Text| Problem { field: Some(field.to_owned()), words };
        let Some(choices) = untrack(|| typed.choices(saved_cap)) else {
            asking.problems.show(vec![at("cap", wrong_cap)]);
            return;
        };
        let acknowledged = typed.acknowledged.get_untracked();
        if choices.card == FeeMode::Pass && !known && !acknowledged {
            asking.problems.show(vec![at("acknowledged", needed)]);
            return;
        }
        asking.problems.clear();
        asking.busy.set(true);
        let id = saving.clone();
        spawn_local(async move {
            match set_fees(id, choices, acknowledged, version).await {
                Ok(now) => {
                    let _ = property.try_set(now);
                    asking.saved(locales::admin_saved);
                }
                Err(error) => asking.refused(error, FIELDS),
            }
        });
    });
    let card_side = if now.fees.card_pass_allowed {
        let more = move || {
            (typed.card.get() == FeeMode::Pass).then(|| {
                let acknowledge = (!known).then(|| acknowledgement(typed, asking));
                view! {
                    <Field id="cap" label=t!(fees_cap_label) value=typed.cap problems=asking.problems
                        inputmode="decimal" hint=t!(fees_cap_hint) autocomplete="off"/>
                    {acknowledge}
                }
            })
        };
        view! { {choice("card", t!(fees_card), typed.card)} {more} }.into_any()
    } else {
        view! { <p class="muted">{t!(fees_quebec)}</p> }.into_any()
    };
    view! {
        <FormDialog asking=asking title=t!(fees_title, &now.name) words=t!(fees_save) kind=Kind::Primary press=press>
            {choice("bank", t!(fees_bank), typed.bank)}
            {card_side}
            {example_view(id, typed, saved_cap, asking)}
        </FormDialog>
    }
    .into_any()
}

fn choice(name: &'static str, legend: Text, chosen: RwSignal<FeeMode>) -> AnyView {
    let one = |mode: FeeMode, words: Text| {
        let first = (mode == FeeMode::Pass).then_some(name);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    id=first
                    name=name
                    prop:checked=move || chosen.get() == mode
                    on:change=move |_| chosen.set(mode)
                />
                <span class="choice-words"><span class="choice-name">{words}</span></span>
            </label>
        }
    };
    view! {
        <fieldset class="fieldset">
            <legend>{legend}</legend>
            <div class="choices choices-row">
                {one(FeeMode::Pass, t!(fees_resident))}
                {one(FeeMode::Absorb, t!(fees_community))}
            </div>
        </fieldset>
    }
    .into_any()
}

fn acknowledgement(typed: Typed, asking: Asking) -> AnyView {
    view! {
        <div class="field" class:field-wrong=move || asking.problems.at("acknowledged").is_some()>
            {move || asking.problems.at("acknowledged").map(|words| view! {
                <p class="field-problem" id="acknowledged-problem">{words}</p>
            })}
            <Checkbox id="acknowledged" label=t!(fees_acknowledge) checked=typed.acknowledged
                hint=t!(fees_acknowledge_hint)/>
        </div>
    }
    .into_any()
}

/// The example: an amount to type, and what it would cost under what is chosen now.
fn example_view(property: cynic::Id, typed: Typed, saved_cap: i32, asking: Asking) -> AnyView {
    let language = use_language();
    let shown = RwSignal::new(None::<Result<Vec<FeePreview>, ApiError>>);
    // Counts the questions: an answer that a later one has overtaken is not wanted any more.
    let requests = StoredValue::new(0_u32);
    crate::effect::follow(move || {
        let amount = typed.amount.with(|amount| read_amount(amount));
        let (Some(amount), Some(choices)) = (amount, typed.choices(saved_cap)) else {
            shown.set(None);
            return;
        };
        requests.update_value(|requests| *requests = requests.wrapping_add(1));
        let (mine, property) = (requests.get_value(), property.clone());
        spawn_local(async move {
            if mine > 1 {
                browser::pause(PAUSE).await;
            }
            if requests.try_get_value() != Some(mine) {
                return;
            }
            let answer = preview_fees(property, Decimal(amount), choices).await;
            if requests.try_get_value() == Some(mine) {
                let _ = shown.try_set(Some(answer));
            }
        });
    });
    let words = text(move || {
        let language = language.get();
        shown
            .with(|shown| match shown {
                Some(Ok(quotes)) => preview::sentence(language, quotes),
                Some(Err(error)) => error_text(language, error),
                None => String::new(),
            })
            .into()
    });
    view! {
        <fieldset class="fieldset fee-example">
            <legend>{t!(fees_preview)}</legend>
            <Field id="example" label=t!(fees_preview_amount) value=typed.amount problems=asking.problems
                inputmode="decimal" autocomplete="off"/>
            <p class="fee-preview" role="status">{words}</p>
        </fieldset>
    }
    .into_any()
}
