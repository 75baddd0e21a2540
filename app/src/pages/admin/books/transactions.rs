//! What moved: a list that filters narrow, its sums, and the same as a file. Filters and pages are in the address.

use leptos::prelude::*;

use super::super::address::{parameter, use_change};
use super::super::filters::{PropertyFilter, Search};
use super::super::parts::{cell, line, list_foot, small_line, table_row};
use super::super::use_organization;
use super::payout::paid;
use super::{money_tabs, payout_address};
use crate::api::admin::{
    Transaction, TransactionFilter, TransactionKind, TransactionPage, TransactionTotals, transactions,
};
use crate::api::{Money, PaymentMethod};
use crate::components::{
    ActionLink, Cell, Empty, ListSkeleton, Load, PageHeading, Table, amount, column, day_short, fetched,
    figures, method_name, slice_of,
};
use crate::i18n::{self, Text, use_language};
use crate::router::use_query_map;

const ROWS: i32 = 50;

const METHODS: [(PaymentMethod, &str); 5] = [
    (PaymentMethod::Bank, "bank"),
    (PaymentMethod::Card, "card"),
    (PaymentMethod::Cash, "cash"),
    (PaymentMethod::Cheque, "cheque"),
    (PaymentMethod::Other, "other"),
];

/// The page.
#[component]
pub fn TransactionsPage() -> impl IntoView {
    let organization = use_organization();
    let slice = slice_of(ROWS);
    let (kind, method, property) = (parameter("kind"), parameter("method"), parameter("property"));
    let (from, to, search) = (parameter("from"), parameter("to"), parameter("search"));
    let resource = fetched(move || {
        let group = kind.get().and_then(|kind| group(&kind));
        let filter = TransactionFilter {
            property: property.get(),
            kinds: group.map(|(_, kinds, _)| kinds.to_vec()),
            method: method.get().and_then(|method| method_of(&method)),
            from: from.get(),
            to: to.get(),
            search: search.get(),
        };
        transactions(organization.id(), filter, slice())
    });
    let narrowed = move || {
        [kind, method, property, from, to, search].iter().any(|one| one.with_untracked(Option::is_some))
    };
    let content = move |(page, totals): (TransactionPage, Vec<TransactionTotals>)| {
        if page.nodes.is_empty() {
            return nothing(narrowed());
        }
        let columns = vec![
            column(t!(transaction_date)),
            column(t!(transaction_kind)),
            column(t!(books_about)),
            figures(t!(transaction_gross)),
            figures(t!(transaction_fee)),
            figures(t!(transaction_net)),
            figures(t!(transaction_deposited)),
        ];
        let shown = page.nodes.len();
        let several = totals.len() > 1;
        let rows = page.nodes.into_iter().map(row).collect_view();
        view! {
            {totals.into_iter().map(|totals| sums(totals, several)).collect_view()}
            <Table caption=t!(books_transactions) columns=columns>{rows}</Table>
            {list_foot(page.page_info, shown, page.total_count)}
        }
        .into_any()
    };
    view! {
        <PageHeading title=t!(books_transactions)>{export(organization)}</PageHeading>
        {money_tabs()}
        <p class="lead">{t!(books_transactions_intro)}</p>
        <div class="card card-flush">
            <div class="list-head">
                <div class="list-tools audit-tools">
                    {day("from", t!(books_from), from)}
                    {day("to", t!(books_to), to)}
                    {choice("kind", t!(books_transactions_kinds), t!(books_transactions_kinds_all), kind, kinds())}
                    {choice("method", t!(books_transactions_methods), t!(books_transactions_methods_all), method,
                        methods())}
                    <PropertyFilter/>
                    <Search label=t!(books_transactions_search)/>
                </div>
            </div>
            <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
    }
}

