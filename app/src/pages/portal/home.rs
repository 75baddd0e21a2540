//! The first page: what is owed, one button, what it costs, what happened lately.

use leptos::prelude::*;

use super::words::{attempt_banner, costs, in_flight, invoice_list, pay_button, unit};
use crate::api::invoices::{Home, PayableInvoice, home};
use crate::components::{Empty, Load, PageHeading, PageSkeleton, amount};
use crate::i18n::{self, Text, text, use_language};
use crate::session::use_session;

/// The first page.
#[component]
pub fn HomePage() -> impl IntoView {
    let session = use_session();
    let language = use_language();
    let greeting: Text = text(move || {
        let name = session.viewer().map(|viewer| viewer.name).unwrap_or_default();
        match name.split_whitespace().next() {
            Some(first) => locales::portal_greeting(language.get(), first).into(),
            None => locales::portal_name(language.get()).into(),
        }
    });
    let resource = LocalResource::new(home);
    view! {
        <PageHeading title=greeting/>
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
    }
}

fn content(home: Home) -> AnyView {
    // The oldest due first: that is the one to pay.
    let next = home.open.nodes.iter().rev().find(|invoice| !in_flight(invoice.active_payment.as_ref()));
    let moving = home.open.nodes.iter().filter(|invoice| invoice.active_payment.is_some());
    let banners = moving.map(|invoice| attempt_banner(invoice.active_payment.as_ref())).collect_view();
    let recent = if home.recent.nodes.is_empty() {
        view! {
            <div class="card">
                <Empty title=t!(portal_invoices_none) text=t!(portal_invoices_none_text)/>
            </div>
        }
        .into_any()
    } else {
        invoice_list(home.recent.nodes.clone())
    };
    view! {
        <div class="home">
            <div class="stack">
                {banners}
                {balance_card(&home, next)}
            </div>
            <section class="stack" aria-labelledby="recent">
                <div class="section-heading">
                    <h2 id="recent">{t!(portal_recent_invoices)}</h2>
                    <a href="/portal/invoices">{t!(portal_all_invoices)}</a>
                </div>
                {recent}
            </section>
        </div>
    }
    .into_any()
}

fn balance_card(home: &Home, next: Option<&PayableInvoice>) -> AnyView {
    let Some(balance) = home.balance.as_ref().filter(|balance| !balance.amount.is_zero()) else {
        return view! {
            <section class="card balance balance-none">
                <p class="balance-title">{t!(portal_all_paid)}</p>
                <p class="muted">{t!(portal_all_paid_text)}</p>
            </section>
        }
        .into_any();
    };
    let facts = match (home.open.total_count, next) {
        (1, Some(invoice)) => view! {
            <p class="facts balance-facts">
                <span class="fact">{due(invoice)}</span>
                <span class="fact">{unit(&invoice.unit.label)}</span>
            </p>
        }
        .into_any(),
        (count, next) => {
            let count = u64::try_from(count).unwrap_or_default();
            let following = next.map(|invoice| view! { <span class="fact">{next_words(invoice)}</span> });
            view! {
                <p class="facts balance-facts">
                    <span class="fact">{t!(portal_balance_over, count)}</span>
                    {following}
                </p>
            }
            .into_any()
        }
    };
    let pay = next.map(|invoice| {
        view! {
            {pay_button(t!(portal_pay_now), invoice.id.inner())}
            {costs(&invoice.fee_quotes)}
        }
    });
    view! {
        <section class="card balance">
            <p class="muted">{t!(portal_to_pay)}</p>
            <p class="balance-amount figures">{amount(balance)}</p>
            {facts}
            {pay}
        </section>
    }
    .into_any()
}

/// When an invoice is or was due.
fn due(invoice: &PayableInvoice) -> Text {
    let language = use_language();
    let (due_on, overdue) = (invoice.due_on.0.clone(), invoice.is_overdue);
    text(move || {
        let language = language.get();
        let date = i18n::date_short(language, &due_on);
        let words = if overdue { locales::portal_overdue_since } else { locales::portal_due_on };
        words(language, &date).into()
    })
}

fn next_words(invoice: &PayableInvoice) -> Text {
    let language = use_language();
    let (title, balance) = (invoice.title.clone(), invoice.balance.clone());
    text(move || {
        let language = language.get();
        locales::portal_next_due(language, &title, &i18n::money(language, &balance)).into()
    })
}
