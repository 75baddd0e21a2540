//! One payout, to the cent: when it arrives, what it is made of, and each part with its payment.

use leptos::prelude::*;

use super::super::parts::{cell, line, small_line, table_row, unit};
use super::{money_tabs, parts_name, payout_badge};
use crate::api::Money;
use crate::api::admin::{
    Payout, PayoutCompositionLine, PayoutFailureReason, PayoutItem, PayoutItemKind, PayoutStatus,
    TransactionPayment, payout,
};
use crate::components::{
    Banner, Cell, Load, PageHeading, PageSkeleton, Table, Tone, amount, column, day, fetched, figures,
    method_name, moment, paragraph,
};
use crate::i18n::{self, Text, text, use_language};
use crate::router::use_params_map;

/// The page.
#[component]
pub fn PayoutPage() -> impl IntoView {
    let params = use_params_map();
    let resource = fetched(move || payout(params.with(|params| params.get("id")).unwrap_or_default()));
    view! { <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=page/> }
}

fn page(payout: Payout) -> AnyView {
    let language = use_language();
    let sum = payout.amount.clone();
    let title = text(move || {
        let language = language.get();
        locales::books_deposit(language, &i18n::money(language, &sum)).into()
    });
    let items = payout.items.iter().cloned().map(item).collect_view();
    let has_items = !payout.items.is_empty();
    let columns = vec![
        column(t!(books_part_kind)),
        figures(t!(books_part_gross)),
        figures(t!(common_fee)),
        figures(t!(books_part_net)),
    ];
    let one_by_one = has_items.then(|| {
        view! {
            <section class="card card-flush" aria-labelledby="payout-items">
                <div class="list-head"><h2 id="payout-items">{t!(books_deposit_items)}</h2></div>
                <Table caption=t!(books_deposit_items) columns=columns>{items}</Table>
            </section>
        }
    });
    view! {
        <PageHeading title=title/>
        {money_tabs()}
        {news(&payout)}
        <section class="card stack">
            {facts(&payout)}
        </section>
        {has_items.then(|| summary(&payout))}
        {one_by_one}
    }
    .into_any()
}

/// What is out of the ordinary, if anything.
fn news(payout: &Payout) -> AnyView {
    let differs = payout.unexplained.as_ref().filter(|left| !left.amount.is_zero()).cloned();
    let failed = payout.failure_reason.map(|reason| {
        view! {
            <Banner tone=Tone::Bad>
                <p><strong>{t!(books_deposit_failed_title)}</strong> " " {reason_words(reason)}</p>
                <p>{t!(books_deposit_failed_text)}</p>
            </Banner>
        }
    });
    let counting = !payout.is_composition_complete && payout.failure_reason.is_none();
    let counting = counting.then(|| {
        view! { <Banner tone=Tone::Info>{paragraph(t!(books_deposit_counting))}</Banner> }
    });
    let differs = differs.map(|left| {
        let language = use_language();
        let words = text(move || {
            let language = language.get();
            locales::books_deposit_unexplained(language, &i18n::money(language, &left)).into()
        });
        view! {
            <Banner tone=Tone::Bad>
                <p><strong>{words}</strong></p>
                <p>{t!(books_deposit_unexplained_text)}</p>
            </Banner>
        }
    });
    view! {{failed}{counting}{differs}}.into_any()
}

/// Why a payout came back, in words.
fn reason_words(reason: PayoutFailureReason) -> Text {
    match reason {
        PayoutFailureReason::AccountClosed => t!(deposit_reason_account_closed),
        PayoutFailureReason::AccountRestricted => t!(deposit_reason_account_restricted),
        PayoutFailureReason::AccountNotFound => t!(deposit_reason_account_not_found),
        PayoutFailureReason::WrongHolder => t!(deposit_reason_wrong_holder),
        PayoutFailureReason::WrongCurrency => t!(deposit_reason_wrong_currency),
        PayoutFailureReason::Declined => t!(deposit_reason_declined),
        PayoutFailureReason::InsufficientFunds => t!(deposit_reason_insufficient_funds),
        PayoutFailureReason::NotProcessed => t!(deposit_reason_not_processed),
        PayoutFailureReason::Other => t!(deposit_reason_other),
    }
}

