//! The organization's payouts, by status, property and page; all of these are in the address.

use leptos::prelude::*;

use super::super::address::parameter;
use super::super::filters::PropertyFilter;
use super::super::parts::{cell, line, small_line, table_row};
use super::super::use_organization;
use super::{money_tabs, parts_name, payout_address, payout_badge};
use crate::api::admin::{PayoutPage as Page, PayoutRow, PayoutStatus, payouts};
use crate::components::{
    ActionLink, Cell, Empty, ListSkeleton, Load, PageHeading, Pagination, Tab, Table, Tabs, Tone, amount,
    badge, column, day_short, fetched, figures, slice_of,
};
use crate::i18n::{self, text, use_language};

const ROWS: i32 = 50;

/// The list of payouts.
#[component]
pub fn PayoutsPage() -> impl IntoView {
    let organization = use_organization();
    let slice = slice_of(ROWS);
    let (status, property) = (parameter("status"), parameter("property"));
    let status = Memo::new(move |_| status.get().as_deref().and_then(PayoutStatus::from_slug));
    let resource = fetched(move || payouts(organization.id(), property.get(), status.get(), slice()));
    let content = move |page: Page| {
        if page.nodes.is_empty() {
            return nothing(status.get_untracked().is_some() || property.get_untracked().is_some());
        }
        let columns = vec![
            column(t!(books_deposit_arrives)),
            column(t!(common_property)),
            column(t!(books_deposit_made_of)),
            column(t!(common_status)),
            figures(t!(common_amount)),
        ];
        let rows = page.nodes.into_iter().map(row).collect_view();
        view! {
            <Table caption=t!(books_deposits) columns=columns>{rows}</Table>
            <div class="list-foot"><Pagination page=page.page_info/></div>
        }
        .into_any()
    };
    let tab = |(status, value): (PayoutStatus, &'static str)| {
        let words = match status {
            PayoutStatus::Paid => t!(books_deposit_paid),
            PayoutStatus::Failed => t!(books_deposit_failed),
            _ => t!(books_deposit_in_transit),
        };
        Tab { value: Some(value), words }
    };
    let all = Tab { value: None, words: t!(books_deposits_all) };
    let tabs = std::iter::once(all).chain(PayoutStatus::LISTED.into_iter().map(tab)).collect();
    view! {
        <PageHeading title=t!(books_deposits)/>
        {money_tabs()}
        <p class="lead">{t!(books_deposits_intro)}</p>
        <div class="card card-flush">
            <div class="list-head">
                <Tabs label=t!(books_deposits_filter) parameter="status" tabs=tabs/>
                <div class="list-tools"><PropertyFilter/></div>
            </div>
            <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
    }
}

fn row(payout: PayoutRow) -> AnyView {
    let href = payout_address(&payout.id);
    let when = day_short(&payout.arrives_on.0);
    let arrives = view! { <a class="row-link" href=href>{when}</a> }.into_any();
    let property = payout.property.map(|property| line(i18n::plain(property.name)));
    let parts = payout.composition.iter().map(|part| {
        let (name, net, language) = (parts_name(part.kind), part.net.clone(), use_language());
        small_line(text(move || format!("{} {}", name.get(), i18n::money(language.get(), &net)).into()))
    });
    let parts = parts.collect();
    let differs = payout.unexplained.as_ref().is_some_and(|left| !left.amount.is_zero());
    let mut state = vec![payout_badge(payout.status)];
    if differs {
        state.push(badge(Tone::Bad, t!(books_attention)));
    }
    let sum = amount(&payout.amount);
    table_row(vec![
        cell(t!(books_deposit_arrives), vec![arrives]),
        cell(t!(common_property), property.into_iter().collect()),
        cell(t!(books_deposit_made_of), parts),
        cell(t!(common_status), state),
        view! { <Cell label=t!(common_amount) figures=true>{sum}</Cell> }.into_any(),
    ])
}

fn nothing(filtered: bool) -> AnyView {
    if filtered {
        view! {
            <Empty title=t!(admin_nothing_matches) text=t!(admin_nothing_matches_text)>
                <ActionLink words=t!(admin_clear_filters) href="/admin/payments/deposits"/>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty title=t!(books_deposits_none) text=t!(books_deposits_none_text)/> }.into_any()
    }
}
