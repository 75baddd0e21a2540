//! The lines of the form, with their total as it grows.

use leptos::prelude::*;

use super::form::{Form, Line};
use super::shown;
use crate::components::{Action, described_by, invalid, problem_view};
use crate::i18n::{Text, text, use_language};

/// The lines.
#[component]
pub(super) fn LinesField(form: Form) -> impl IntoView {
    let language = use_language();
    let owner = Owner::current();
    let add = move |_| match &owner {
        // The new line's signals live as long as the form does.
        Some(owner) => owner.with(|| form.add_line()),
        None => form.add_line(),
    };
    let total = text(move || match form.chosen() {
        Some(property) => shown(language.get(), form.total(), &property).into(),
        None => "".into(),
    });
    let single = Memo::new(move |_| form.lines.with(Vec::len) < 2);
    view! {
        <section class="card" aria-labelledby="lines-title">
            <h2 id="lines-title">{t!(common_lines)}</h2>
            <ol class="line-fields">
                <For each=move || form.lines.get() key=|line| line.number let:line>
                    {line_view(form, line, single)}
                </For>
            </ol>
            <div class="lines-foot">
                <button type="button" id="add-line" class="button" on:click=add>{t!(admin_line_add)}</button>
                <p class="lines-total">{t!(common_total)} " " <output class="figures">{total}</output></p>
            </div>
        </section>
    }
    .into_any()
}

fn line_view(form: Form, line: Line, single: Memo<bool>) -> AnyView {
    let accounts = move || {
        let chosen = line.account.get();
        let option = |account: crate::api::admin::IncomeAccount| {
            let selected = account.code == chosen;
            view! { <option value=account.code.clone() selected=selected>{account.name}</option> }
        };
        let property = form.chosen();
        property.map(|property| property.income_accounts.into_iter().map(option).collect_view())
    };
    let account = {
        let id = line.id("accountCode");
        labelled(form, &id, t!(admin_account), "line-account", {
            let problems = form.problems;
            view! {
                <select
                    id=id.clone()
                    aria-invalid=invalid(&id, problems)
                    aria-describedby=described_by(&id, false, problems)
                    on:change=move |event| line.account.set(event_target_value(&event))
                >
                    {accounts}
                </select>
            }
            .into_any()
        })
    };
    let remove = Callback::new(move |()| {
        form.remove_line(line.number);
        // The button that had the focus is gone; the one that adds lines is the nearest.
        super::units::focus("add-line");
    });
    view! {
        <li class="line-field">
            {labelled(form, &line.id("description"), t!(common_description), "line-description",
                input(form, line.id("description"), line.description, "text"))}
            {account}
            {labelled(form, &line.id("amount"), t!(common_amount), "line-amount",
                input(form, line.id("amount"), line.amount, "decimal"))}
            {move || (!single.get()).then(|| view! {
                <div class="line-remove"><Action words=t!(admin_line_remove) on_press=remove/></div>
            })}
        </li>
    }
    .into_any()
}

fn labelled(form: Form, id: &str, label: Text, class: &'static str, control: AnyView) -> AnyView {
    let wrong = {
        let id = id.to_owned();
        move || form.problems.at(&id).is_some()
    };
    view! {
        <div class=format!("field {class}") class:field-wrong=wrong>
            <label for=id.to_owned()>{label}</label>
            {problem_view(id, form.problems)}
            {control}
        </div>
    }
    .into_any()
}

fn input(form: Form, id: String, value: RwSignal<String>, mode: &'static str) -> AnyView {
    let problems = form.problems;
    view! {
        <input
            id=id.clone()
            type="text"
            inputmode=mode
            class:figures=mode == "decimal"
            autocomplete="off"
            aria-invalid=invalid(&id, problems)
            aria-describedby=described_by(&id, false, problems)
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
    .into_any()
}
