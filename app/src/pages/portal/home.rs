//! The first page: what is owed, one button, what it costs, what happened lately.

use leptos::prelude::*;

use super::together::{ToPay, pay_address, sum, to_pay};
use super::words::{attempt_banner, costs, in_flight, invoice_list, pay_together, unit};
use crate::api::invoices::{Home, InvoiceRow, home, quote};
use crate::components::{ActionLink, Empty, Kind, Load, PageHeading, PageSkeleton, amount, fetched};
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
    let open = usize::try_from(home.open.total_count).unwrap_or_default();
    let card = match to_pay(&home.open.nodes, open, home.balance.as_ref()) {
        Some(to_pay) => balance_card(to_pay),
        None => nothing(home.open.nodes.iter().any(|invoice| in_flight(invoice.active_payment.as_ref()))),
    };
    // One attempt may be for several of them.
    let mut listed: Vec<&cynic::Id> = Vec::new();
    let mut attempts = Vec::new();
    for payment in home.open.nodes.iter().filter_map(|invoice| invoice.active_payment.as_ref()) {
        if !listed.contains(&&payment.id) {
            listed.push(&payment.id);
            attempts.push(attempt_banner(Some(payment)));
        }
    }
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
            <div class="stack">{attempts} {card}</div>
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

fn nothing(moving: bool) -> AnyView {
    let (title, words) = if moving {
        (t!(portal_nothing_now), t!(portal_nothing_now_text))
    } else {
        (t!(portal_all_paid), t!(portal_all_paid_text))
    };
    view! {
        <section class="card balance balance-none">
            <p class="balance-title">{title}</p>
            <p class="muted">{words}</p>
        </section>
    }
    .into_any()
}

fn balance_card(to_pay: ToPay) -> AnyView {
    let ToPay { sum: owed, count, together, others } = to_pay;
    let Some(next) = together.first() else { return ().into_any() };
    let facts = if count == 1 {
        [due(next), unit(&next.unit.label)]
    } else {
        [t!(portal_balance_over, count), next_words(next)]
    };
    let fact = |words: Text| view! { <span class="fact">{words}</span> };
    let several = together.len() > 1;
    let words = if several {
        pay_together(together.len(), sum(&together, owed.currency))
    } else {
        t!(portal_pay_now)
    };
    let href = pay_address(together.iter().map(|invoice| invoice.id.inner()));
    let of = (several && others).then(|| {
        let name = next.property.name.clone();
        view! { <p class="muted small">{t!(portal_pay_together_of, &name)}</p> }
    });
    let only_next = several.then(|| {
        let href = pay_address([next.id.inner()]);
        view! { <p class="small"><a href=href>{t!(portal_pay_only_next)}</a></p> }
    });
    // What one payment costs is asked for when the page stands.
    let ids: Vec<String> = together.iter().map(|invoice| invoice.id.inner().to_owned()).collect();
    let price = fetched(move || quote(ids.clone(), None));
    let price = move || price.get().map(|quote| costs(&quote.fee_quotes));
    view! {
        <section class="card balance">
            <p class="muted">{t!(portal_to_pay)}</p>
            <p class="balance-amount figures">{amount(&owed)}</p>
            <p class="facts balance-facts">{facts.map(fact).collect_view()}</p>
            <ActionLink words=words href=href kind=Kind::Main/>
            <div class="balance-costs">{price}</div>
            {of}
            {only_next}
        </section>
    }
    .into_any()
}

/// When an invoice is or was due.
fn due(invoice: &InvoiceRow) -> Text {
    let language = use_language();
    let (due_on, overdue) = (invoice.due_on.0.clone(), invoice.is_overdue);
    text(move || {
        let language = language.get();
        let date = i18n::date_in_text(language, &due_on);
        let words = if overdue { locales::portal_overdue_since } else { locales::portal_due_on };
        words(language, &date).into()
    })
}

fn next_words(invoice: &InvoiceRow) -> Text {
    let language = use_language();
    let (title, balance) = (invoice.title.clone(), invoice.balance.clone());
    text(move || {
        let language = language.get();
        locales::portal_next_due(language, &title, &i18n::money(language, &balance)).into()
    })
}
