//! Paying one invoice or several at once: what is owed on which, and what can't be paid after all.

mod form;

use crate::router::{use_params_map, use_query_map};
use leptos::prelude::*;

use super::together::read_ids;
use super::words::{attempt_banner, in_flight, invoice_list, unit};
use crate::api::InvoiceStatus;
use crate::api::invoices::{CheckoutQuote, InvoiceRow, quote};
use crate::browser;
use crate::components::{
    ActionLink, Banner, Empty, Load, PageHeading, PageSkeleton, Tone, amount, day, fetched,
};
use crate::i18n::{Text, text, use_language};
use form::PayForm;

/// The page that pays one invoice; the address names it.
#[component]
pub fn PayPage() -> impl IntoView {
    let params = use_params_map();
    page(Memo::new(move |_| params.with(|params| params.get("id")).into_iter().collect()))
}

/// The page that pays several: `/portal/pay?invoices=inv_…,inv_…`.
#[component]
pub fn PayTogetherPage() -> impl IntoView {
    let query = use_query_map();
    let named = move || query.with(|query| query.get("invoices"));
    page(Memo::new(move |_| named().map(|list| read_ids(&list)).unwrap_or_default()))
}

fn page(ids: Memo<Vec<String>>) -> AnyView {
    let language = use_language();
    let query = use_query_map();
    let cancelled = move || query.with(|query| query.get("cancelled").is_some());
    let several = Memo::new(move |_| ids.with(|ids| ids.len() != 1));
    // What was refused because it is not as this page has it is shown as it is now.
    let changed = RwSignal::new(false);
    let resource = fetched(move || quote(ids.get(), None));
    let again = Callback::new(move |()| {
        changed.set(true);
        resource.refetch();
    });
    let title = text(move || {
        let words = if several.get() { locales::portal_pay_several_title } else { locales::portal_pay_title };
        words(language.get()).into()
    });
    let back = move || match ids.with(|ids| ids.first().cloned()).filter(|_| !several.get()) {
        Some(id) => back(format!("/portal/invoices/{id}"), t!(portal_back_to_invoice)),
        None => back("/portal/invoices".to_owned(), t!(portal_back_to_invoices)),
    };
    view! {
        <p class="crumbs">{back}</p>
        <PageHeading title=title/>
        {move || changed.get().then(|| view! {
            <Banner tone=Tone::Warn alert=true><p>{t!(portal_pay_changed)}</p></Banner>
        })}
        {move || (cancelled() && !changed.get()).then(|| view! {
            <Banner tone=Tone::Info><p>{t!(portal_pay_cancelled)}</p></Banner>
        })}
        <Load
            resource=resource
            waiting=|| view! { <PageSkeleton/> }
            view=move |quote| {
                if changed.get_untracked() {
                    // The button that was pressed is gone.
                    browser::keep_focus();
                }
                content(quote, again)
            }
        />
    }
    .into_any()
}

fn back(href: String, words: Text) -> AnyView {
    view! { <a href=href>{words}</a> }.into_any()
}

fn content(quote: CheckoutQuote, again: Callback<()>) -> AnyView {
    match (quote.payable.as_slice(), quote.not_payable.as_slice()) {
        ([], [only]) => return nothing(only),
        ([], several) => {
            return view! {
                {left_out(several)}
                <div class="card">
                    <Empty title=t!(portal_pay_none_left)>
                        <ActionLink words=t!(portal_see_invoices) href="/portal/invoices"/>
                    </Empty>
                </div>
            }
            .into_any();
        }
        _ => {}
    }
    let unfinished = quote.payable.iter().find_map(|invoice| invoice.active_payment.as_ref());
    let unfinished = attempt_banner(unfinished);
    view! {
        {top(&quote)}
        {left_out(&quote.not_payable)}
        {unfinished}
        <PayForm quote=quote again=again/>
    }
    .into_any()
}

/// Why the only invoice can't be paid.
fn nothing(invoice: &InvoiceRow) -> AnyView {
    // An open one that can't be paid has a payment on its way.
    if invoice.status == InvoiceStatus::Open {
        let payment = invoice.active_payment.as_ref().filter(|payment| in_flight(Some(*payment)));
        return view! {
            {attempt_banner(payment)}
            <div class="card">
                <Empty title=t!(portal_pay_in_flight_title) text=t!(portal_pay_in_flight_text)/>
            </div>
        }
        .into_any();
    }
    let href = format!("/portal/invoices/{}", invoice.id.inner());
    view! {
        <div class="card">
            <Empty title=t!(portal_pay_nothing_due)>
                <ActionLink words=t!(portal_back_to_invoice) href=href/>
            </Empty>
        </div>
    }
    .into_any()
}

/// Those of several that can't be paid, each with the reason.
fn left_out(rows: &[InvoiceRow]) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let why = |row: &InvoiceRow| {
        let (language, status, title) = (use_language(), row.status, row.title.clone());
        let words = text(move || {
            let words = match status {
                InvoiceStatus::Paid => locales::portal_pay_left_out_paid,
                InvoiceStatus::Open => locales::portal_pay_left_out_moving,
                _ => locales::portal_pay_left_out_closed,
            };
            words(language.get(), &title).into()
        });
        view! { <li>{words}</li> }
    };
    let reasons: Vec<_> = rows.iter().map(why).collect();
    view! {
        <Banner tone=Tone::Warn>
            <p><strong>{t!(portal_pay_left_out)}</strong></p>
            <ul>{reasons}</ul>
        </Banner>
    }
    .into_any()
}

/// What is paid.
fn top(quote: &CheckoutQuote) -> AnyView {
    let Some(first) = quote.payable.first() else { return ().into_any() };
    let (facts, rows) = match quote.payable.as_slice() {
        [only] => {
            let due = view! { <span class="fact">{t!(common_due)} " " {day(&only.due_on.0)}</span> };
            let facts = view! {
                <span class="fact">{only.title.clone()}</span>
                <span class="fact">{unit(&only.unit.label)}</span>
                {due}
            };
            (facts.into_any(), ().into_any())
        }
        several => {
            let count = u64::try_from(several.len()).unwrap_or_default();
            let facts = view! {
                <span class="fact">{t!(portal_ticked, count)}</span>
                <span class="fact">{first.property.name.clone()}</span>
            };
            (facts.into_any(), invoice_list(several.to_vec()))
        }
    };
    view! {
        <div class="invoice-top">
            <p class="invoice-amount">{amount(&quote.balance)}</p>
            <p class="facts">{facts}</p>
        </div>
        {rows}
    }
    .into_any()
}
