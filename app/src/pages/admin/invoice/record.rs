//! The dialog that records money that came by hand.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::controls::{Checkbox, DateField};
use super::actions::Form;
use super::decide::foot;
use super::reaches;
use crate::api::admin::{self, InvoiceView, Offline, OfflinePaymentMethod};
use crate::api::{Decimal, Money};
use crate::browser;
use crate::components::{Choice, Dialog, ErrorSummary, Field, Kind, Problem, Select, use_toasts};
use crate::i18n::{self, Text, read_amount, text, use_language};

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    method: RwSignal<String>,
    amount: RwSignal<String>,
    received_on: RwSignal<String>,
    reference: RwSignal<String>,
    note: RwSignal<String>,
    receipt: RwSignal<bool>,
}

impl Typed {
    /// The payment, or what is wrong with it.
    fn read(self, balance: &Money, today: &str, words: Words) -> Result<Offline, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |field: &str, words| problems.push(Problem { field: Some(field.to_owned()), words });
        let amount = read_amount(&self.amount.get_untracked());
        let cents = amount.clone().and_then(|amount| Decimal(amount).cents());
        match (cents, balance.amount.cents()) {
            (None, _) => wrong("amount", words.amount),
            (Some(cents), Some(most)) if cents > most => wrong("amount", words.above),
            _ => {}
        }
        let received_on = self.received_on.get_untracked();
        if received_on.is_empty() {
            wrong("receivedOn", words.date);
        } else if received_on.as_str() > today {
            wrong("receivedOn", words.future);
        }
        let written = |typed: RwSignal<String>| {
            Some(typed.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        match amount {
            Some(amount) if problems.is_empty() => Ok(Offline {
                method: method(&self.method.get_untracked()),
                amount,
                received_on,
                reference: written(self.reference),
                note: written(self.note),
                send_receipt: self.receipt.get_untracked(),
            }),
            _ => Err(problems),
        }
    }
}

/// What is said about mistakes.
#[derive(Clone, Copy)]
struct Words {
    amount: Text,
    above: Text,
    date: Text,
    future: Text,
}

fn method(value: &str) -> OfflinePaymentMethod {
    match value {
        "cash" => OfflinePaymentMethod::Cash,
        "other" => OfflinePaymentMethod::Other,
        _ => OfflinePaymentMethod::Cheque,
    }
}

/// The dialog.
#[component]
pub(super) fn Record(invoice: InvoiceView, form: Form) -> impl IntoView {
    let language = use_language();
    let toasts = use_toasts();
    let reachable = reaches(&invoice);
    let today = invoice.property.today.0.clone();
    let typed = Typed {
        method: RwSignal::new("cheque".to_owned()),
        amount: RwSignal::new(i18n::typed_amount(language.get_untracked(), &invoice.balance.amount.0)),
        received_on: RwSignal::new(today.clone()),
        reference: RwSignal::new(String::new()),
        note: RwSignal::new(String::new()),
        receipt: RwSignal::new(reachable),
    };
    let choice = |value: &str, words| Choice { value: value.to_owned(), words };
    let methods = vec![
        choice("cheque", t!(method_cheque)),
        choice("cash", t!(method_cash)),
        choice("other", t!(method_other)),
    ];
    let words = Words {
        amount: t!(error_invalid_amount),
        above: t!(error_amount_above_balance),
        date: t!(error_invalid_date),
        future: t!(error_received_date_future),
    };
    let owed = {
        let balance = invoice.balance.clone();
        text(move || {
            let language = language.get();
            locales::admin_record_owed(language, &i18n::money(language, &balance)).into()
        })
    };
    let receipt = match invoice.resident.as_ref().filter(|_| reachable) {
        Some(resident) => {
            let name = resident.name.clone();
            view! { <Checkbox id="sendReceipt" label=t!(admin_record_receipt, &name) checked=typed.receipt/> }
                .into_any()
        }
        None => view! { <p class="muted small">{t!(admin_record_no_receipt)}</p> }.into_any(),
    };
    let key = browser::new_key();
    let max = today.clone();
    let press = Callback::new(move |()| {
        let payment = match typed.read(&invoice.balance, &today, words) {
            Ok(payment) => payment,
            Err(problems) => {
                form.problems.show(problems);
                return;
            }
        };
        form.problems.clear();
        form.busy.set(true);
        let (id, key) = (invoice.id.clone(), key.clone());
        spawn_local(async move {
            match admin::record_payment(id, payment, key).await {
                Ok(()) => {
                    form.open.set(false);
                    toasts.show(locales::admin_recorded(language.get_untracked()));
                    form.live.look();
                }
                Err(error) => form.refused(error, field_id),
            }
        });
    });
    view! {
        <Dialog open=form.open title=t!(admin_record_payment)>
            <ErrorSummary problems=form.problems/>
            <div class="field-pair">
                <Select id="method" label=t!(common_method) value=typed.method choices=Signal::stored(methods) problems=form.problems/>
                <Field id="amount" label=t!(common_amount) value=typed.amount problems=form.problems inputmode="decimal" hint=owed/>
            </div>
            <div class="field-pair">
                <DateField id="receivedOn" label=t!(admin_received_on) value=typed.received_on problems=form.problems max=Signal::stored(max)/>
                <Field id="reference" label=t!(common_reference) value=typed.reference problems=form.problems optional=true/>
            </div>
            <Field id="note" label=t!(admin_note) value=typed.note problems=form.problems hint=t!(admin_note_hint) optional=true/>
            {receipt}
            {foot(form, t!(admin_record_now), Kind::Primary, press)}
        </Dialog>
    }
}

/// The field of the API's path, which names them alike.
fn field_id(field: &str) -> Option<String> {
    ["method", "amount", "receivedOn", "reference", "note"].contains(&field).then(|| field.to_owned())
}
