//! The form of a pay page: by which method, how much, what it costs; then on to Stripe's page.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::invoices::{CheckoutQuote, FeeQuote, quote};
use crate::api::payments::start_checkout;
use crate::api::{ApiError, Decimal, ErrorCode, Money, OnlinePaymentMethod, UserError, error_code_text};
use crate::browser;
use crate::components::{Action, ErrorSummary, Field, Kind, Problem, Problems, fetched};
use crate::i18n::{self, Text, text, use_language};

/// The least one may pay at once, in cents, unless less is owed.
const LEAST: i64 = 100;

/// What a resident chose so far.
#[derive(Clone, Copy)]
struct Choices {
    method: RwSignal<Option<OnlinePaymentMethod>>,
    part: RwSignal<bool>,
    typed: RwSignal<String>,
}

/// One attempt: what is sent, and the key that makes sending it twice harmless.
#[derive(Clone, PartialEq)]
struct Attempt {
    method: OnlinePaymentMethod,
    amount: Option<String>,
    key: String,
}

/// The form for what can be paid of a quote.
#[component]
pub(super) fn PayForm(
    quote: CheckoutQuote,
    /// Asks what can be paid again, when it turned out to be something else.
    again: Callback<()>,
) -> impl IntoView {
    let language = use_language();
    let problems = Problems::new();
    let busy = RwSignal::new(false);
    let first = quote.fee_quotes.iter().find(|quote| quote.available).map(|quote| quote.method);
    let choices = Choices {
        method: RwSignal::new(first),
        part: RwSignal::new(false),
        typed: RwSignal::new(String::new()),
    };
    let balance = quote.balance.clone();
    let most = balance.amount.cents().unwrap_or_default();
    let least = most.min(LEAST);
    let in_bounds = move |cents: &i64| (least..=most).contains(cents);
    // The part to pay, once what was typed makes sense.
    let part = Memo::new(move |_| {
        let typed = choices.typed.with(|typed| i18n::read_amount(typed));
        typed.filter(|amount| Decimal(amount.clone()).cents().is_some_and(|cents| in_bounds(&cents)))
    });
    let ids: Vec<String> = quote.payable.iter().map(|invoice| invoice.id.inner().to_owned()).collect();
    let several = ids.len() > 1;
    let ids = StoredValue::new(ids);
    let whole_quotes = StoredValue::new(quote.fee_quotes.clone());
    let preview = fetched(move || {
        let amount = part.get().filter(|_| choices.part.get());
        let ids = ids.get_value();
        async move {
            let Some(amount) = amount else { return Ok(None) };
            // Typing goes on: only the last amount is asked for.
            browser::pause(250).await;
            // Without an answer the fee is left open; the payment page shows it before one confirms.
            Ok(quote_of(ids, amount).await)
        }
    });
    let quotes =
        Memo::new(
            move |_| {
                if choices.part.get() { preview.get().flatten() } else { Some(whole_quotes.get_value()) }
            },
        );
    let currency = balance.currency;
    let bounds = move |cents: i64| Money { amount: Decimal::from_cents(cents), currency };
    let bounds_text = move |words: fn(i18n::Language, &str, &str) -> String| -> Text {
        text(move || {
            let language = language.get();
            let shown = |cents| i18n::money(language, &bounds(cents));
            words(language, &shown(least), &shown(most)).into()
        })
    };
    let amount_problem = bounds_text(locales::portal_pay_enter_amount);
    let method_problem = t!(portal_pay_choose_method);
    let attempt = StoredValue::new(None::<Attempt>);
    // Coming back by the browser's own button may bring this very page back, as it was left.
    let shown_again =
        window_event_listener(leptos::ev::Custom::<web_sys::Event>::new("pageshow"), move |_| {
            busy.set(false)
        });
    on_cleanup(move || shown_again.remove());

    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let amount = choices.part.get_untracked().then(|| part.get_untracked());
        let method = choices.method.get_untracked();
        let mut found = Vec::new();
        if method.is_none() {
            found.push(Problem { field: Some("method-bank".to_owned()), words: method_problem });
        }
        if amount == Some(None) {
            found.push(Problem { field: Some("amount".to_owned()), words: amount_problem });
        }
        let (true, Some(method)) = (problems.show(found), method) else { return };
        let details = (method, amount.flatten());
        let known = attempt.get_value().filter(|known| (known.method, known.amount.clone()) == details);
        let sent = known.unwrap_or_else(|| Attempt { method, amount: details.1, key: browser::new_key() });
        attempt.set_value(Some(sent.clone()));
        busy.set(true);
        spawn_local(async move {
            match start_checkout(ids.get_value(), sent.method, sent.amount, sent.key).await {
                Ok(address) => browser::leave_for(&address),
                Err(error) => {
                    busy.set(false);
                    if matches!(error, ApiError::Refused(_)) {
                        // A refusal is final for this attempt; the next is a new one.
                        attempt.set_value(None);
                    }
                    if has_changed(&error) {
                        return again.run(());
                    }
                    problems.show_error(error, field_of);
                }
            }
        });
    };

    let options = quote.fee_quotes.iter().map(|quote| method_choice(quote, choices, quotes)).collect_view();
    view! {
        <ErrorSummary problems=problems/>
        <form novalidate class="invoice-parts" on:submit=submit>
            <div>
                <fieldset class="fieldset">
                    <legend>{t!(portal_pay_how)}</legend>
                    <div class="choices">{options}</div>
                </fieldset>
                <fieldset class="fieldset">
                    <legend>{t!(portal_pay_how_much)}</legend>
                    <div class="choices">
                        {part_choice(choices, false, whole_words(&balance))}
                        {part_choice(choices, true, t!(portal_pay_part))}
                    </div>
                </fieldset>
                {move || choices.part.get().then(|| view! {
                    <Field
                        id="amount"
                        label=t!(common_amount)
                        hint=bounds_text(locales::portal_pay_part_hint)
                        value=choices.typed
                        problems=problems
                        inputmode="decimal"
                        autocomplete="off"
                    />
                    {several.then(|| view! { <p class="muted small">{t!(portal_pay_part_order)}</p> })}
                })}
            </div>
            <div class="card pay-side">
                {summary(choices, part, quotes, &balance)}
                <Action words=t!(portal_pay_button) kind=Kind::Main busy=busy/>
                <p class="muted small">{t!(portal_pay_secure)}</p>
            </div>
        </form>
    }
}

