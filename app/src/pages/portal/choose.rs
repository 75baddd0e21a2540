//! A list of invoices in which those that can be paid are chosen, to be paid together.

use leptos::prelude::*;

use super::together::{can_be_paid, choose, go_together, pay_address, read_ids, sum};
use super::words::{invoice_link, several_properties};
use crate::api::Money;
use crate::api::invoices::InvoiceRow;
use crate::browser;
use crate::i18n::{self, Text, text, use_language};

/// The invoices that were chosen, in the order in which they were.
type Chosen = RwSignal<Vec<InvoiceRow>>;

/// The list, and below it what was chosen. Who comes back to the list finds it as they left it.
pub(super) fn choosable_list(rows: Vec<InvoiceRow>) -> AnyView {
    let named = several_properties(&rows);
    let before = browser::kept_with_entry().map(|kept| read_ids(&kept)).unwrap_or_default();
    let chosen: Chosen = RwSignal::new(choose(&rows, &before));
    let row = |row: InvoiceRow| {
        let tick = if can_be_paid(&row) { tick(&row, chosen) } else { ().into_any() };
        view! { <li class="tick-row">{tick} {invoice_link(row, named)}</li> }
    };
    view! {
        <div>
            <ul class="card rows">{rows.into_iter().map(row).collect_view()}</ul>
            {bar(chosen)}
        </div>
    }
    .into_any()
}

fn keep(chosen: &[InvoiceRow]) {
    let ids: Vec<&str> = chosen.iter().map(|row| row.id.inner()).collect();
    browser::keep_with_entry(&ids.join(","));
}

/// The box that chooses an invoice. One of another property than those chosen says why it can't be.
fn tick(row: &InvoiceRow, chosen: Chosen) -> AnyView {
    let language = use_language();
    let row = StoredValue::new(row.clone());
    let is_same = move |other: &InvoiceRow| row.with_value(|row| other.id == row.id);
    let is_chosen = move || chosen.with(|chosen| chosen.iter().any(is_same));
    let is_other = Memo::new(move |_| {
        chosen
            .with(|chosen| chosen.first().is_some_and(|first| row.with_value(|row| !go_together(first, row))))
    });
    let name: Text = text(move || {
        let language = language.get();
        row.with_value(|row| {
            let (date, amount) =
                (i18n::date_in_text(language, &row.due_on.0), i18n::money(language, &row.balance));
            locales::portal_tick(language, &row.title, &date, &amount).into()
        })
    });
    let why = row.with_value(|row| format!("{}-why", row.id.inner()));
    let why_id = why.clone();
    let change = move |_| {
        chosen.update(|chosen| match chosen.iter().position(is_same) {
            Some(at) => drop(chosen.remove(at)),
            None => chosen.push(row.get_value()),
        });
        chosen.with_untracked(|chosen| keep(chosen));
    };
    view! {
        <label class="tick">
            <input
                type="checkbox"
                disabled=move || is_other.get()
                aria-describedby=move || is_other.get().then(|| why.clone())
                prop:checked=is_chosen
                on:change=change
            />
            <span class="visually-hidden">{name}</span>
        </label>
        {move || is_other.get().then(|| view! {
            <p class="tick-why small muted" id=why_id.clone()>{t!(portal_tick_other)}</p>
        })}
    }
    .into_any()
}

/// How many are chosen, what they come to, and the way to pay them; nothing while none is.
fn bar(chosen: Chosen) -> AnyView {
    let language = use_language();
    let total = Memo::new(move |_| {
        chosen.with(|chosen| Some((chosen.len(), sum(chosen, chosen.first()?.balance.currency))))
    });
    let any = Memo::new(move |_| total.with(Option::is_some));
    let words = move |(count, money): (usize, Money)| {
        let language = language.get();
        let count = locales::portal_ticked(language, u64::try_from(count).unwrap_or_default());
        view! { <span class="fact">{count}</span> <strong class="figures">{i18n::money(language, &money)}</strong> }
    };
    let href = move || chosen.with(|chosen| pay_address(chosen.iter().map(|row| row.id.inner())));
    let pay = text(move || {
        let one = chosen.with(|chosen| chosen.len() == 1);
        let words = if one { locales::portal_pay_now } else { locales::portal_pay_ticked };
        words(language.get()).into()
    });
    view! {
        <div class="pay-bar" class:card=move || any.get()>
            <p role="status">{move || total.get().map(words)}</p>
            {move || any.get().then(|| view! { <a class="button button-primary" href=href>{pay}</a> })}
        </div>
    }
    .into_any()
}
