//! The first page: what is owed, one button, what it costs, what happened lately.

use leptos::prelude::*;

use super::words::{attempt_banner, costs, in_flight, invoice_list, pay_button, unit};
use crate::api::invoices::{Home, PayableInvoice, home};
use crate::api::{Decimal, Money};
use crate::components::{Empty, Load, PageHeading, PageSkeleton, amount, fetched};
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
    let resource = fetched(home);
    view! {
        <PageHeading title=greeting/>
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
    }
}

fn content(home: Home) -> AnyView {
    let (moving, payable): (Vec<_>, Vec<_>) =
        home.open.nodes.iter().partition(|invoice| in_flight(invoice.active_payment.as_ref()));
    let attempts = home.open.nodes.iter().filter(|invoice| invoice.active_payment.is_some());
    let banners = attempts.map(|invoice| attempt_banner(invoice.active_payment.as_ref())).collect_view();
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
            <div class="stack">{banners} {balance_card(to_pay(&home, &moving, &payable))}</div>
            <section class="stack" aria-labelledby="recent">
                <div class="section-heading">
                    <h2 id="recent">{t!(portal_recent_invoices)}</h2>
                    <a href="/portal/invoices">{t!(portal_all_invoices)}</a>
                </div>
                {recent}
                <p><a href="/portal/autopay">{t!(portal_autopay_title)}</a></p>
            </section>
        </div>
    }
    .into_any()
}

/// What can be paid now: the sum, over how many invoices, and the one to pay first.
struct ToPay<'a> {
    sum: Option<Money>,
    count: u64,
    next: Option<&'a PayableInvoice>,
    /// Whether something is on its way already.
    moving: bool,
}

/// What is owed, less what is on its way already.
fn to_pay<'a>(home: &Home, moving: &[&PayableInvoice], payable: &[&'a PayableInvoice]) -> ToPay<'a> {
    let cents = |invoices: &[&PayableInvoice]| -> i64 {
        invoices.iter().filter_map(|invoice| invoice.balance.amount.cents()).sum()
    };
    let open = usize::try_from(home.open.total_count).unwrap_or_default();
    // With more open invoices than are here, the rest is in the server's sum alone.
    let left = if open > home.open.nodes.len() {
        let owed = home.balance.as_ref().and_then(|balance| balance.amount.cents()).unwrap_or_default();
        owed.saturating_sub(cents(moving))
    } else {
        cents(payable)
    };
    // Newest due first, so the last is the oldest due: that is the one to pay.
    let next = payable.last().copied();
    let sum = next
        .filter(|_| left > 0)
        .map(|next| Money { amount: Decimal::from_cents(left), currency: next.balance.currency });
    let count = u64::try_from(open.saturating_sub(moving.len())).unwrap_or_default();
    ToPay { sum, count, next, moving: !moving.is_empty() }
}

fn balance_card(ToPay { sum, count, next, moving }: ToPay<'_>) -> AnyView {
    let (Some(sum), Some(next)) = (sum, next) else {
        let (title, words) = if moving {
            (t!(portal_nothing_now), t!(portal_nothing_now_text))
        } else {
            (t!(portal_all_paid), t!(portal_all_paid_text))
        };
        return view! {
            <section class="card balance balance-none">
                <p class="balance-title">{title}</p>
                <p class="muted">{words}</p>
            </section>
        }
        .into_any();
    };
    let facts = if count == 1 {
        [due(next), unit(&next.unit.label)]
    } else {
        [t!(portal_balance_over, count), next_words(next)]
    };
    let fact = |words: Text| view! { <span class="fact">{words}</span> };
    view! {
        <section class="card balance">
            <p class="muted">{t!(portal_to_pay)}</p>
            <p class="balance-amount figures">{amount(&sum)}</p>
            <p class="facts balance-facts">{facts.map(fact).collect_view()}</p>
            {pay_button(t!(portal_pay_now), next.id.inner())}
            {costs(&next.fee_quotes)}
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
        let date = i18n::date_in_text(language, &due_on);
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