/// What an amount costs by each method.
async fn quote_of(ids: Vec<String>, amount: String) -> Option<Vec<FeeQuote>> {
    quote(ids, Some(amount)).await.ok().map(|quote| quote.fee_quotes)
}

/// Whether an attempt was refused because an invoice is no longer as this page has it.
fn has_changed(error: &ApiError) -> bool {
    let stale = |reason: &UserError| {
        matches!(
            reason.code,
            ErrorCode::NotFound
                | ErrorCode::InvoiceNotOpen
                | ErrorCode::PaymentInProgress
                | ErrorCode::AmountAboveBalance
        )
    };
    matches!(error, ApiError::Refused(reasons) if reasons.iter().any(stale))
}

fn field_of(error: &UserError) -> Option<String> {
    match error.field.as_deref() {
        Some(field) if field.ends_with("amount") => Some("amount".to_owned()),
        Some(field) if field.ends_with("method") => Some("method-bank".to_owned()),
        _ => None,
    }
}

fn whole_words(balance: &Money) -> Text {
    let language = use_language();
    let balance = balance.clone();
    text(move || {
        let language = language.get();
        locales::portal_pay_whole(language, &i18n::money(language, &balance)).into()
    })
}

/// A method as a card: its name, how long it takes and what it costs, or why it can't be used.
fn method_choice(quote: &FeeQuote, choices: Choices, quotes: Memo<Option<Vec<FeeQuote>>>) -> AnyView {
    let language = use_language();
    let (id, name, hint) = match quote.method {
        OnlinePaymentMethod::Bank => ("method-bank", t!(method_bank), t!(portal_pay_bank_hint)),
        OnlinePaymentMethod::Card => ("method-card", t!(method_card), t!(portal_pay_card_hint)),
    };
    let method = quote.method;
    let hint = match quote.unavailable_reason.filter(|_| !quote.available) {
        Some(code) => text(move || error_code_text(language.get(), code).into()),
        None => hint,
    };
    let available = quote.available;
    let fee = move || {
        let quote = quotes.get()?.into_iter().find(|quote| quote.method == method).filter(|_| available)?;
        let language = language.get();
        Some(if quote.fee.amount.is_zero() {
            locales::portal_pay_no_fee(language).to_owned()
        } else {
            locales::portal_pay_fee(language, &i18n::money(language, &quote.fee))
        })
    };
    let hint_id = format!("{id}-hint");
    view! {
        <label class="choice">
            <input
                id=id
                type="radio"
                name="method"
                disabled=!available
                aria-describedby=hint_id.clone()
                prop:checked=move || choices.method.get() == Some(method)
                on:change=move |_| choices.method.set(Some(method))
            />
            <span class="choice-words">
                <span class="choice-name">{name}</span>
                <span class="choice-hint" id=hint_id>{hint}</span>
            </span>
            <span class="choice-side">{fee}</span>
        </label>
    }
    .into_any()
}

