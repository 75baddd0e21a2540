//! One invoice: what is owed and what is going on first, then its lines, payments and history.

use crate::router::use_params_map;
use leptos::prelude::*;

use super::words::{attempt_banner, costs, in_flight, pay_button, payment_list, unit};
use crate::api::InvoiceStatus;
use crate::api::invoices::{InvoiceDetail, TimelineEntry, invoice};
use crate::browser;
use crate::components::{
    Action, Banner, InvoiceBadge, Load, PageHeading, PageSkeleton, Timeline, TimelineItem, Tone, amount, day,
    fetched,
};
use crate::i18n::{self, text, use_language};

/// An invoice's page.
#[component]
pub fn InvoicePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let resource = fetched(move || invoice(id.get()));
    view! {
        <p class="crumbs"><a href="/portal/invoices">{t!(portal_invoices_title)}</a></p>
        <Load resource=resource waiting=|| view! { <PageSkeleton/> } view=content/>
    }
}

fn content(invoice: InvoiceDetail) -> AnyView {
    let moving = in_flight(invoice.active_payment.as_ref());
    let owed = invoice.status == InvoiceStatus::Open && !invoice.balance.amount.is_zero();
    let pay = (owed && !moving).then(|| {
        let language = use_language();
        let balance = invoice.balance.clone();
        let words = text(move || {
            let language = language.get();
            locales::portal_invoice_pay(language, &i18n::money(language, &balance)).into()
        });
        view! {
            <div class="stack">
                {pay_button(words, invoice.id.inner())}
                {costs(&invoice.fee_quotes)}
            </div>
        }
    });
    // What is owed is the figure that counts; where nothing is, what it was.
    let shown = if owed { &invoice.balance } else { &invoice.total };
    view! {
        <div class="invoice-top">
            <PageHeading title=i18n::plain(invoice.title.clone())/>
            <p class="invoice-amount">
                <span>{amount(shown)}</span>
                <InvoiceBadge status=invoice.status overdue=invoice.is_overdue processing=moving resident=true/>
            </p>
            <p class="facts">
                {invoice.number.clone().map(|number| view! { <span class="fact">{number}</span> })}
                <span class="fact">{unit(&invoice.unit.label)}</span>
                <span class="fact">{invoice.property.name.clone()}</span>
            </p>
        </div>
        {state_banner(&invoice)}
        {autopay_banner(&invoice)}
        {attempt_banner(invoice.active_payment.as_ref())}
        <div class="invoice-parts">
            <div class="stack">
                {lines(&invoice)}
                {payments(&invoice)}
                <section class="card">
                    <h2>{t!(common_timeline)}</h2>
                    <Timeline items=invoice.timeline.iter().cloned().map(timeline_item).collect()/>
                </section>
            </div>
            <div class="stack invoice-side">
                {summary(&invoice)}
                {pay}
            </div>
        </div>
    }
    .into_any()
}

fn autopay_banner(invoice: &InvoiceDetail) -> AnyView {
    let Some(on) = invoice.autopay_on.clone() else { return ().into_any() };
    let language = use_language();
    let words = move || {
        let language = language.get();
        locales::portal_autopay_will_pay(language, &i18n::date(language, &on.0))
    };
    view! {
        <Banner tone=Tone::Info>
            <p>{words} " " <a href="/portal/autopay">{t!(portal_autopay_manage)}</a></p>
        </Banner>
    }
    .into_any()
}

fn state_banner(invoice: &InvoiceDetail) -> AnyView {
    let language = use_language();
    match (invoice.status, &invoice.paid_at) {
        (InvoiceStatus::Paid, Some(at)) => {
            let at = at.0.clone();
            let words = move || {
                let language = language.get();
                locales::portal_invoice_paid_on(language, &i18n::instant_in_text(language, &at))
            };
            view! { <Banner tone=Tone::Ok><p>{words}</p></Banner> }.into_any()
        }
        (InvoiceStatus::Void, _) => {
            let reason = invoice.void_reason.clone().map(|reason| {
                view! { <p>{t!(portal_invoice_void_reason, &reason)}</p> }
            });
            view! { <Banner tone=Tone::Quiet><p>{t!(portal_invoice_void)}</p> {reason}</Banner> }.into_any()
        }
        (InvoiceStatus::Uncollectible, _) => {
            view! { <Banner tone=Tone::Quiet><p>{t!(portal_invoice_closed)}</p></Banner> }.into_any()
        }
        _ => ().into_any(),
    }
}

fn lines(invoice: &InvoiceDetail) -> AnyView {
    let line = |line: &crate::api::invoices::InvoiceLine| {
        view! {
            <tr>
                <td>{line.description.clone()}</td>
                <td class="figures">{amount(&line.amount)}</td>
            </tr>
        }
    };
    let print = Callback::new(|()| browser::print());
    view! {
        <section class="card">
            <div class="section-heading">
                <h2>{t!(common_lines)}</h2>
                <Action words=t!(portal_invoice_print) kind=crate::components::Kind::Plain on_press=print/>
            </div>
            {invoice.description.clone().map(|words| view! { <p class="muted">{words}</p> })}
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!(common_description)}</th>
                        <th scope="col" class="figures">{t!(common_amount)}</th>
                    </tr>
                </thead>
                <tbody>{invoice.lines.iter().map(line).collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <td><strong>{t!(common_total)}</strong></td>
                        <td class="figures"><strong>{amount(&invoice.total)}</strong></td>
                    </tr>
                </tfoot>
            </table>
        </section>
    }
    .into_any()
}

fn summary(invoice: &InvoiceDetail) -> AnyView {
    let on_its_way = (!invoice.processing.amount.is_zero()).then(|| {
        view! {
            <dt>{t!(common_on_its_way)}</dt>
            <dd>{amount(&invoice.processing)}</dd>
        }
    });
    let written_off = (!invoice.written_off.amount.is_zero()).then(|| {
        view! {
            <dt>{t!(common_written_off)}</dt>
            <dd>{amount(&invoice.written_off)}</dd>
        }
    });
    view! {
        <section class="card">
            <h2>{t!(common_details)}</h2>
            <dl class="pairs">
                <dt>{t!(common_due)}</dt>
                <dd>{day(&invoice.due_on.0)}</dd>
                <dt>{t!(common_total)}</dt>
                <dd>{amount(&invoice.total)}</dd>
                <dt>{t!(common_paid)}</dt>
                <dd>{amount(&invoice.paid)}</dd>
                {on_its_way}
                {written_off}
                <dt class="pair-total">{t!(common_balance)}</dt>
                <dd class="pair-total">{amount(&invoice.balance)}</dd>
            </dl>
        </section>
    }
    .into_any()
}

fn payments(invoice: &InvoiceDetail) -> AnyView {
    if invoice.payments.is_empty() {
        return view! {
            <section class="card">
                <h2>{t!(portal_invoice_payments)}</h2>
                <p class="muted">{t!(portal_invoice_no_payments)}</p>
            </section>
        }
        .into_any();
    }
    let rows = invoice.payments.iter().cloned().map(|payment| (payment, None)).collect();
    view! {
        <section class="stack">
            <h2>{t!(portal_invoice_payments)}</h2>
            {payment_list(rows)}
        </section>
    }
    .into_any()
}

fn timeline_item(entry: TimelineEntry) -> TimelineItem {
    TimelineItem {
        kind: entry.kind,
        at: entry.at.0,
        actor: entry.actor,
        amount: entry.amount,
        fee: entry.fee,
        method: entry.method,
        email_to: entry.email_to,
        email_language: entry.email_language,
        detail: entry.detail,
    }
}
