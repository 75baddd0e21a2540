//! The row of totals above the list. Each is a link that shows what it counts.

use leptos::prelude::*;

use super::super::address::parameter;
use super::super::parts::count;
use super::status_link;
use crate::api::InvoiceListStatus;
use crate::api::admin::{Bucket, InvoiceTotals};
use crate::components::amount;
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
        locales::admin_totals_billed(language.get(), &i18n::money(language.get(), &billed)).into()
    });
    let open = counted(&totals.open, locales::admin_invoices_counted);
    let processing = counted(&totals.processing, locales::admin_transfers_counted);
    view! {
        <nav class="card card-flush" aria-label=t!(admin_totals_label)>
            <ul class="totals">
                {total(InvoiceListStatus::Open, t!(admin_filter_open), &totals.open, open, "")}
                {total(InvoiceListStatus::Overdue, t!(admin_filter_overdue), &totals.overdue, overdue, "tone-bad")}
                {total(InvoiceListStatus::Processing, t!(admin_filter_processing), &totals.processing, processing, "")}
                {total(InvoiceListStatus::Paid, t!(admin_totals_paid), &totals.paid_this_month, billed, "tone-ok")}
            </ul>
        </nav>
    }
    .into_any()
}

fn total(
    status: InvoiceListStatus,
    title: Text,
    bucket: &Bucket,
    words: Text,
    tone: &'static str,
) -> AnyView {
    let chosen = parameter("status");
    let current = move || chosen.with(|chosen| chosen.as_deref() == Some(status.slug())).then_some("true");
    // Nothing overdue is no reason for red.
    let tone = if bucket.amount.amount.is_zero() { "" } else { tone };
    view! {
        <li>
            <a class=format!("total {tone}") href=status_link(status) aria-current=current>
                <span class="muted">{title}</span>
                <span class="total-amount">{amount(&bucket.amount)}</span>
                <span class="muted small">{words}</span>
            </a>
        </li>
    }
    .into_any()
}

/// What stands there until the totals are known.
pub(super) fn waiting() -> AnyView {
    view! { <div class="card totals-waiting"><div class="skeleton skeleton-amount"></div></div> }.into_any()
}