type Group = (&'static str, &'static [TransactionKind], &'static str);

fn group(slug: &str) -> Option<Group> {
    TransactionKind::GROUPS.into_iter().find(|(known, ..)| *known == slug)
}

fn method_of(slug: &str) -> Option<PaymentMethod> {
    METHODS.into_iter().find(|(_, known)| *known == slug).map(|(method, _)| method)
}

fn kinds() -> Vec<(&'static str, Text)> {
    let words = |slug: &str| match slug {
        "payments" => t!(books_group_payments),
        "refunds" => t!(books_group_refunds),
        "disputes" => t!(books_group_disputes),
        "fees" => t!(books_group_fees),
        _ => t!(books_group_deposits),
    };
    TransactionKind::GROUPS.into_iter().map(|(slug, ..)| (slug, words(slug))).collect()
}

fn methods() -> Vec<(&'static str, Text)> {
    METHODS.into_iter().map(|(method, slug)| (slug, method_name(method))).collect()
}

/// The link to the file of what the filters leave.
fn export(organization: super::super::Organization) -> AnyView {
    let (query, language) = (use_query_map(), use_language());
    let href = move || {
        let given = query.get();
        let mut asks = crate::router::ParamsMap::default();
        asks.insert("organization".to_owned(), organization.id().into_inner());
        for name in ["property", "method", "from", "to", "search"] {
            if let Some(value) = given.get(name).filter(|value| !value.is_empty()) {
                asks.insert(name.to_owned(), value);
            }
        }
        if let Some((_, _, words)) = given.get("kind").and_then(|kind| group(&kind)) {
            asks.insert("kinds".to_owned(), words.to_owned());
        }
        asks.insert("language".to_owned(), language.get().code().to_owned());
        format!("/admin/export/transactions.csv{}", asks.to_query_string())
    };
    view! { <a class="button" href=href download="">{t!(books_transactions_export)}</a> }.into_any()
}

/// A choice that narrows the list.
fn choice(
    name: &'static str,
    label: Text,
    all: Text,
    given: Memo<Option<String>>,
    choices: Vec<(&'static str, Text)>,
) -> AnyView {
    let change = use_change();
    let option = |(value, words): (&'static str, Text)| {
        let selected = move || given.with(|given| given.as_deref() == Some(value));
        view! { <option value=value selected=selected>{words}</option> }
    };
    view! {
        <select
            class="filter"
            aria-label=label
            on:change=move |event| change(name, Some(event_target_value(&event)))
        >
            <option value="" selected=move || given.with(Option::is_none)>{all}</option>
            {choices.into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

/// A day that narrows the list.
fn day(name: &'static str, label: Text, given: Memo<Option<String>>) -> AnyView {
    let change = use_change();
    view! {
        <label class="day-filter">
            <span>{label}</span>
            <input
                type="date"
                class="filter"
                prop:value=move || given.get().unwrap_or_default()
                on:change=move |event| change(name, Some(event_target_value(&event)))
            />
        </label>
    }
    .into_any()
}

/// What the list comes to in one currency, which is named where there are several.
fn sums(totals: TransactionTotals, several: bool) -> AnyView {
    let sum = |label: Text, money: &Money| {
        view! { <div class="sum"><dt>{label}</dt><dd class="figures">{amount(money)}</dd></div> }.into_any()
    };
    let currency = several.then(|| {
        let code = totals.gross.currency.code();
        view! { <div class="sum"><dt>{t!(transaction_currency)}</dt><dd>{code}</dd></div> }
    });
    view! {
        <dl class="book-sums">
            {currency}
            {sum(t!(transaction_gross), &totals.gross)}
            {sum(t!(transaction_fee), &totals.fees)}
            {sum(t!(transaction_net), &totals.net)}
            {sum(t!(transaction_deposited), &totals.paid_out)}
        </dl>
    }
    .into_any()
}

fn row(row: Transaction) -> AnyView {
    let figure = |label: Text, money: Option<Money>| {
        let shown = money.map(|money| amount(&money));
        view! { <Cell label=label figures=true>{shown}</Cell> }.into_any()
    };
    let mut about: Vec<AnyView> = row.payment.map(paid).into_iter().collect();
    about.extend(row.payout.map(|payout| {
        let href = payout_address(&payout.id);
        view! { <div class="facts small"><a class="code" href=href>{payout.processor_id}</a></div> }
            .into_any()
    }));
    let property = row.property.map(|property| small_line(i18n::plain(property.name)));
    let mut what = vec![line(kind_words(row.kind))];
    what.extend(property);
    table_row(vec![
        cell(
            t!(transaction_date),
            vec![view! { <div class="nowrap">{day_short(&row.recorded_on.0)}</div> }.into_any()],
        ),
        cell(t!(transaction_kind), what),
        cell(t!(books_about), about),
        figure(t!(transaction_gross), row.gross),
        figure(t!(transaction_fee), row.fee),
        figure(t!(transaction_net), row.net),
        figure(t!(transaction_deposited), row.paid_out),
    ])
}

fn kind_words(kind: TransactionKind) -> Text {
    match kind {
        TransactionKind::OnlinePayment => t!(transaction_online_payment),
        TransactionKind::OfflinePayment => t!(transaction_offline_payment),
        TransactionKind::OfflineReversal => t!(transaction_offline_reversal),
        TransactionKind::Refund => t!(transaction_refund),
        TransactionKind::RefundFailed => t!(transaction_refund_failed),
        TransactionKind::DisputeOpened => t!(transaction_dispute_opened),
        TransactionKind::DisputeWon => t!(transaction_dispute_won),
        TransactionKind::DisputeLost => t!(transaction_dispute_lost),
        TransactionKind::FeeCorrection => t!(transaction_fee_correction),
        TransactionKind::Adjustment => t!(transaction_adjustment),
        TransactionKind::Payout => t!(transaction_deposit),
        TransactionKind::PayoutFailed => t!(transaction_deposit_failed),
    }
}

fn nothing(narrowed: bool) -> AnyView {
    if narrowed {
        view! {
            <Empty title=t!(admin_nothing_matches) text=t!(admin_nothing_matches_text)>
                <ActionLink words=t!(admin_clear_filters) href="/admin/payments/transactions"/>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty title=t!(books_transactions_none) text=t!(books_transactions_none_text)/> }.into_any()
    }
}
