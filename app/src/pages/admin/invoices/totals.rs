//! The row of totals above the list. Each is a link that shows what it counts.

use leptos::prelude::*;

use super::super::address::parameter;
use super::super::parts::count;
use super::status_link;
use crate::api::admin::{Bucket, InvoiceTotals};
use crate::api::{InvoiceStatusFilter, Money};
use crate::i18n::{self, Language, Text, text, use_language};

/// The totals.
pub(super) fn totals(totals: InvoiceTotals) -> AnyView {
    let language = use_language();
    let counted = move |of: &Bucket, words: fn(Language, u64, &str) -> String| {
        let found = count(of.count);
        text(move || words(language.get(), found, &i18n::number(language.get(), found)).into())
    };
    let overdue = {
        let invoices = counted(&totals.overdue, locales::admin_invoices_counted);
        let oldest = totals.oldest_overdue_days.filter(|days| *days > 0).map(count);
        text(move || match oldest {
            Some(days) => locales::admin_totals_oldest(language.get(), &invoices.get(), days).into(),
            None => invoices.get(),
        })
    };
    let billed = totals.billed_this_month.clone();
    let billed = text(move || {
        let billed: Vec<String> =
            billed.iter().map(|sum| of_several(language.get(), sum, billed.len())).collect();
        locales::admin_totals_billed(language.get(), &billed.join(" + ")).into()
    });
    let open = counted(&totals.open, locales::admin_invoices_counted);
    let processing = counted(&totals.processing, locales::admin_transfers_counted);
    view! {
        <nav class="card card-flush" aria-label=t!(admin_totals_label)>
            <ul class="totals">
                {total(InvoiceStatusFilter::Open, t!(admin_filter_open), &totals.open, open, "")}
                {total(InvoiceStatusFilter::Overdue, t!(admin_filter_overdue), &totals.overdue, overdue, "tone-bad")}
                {total(InvoiceStatusFilter::Processing, t!(admin_filter_processing), &totals.processing, processing, "")}
                {total(InvoiceStatusFilter::Paid, t!(admin_totals_paid), &totals.paid_this_month, billed, "tone-ok")}
            </ul>
        </nav>
    }
    .into_any()
}

fn total(
    status: InvoiceStatusFilter,
    title: Text,
    bucket: &Bucket,
    words: Text,
    tone: &'static str,
) -> AnyView {
    let chosen = parameter("status");
    let current = move || chosen.with(|chosen| chosen.as_deref() == Some(status.slug())).then_some("true");
    // Nothing overdue is no reason for red.
    let tone = if bucket.amounts.iter().all(|sum| sum.amount.is_zero()) { "" } else { tone };
    let language = use_language();
    let sums = bucket.amounts.clone();
    let several = sums.len();
    let sum = move |sum: Money| {
        view! { <span class="total-amount figures">{move || of_several(language.get(), &sum, several)}</span> }
    };
    view! {
        <li>
            <a class=format!("total {tone}") href=status_link(status) aria-current=current>
                <span class="muted">{title}</span>
                {sums.into_iter().map(sum).collect_view()}
                <span class="muted small">{words}</span>
            </a>
        </li>
    }
    .into_any()
}

/// An amount that names its currency where it stands beside one of another.
fn of_several(language: Language, sum: &Money, several: usize) -> String {
    if several > 1 { i18n::money_of_currency(language, sum) } else { i18n::money(language, sum) }
}

/// What stands there until the totals are known.
pub(super) fn waiting() -> AnyView {
    view! { <div class="card totals-waiting"><div class="skeleton skeleton-amount"></div></div> }.into_any()
}
