//! A property's deposits, each with what it is made of, to the cent.

use leptos::prelude::*;

use super::super::parts::{count, unit};
use crate::api::admin::{Payout, PayoutItem, PayoutItemKind, PayoutPage, PayoutStatus, payouts};
use crate::api::{Decimal, Money};
use crate::components::{
    Action, Cell, ListSkeleton, Load, Table, Tone, amount, badge, column, day, fetched, figures, method_name,
};
use crate::i18n::{self, Text, text, use_language};

const ROWS: i32 = 5;

/// The deposits, asked for when they are opened.
#[component]
pub(super) fn Deposits(property: cynic::Id) -> impl IntoView {
    let opened = RwSignal::new(false);
    view! {
        <details class="deposits" on:toggle=move |_| opened.set(true)>
            <summary>{t!(admin_deposits)}</summary>
            {move || opened.get().then(|| {
                let property = property.clone();
                view! { <List property=property/> }
            })}
        </details>
    }
    .into_any()
}

#[component]
fn List(property: cynic::Id) -> impl IntoView {
    // The cursors of the pages before this one.
    let way = RwSignal::new(Vec::<String>::new());
    let resource = fetched(move || payouts(property.clone(), ROWS, way.with(|way| way.last().cloned())));
    let content = move |page: PayoutPage| {
        if page.nodes.is_empty() {
            return view! { <p class="muted">{t!(admin_deposits_none)}</p> }.into_any();
        }
        let newer = Callback::new(move |()| {
            way.update(|way| {
                way.pop();
            });
        });
        let next = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        let older = next.map(|cursor| {
            let press = Callback::new(move |()| way.update(|way| way.push(cursor.clone())));
            view! { <Action words=t!(admin_deposits_older) on_press=press/> }
        });
        let newer = (!way.with_untracked(Vec::is_empty))
            .then(|| view! { <Action words=t!(admin_deposits_newer) on_press=newer/> });
        view! {
            <ul class="deposit-list">{page.nodes.into_iter().map(deposit).collect_view()}</ul>
            <div class="form-actions-start">{newer} {older}</div>
        }
        .into_any()
    };
    view! { <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/> }
}

fn deposit(payout: Payout) -> AnyView {
    let status = match payout.status {
        PayoutStatus::Pending => badge(Tone::Quiet, t!(admin_deposit_pending)),
        PayoutStatus::InTransit => badge(Tone::Warn, t!(admin_deposit_in_transit)),
        PayoutStatus::Paid => badge(Tone::Ok, t!(admin_deposit_paid)),
        PayoutStatus::Failed => badge(Tone::Bad, t!(admin_deposit_failed)),
        PayoutStatus::Canceled => badge(Tone::Quiet, t!(admin_deposit_canceled)),
    };
    let why = payout.failure_message.clone().map(|why| view! { <p class="bad-text small">{why}</p> });
    let made_of = made_of(&payout);
    let columns = vec![
        column(t!(admin_deposit_part)),
        figures(t!(admin_deposit_gross)),
        figures(t!(common_fee)),
        figures(t!(admin_deposit_net)),
    ];
    let rows = payout.items.into_iter().map(item).collect_view();
    view! {
        <li class="deposit">
            <div class="section-heading">
                <h3>{amount(&payout.amount)} " " {status}</h3>
                <p class="muted">{day(&payout.arrives_on.0)}</p>
            </div>
            {why}
            <p>{made_of}</p>
            <details>
                <summary>{t!(admin_deposit_parts)}</summary>
                <Table caption=t!(admin_deposit_parts) columns=columns>{rows}</Table>
            </details>
        </li>
    }
    .into_any()
}

/// “3 payments of $1,050.00, less $5.00 in fees, less $20.00 refunded: $1,025.00.” What is said adds up.
fn made_of(payout: &Payout) -> Text {
    let language = use_language();
    let cents = |money: &Money| money.amount.cents().unwrap_or_default();
    let of = |kind: PayoutItemKind| payout.items.iter().filter(move |item| item.kind == kind);
    let gross =
        |kind: PayoutItemKind| of(kind).map(|item| cents(&item.gross)).fold(0_i64, i64::saturating_add);
    // A fee of its own takes away its net; every other part loses what is between its gross and net.
    let lost = |item: &PayoutItem| match item.kind {
        PayoutItemKind::Fee => cents(&item.net).saturating_neg(),
        _ => cents(&item.gross).saturating_sub(cents(&item.net)),
    };
    let currency = payout.amount.currency;
    let money = move |cents: i64| Money { amount: decimal(cents), currency };
    let payments = i32::try_from(of(PayoutItemKind::Payment).count()).map(count).unwrap_or_default();
    let paid = money(gross(PayoutItemKind::Payment));
    let fees = money(payout.items.iter().map(lost).fold(0_i64, i64::saturating_add));
    let refunds = money(gross(PayoutItemKind::Refund).saturating_neg());
    let other = money(gross(PayoutItemKind::Adjustment));
    let net = payout.amount.clone();
    text(move || {
        let language = language.get();
        let shown = |amount: &Money| i18n::money(language, amount);
        let mut words = locales::admin_deposit_made_of(language, payments, &shown(&paid), &shown(&fees));
        if !refunds.amount.is_zero() {
            words.push_str(&locales::admin_deposit_refunds(language, &shown(&refunds)));
        }
        if !other.amount.is_zero() {
            words.push_str(&locales::admin_deposit_adjusted(language, &shown(&other)));
        }
        words.push_str(&locales::admin_deposit_makes(language, &shown(&net)));
        words.into()
    })
}

/// Hundredths in the API's form.
fn decimal(cents: i64) -> Decimal {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    Decimal(format!("{sign}{}.{:02}", cents / 100, cents % 100))
}

fn item(item: PayoutItem) -> AnyView {
    let kind = match item.kind {
        PayoutItemKind::Payment => t!(admin_part_payment),
        PayoutItemKind::Refund => t!(admin_part_refund),
        PayoutItemKind::Fee => t!(admin_part_fee),
        PayoutItemKind::Adjustment => t!(admin_part_adjustment),
    };
    let about = item.payment.map(|payment| {
        let payer = payment.resident.map(|resident| view! { <span class="fact">{resident.name}</span> });
        let invoices = payment.allocations.into_iter().map(|allocation| {
            let invoice = allocation.invoice;
            let href = format!("/admin/invoices/{}", invoice.id.inner());
            let name = invoice.number.unwrap_or(invoice.title);
            view! { <span class="fact"><a href=href>{name}</a> " " {unit(&invoice.unit.label)}</span> }
        });
        view! {
            <div class="facts small">
                <span class="fact">{method_name(payment.method)}</span>
                {payer}
                {invoices.collect_view()}
            </div>
        }
    });
    view! {
        <tr>
            <Cell label=t!(admin_deposit_part)><div>{kind}</div> {about}</Cell>
            <Cell label=t!(admin_deposit_gross) figures=true>{amount(&item.gross)}</Cell>
            <Cell label=t!(common_fee) figures=true>{amount(&item.fee)}</Cell>
            <Cell label=t!(admin_deposit_net) figures=true>{amount(&item.net)}</Cell>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn hundredths_are_written_exactly() {
        for (cents, text) in [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56"), (-100, "-1.00")]
        {
            assert_eq!(decimal(cents).0, text);
        }
    }
}