fn facts(payout: &Payout) -> AnyView {
    let arrival = match payout.status {
        PayoutStatus::Paid => t!(books_deposit_arrived),
        _ => t!(books_deposit_expected),
    };
    let property = payout.property.clone().map(|property| {
        view! { <dt>{t!(common_property)}</dt><dd>{property.name}</dd> }
    });
    view! {
        <dl class="book-facts">
            <dt>{t!(common_status)}</dt>
            <dd>{payout_badge(payout.status)}</dd>
            <dt>{arrival}</dt>
            <dd>{day(&payout.arrives_on.0)}</dd>
            {property}
            <dt>{t!(books_deposit_made)}</dt>
            <dd>{moment(&payout.created_at.0)}</dd>
            <dt>{t!(books_deposit_stripe_id)}</dt>
            <dd class="code">{payout.processor_id.clone()}</dd>
        </dl>
    }
    .into_any()
}

/// The parts of each kind, which make the amount.
fn summary(payout: &Payout) -> AnyView {
    let columns = vec![
        column(t!(books_part_kind)),
        figures(t!(books_part_count)),
        figures(t!(books_part_gross)),
        figures(t!(common_fee)),
        figures(t!(books_part_net)),
    ];
    let rows = payout.composition.iter().cloned().map(part).collect_view();
    let sum = payout.amount.clone();
    let agrees = payout.unexplained.as_ref().is_some_and(|left| left.amount.is_zero());
    let agrees = agrees.then(|| view! { <p class="ok-text small">{t!(books_deposit_agrees)}</p> });
    view! {
        <section class="card card-flush" aria-labelledby="payout-summary">
            <div class="list-head"><h2 id="payout-summary">{t!(books_deposit_summary)}</h2></div>
            <Table caption=t!(books_deposit_summary) columns=columns>
                {rows}
                <tr class="sum-row">
                    <th scope="row" colspan="4">{t!(books_deposit_sum)}</th>
                    <Cell label=t!(books_deposit_sum) figures=true>{amount(&sum)}</Cell>
                </tr>
            </Table>
            <div class="list-foot">{agrees}</div>
        </section>
    }
    .into_any()
}

fn part(part: PayoutCompositionLine) -> AnyView {
    let language = use_language();
    let many = super::super::parts::count(part.count);
    let many: Text = text(move || i18n::number(language.get(), many).into());
    table_row(vec![
        cell(t!(books_part_kind), vec![line(parts_name(part.kind))]),
        view! { <Cell label=t!(books_part_count) figures=true>{many}</Cell> }.into_any(),
        figure(t!(books_part_gross), &part.gross),
        figure(t!(common_fee), &part.fee),
        figure(t!(books_part_net), &part.net),
    ])
}

fn figure(label: Text, money: &Money) -> AnyView {
    let shown = amount(money);
    view! { <Cell label=label figures=true>{shown}</Cell> }.into_any()
}

fn item(item: PayoutItem) -> AnyView {
    let kind = match item.kind {
        PayoutItemKind::Payment => t!(books_part_payment),
        PayoutItemKind::Refund => t!(books_part_refund),
        PayoutItemKind::Dispute => t!(books_part_dispute),
        PayoutItemKind::Fee => t!(books_part_fee),
        PayoutItemKind::FailedPayout => t!(books_part_returned),
        PayoutItemKind::Adjustment => t!(books_part_adjustment),
    };
    let mut about = vec![line(kind)];
    let ours =
        matches!(item.kind, PayoutItemKind::Payment | PayoutItemKind::Refund | PayoutItemKind::Dispute);
    match item.payment {
        Some(payment) => about.push(paid(payment)),
        None => {
            if ours {
                about.push(small_line(t!(books_part_outside)));
            }
            about.extend(item.description.map(|words| small_line(i18n::plain(words))));
        }
    }
    table_row(vec![
        cell(t!(books_part_kind), about),
        figure(t!(books_part_gross), &item.gross),
        figure(t!(common_fee), &item.fee),
        figure(t!(books_part_net), &item.net),
    ])
}

/// How and for what somebody paid, with links to the invoices.
pub(super) fn paid(payment: TransactionPayment) -> AnyView {
    let payer = payment.resident.map(|resident| view! { <span class="fact">{resident.name}</span> });
    let reference = payment.reference.map(|reference| view! { <span class="fact">{reference}</span> });
    let invoices = payment.allocations.into_iter().map(|allocation| {
        let invoice = allocation.invoice;
        let href = format!("/admin/invoices/{}", invoice.id.inner());
        let name = invoice.number.unwrap_or(invoice.title);
        view! { <span class="fact"><a class="nowrap" href=href>{name}</a> " " {unit(&invoice.unit.label)}</span> }
    });
    view! {
        <div class="facts small">
            <span class="fact">{method_name(payment.method)}</span>
            {payer}
            {reference}
            {invoices.collect_view()}
        </div>
    }
    .into_any()
}