fn part_choice(choices: Choices, part: bool, words: Text) -> AnyView {
    view! {
        <label class="choice">
            <input
                type="radio"
                name="part"
                prop:checked=move || choices.part.get() == part
                on:change=move |_| choices.part.set(part)
            />
            <span class="choice-name">{words}</span>
        </label>
    }
    .into_any()
}

/// What is paid in the end: the amount, the fee on top and their sum, said again when they change.
fn summary(
    choices: Choices,
    part: Memo<Option<String>>,
    quotes: Memo<Option<Vec<FeeQuote>>>,
    balance: &Money,
) -> AnyView {
    let language = use_language();
    let balance = balance.clone();
    let chosen = Memo::new(move |_| {
        let method = choices.method.get()?;
        quotes.get()?.into_iter().find(|quote| quote.method == method)
    });
    let shown = move |pick: fn(&FeeQuote) -> &Money| {
        text(move || {
            chosen
                .with(|quote| quote.as_ref().map(|quote| i18n::money(language.get(), pick(quote))))
                .unwrap_or_else(|| "–".to_owned())
                .into()
        })
    };
    let paid = text(move || {
        let money = if choices.part.get() {
            part.get().map(|amount| Money { amount: Decimal(amount), currency: balance.currency })
        } else {
            Some(balance.clone())
        };
        money.map_or_else(|| "–".to_owned(), |money| i18n::money(language.get(), &money)).into()
    });
    view! {
        <dl class="pairs" aria-live="polite">
            <dt>{t!(common_amount)}</dt>
            <dd>{paid}</dd>
            <dt>{t!(common_fee)}</dt>
            <dd>{shown(|quote| &quote.fee)}</dd>
            <dt class="pair-total">{t!(portal_pay_you_pay)}</dt>
            <dd class="pair-total">{shown(|quote| &quote.total)}</dd>
        </dl>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::has_changed;
    use crate::api::{ApiError, ErrorCode, UserError};

    #[test]
    fn stale_quote_errors_reload_the_quote() {
        let refused = |code| ApiError::Refused(vec![UserError { code, field: None, retry_after: None }]);
        assert!(has_changed(&refused(ErrorCode::InvoiceNotOpen)));
        assert!(has_changed(&refused(ErrorCode::PaymentInProgress)));
        assert!(!has_changed(&refused(ErrorCode::ProcessorUnavailable)));
        assert!(!has_changed(&ApiError::Network));
    }
}
