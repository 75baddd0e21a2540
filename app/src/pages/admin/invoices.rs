//! The organization's invoices: totals that are filters, one table, and publishing all drafts.

mod keys;
mod publish_all;
mod run;
mod table;
mod totals;

use leptos::html;
use leptos::prelude::*;

use self::publish_all::PublishAll;
use self::run::Run;
use super::address::{link, parameter};
use super::filters::{PropertyFilter, Search};
use super::use_organization;
use crate::api::InvoiceStatusFilter;
use crate::api::admin::{self, InvoiceFilter, InvoiceOrder, InvoicePage, InvoiceTotals};
use crate::components::{
    Action, ActionLink, Empty, Kind, ListSkeleton, Load, PageHeading, Tab, Tabs, fetched, slice_of,
};
use crate::i18n::{self, Language, Text, text, use_language};

const ROWS: i32 = 50;

/// The list of invoices.
#[component]
pub fn InvoicesPage() -> impl IntoView {
    let organization = use_organization();
    let language = use_language();
    let slice = slice_of(ROWS);
    let (property, search) = (parameter("property"), parameter("search"));
    let (status, order) = (parameter("status"), parameter("order"));
    let status = Memo::new(move |_| status.get().as_deref().and_then(InvoiceStatusFilter::from_slug));
    let order = Memo::new(move |_| {
        order.get().as_deref().and_then(InvoiceOrder::from_slug).unwrap_or(InvoiceOrder::DueDesc)
    });
    // Raised when a run has changed the invoices.
    let changed = RwSignal::new(0_u32);
    let list = fetched(move || {
        changed.track();
        let filter = InvoiceFilter {
            property: property.get(),
            status: status.get(),
            search: search.get(),
            order: Some(order.get()),
        };
        admin::invoices(organization.id(), filter, slice())
    });
    let totals = fetched(move || {
        changed.track();
        admin::totals(organization.id(), property.get())
    });
    // Kept apart from the resource, so that what follows it stays in place while newer totals load.
    let known = RwSignal::new(None::<InvoiceTotals>);
    Effect::new(move |_| {
        if let Some(totals) = totals.get() {
            known.set(Some(totals));
        }
    });
    let drafts = Memo::new(move |_| {
        known.with(|totals| totals.as_ref().map_or(0, |totals| super::parts::count(totals.draft.count)))
    });
    let nothing_yet = move || known.with(|totals| totals.as_ref().is_some_and(|totals| totals.all == 0));
    let narrowed = move || {
        status.with_untracked(Option::is_some)
            || property.with_untracked(Option::is_some)
            || search.with_untracked(Option::is_some)
    };
    let field = NodeRef::<html::Input>::new();
    keys::listen(field);
    let dialog = RwSignal::new(false);
    let ask = Callback::new(move |()| dialog.set(true));
    let publish_words: Text = text(move || {
        locales::admin_publish_all(language.get(), &i18n::number(language.get(), drafts.get())).into()
    });
    let content = move |page: InvoicePage| {
        if page.nodes.is_empty() {
            return nothing(narrowed());
        }
        table::table(page, order.get_untracked(), property.get_untracked().is_none())
    };
    view! {
        <PageHeading title=t!(admin_invoices_title)>
            {move || (drafts.get() > 0).then(|| view! { <Action words=publish_words on_press=ask/> })}
            <a class="button button-primary" href="/admin/invoices/new" aria-keyshortcuts="c">
                {t!(admin_invoice_create)}
                <kbd aria-hidden="true">"C"</kbd>
            </a>
        </PageHeading>
        <Run finished=Callback::new(move |()| changed.update(|count| *count = count.wrapping_add(1)))/>
        <PublishAll dialog=dialog/>
        <Load resource=totals waiting=totals::waiting view=totals::totals/>
        <div class="card card-flush">
            <div class="list-head" class:visually-hidden=move || nothing_yet() && !narrowed()>
                <Tabs label=t!(admin_invoices_filter) parameter="status" tabs=tabs(language, known)/>
                <div class="list-tools">
                    <PropertyFilter/>
                    <table::OrderChoice order=order/>
                    <Search label=t!(admin_invoices_search) node=field/>
                </div>
            </div>
            <Load resource=list waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
    }
}

/// The filters by status; the first ones say how many there are.
fn tabs(language: RwSignal<Language>, known: RwSignal<Option<InvoiceTotals>>) -> Vec<Tab> {
    let counted = move |words: fn(Language) -> &'static str, of: fn(&InvoiceTotals) -> i32| {
        text(move || {
            let language = language.get();
            match known.with(|totals| totals.as_ref().map(of)) {
                Some(found) => {
                    let found = i18n::number(language, super::parts::count(found));
                    format!("{} {found}", words(language)).into()
                }
                None => words(language).into(),
            }
        })
    };
    let tab = |status: InvoiceStatusFilter, words| Tab { value: Some(status.slug()), words };
    vec![
        Tab { value: None, words: t!(common_all) },
        tab(InvoiceStatusFilter::Draft, counted(locales::admin_filter_draft, |totals| totals.draft.count)),
        tab(InvoiceStatusFilter::Open, counted(locales::admin_filter_open, |totals| totals.open.count)),
        tab(
            InvoiceStatusFilter::Overdue,
            counted(locales::admin_filter_overdue, |totals| totals.overdue.count),
        ),
        tab(InvoiceStatusFilter::Processing, t!(admin_filter_processing)),
        tab(InvoiceStatusFilter::Paid, t!(admin_filter_paid)),
        tab(InvoiceStatusFilter::Void, t!(admin_filter_void)),
        tab(InvoiceStatusFilter::Uncollectible, t!(admin_filter_uncollectible)),
    ]
}

fn nothing(narrowed: bool) -> AnyView {
    if narrowed {
        view! {
            <Empty title=t!(admin_nothing_matches) text=t!(admin_nothing_matches_text)>
                <ActionLink words=t!(admin_clear_filters) href="/admin/invoices"/>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty title=t!(admin_invoices_none) text=t!(admin_invoices_none_text)>
                <ActionLink words=t!(admin_invoice_create) href="/admin/invoices/new" kind=Kind::Primary/>
            </Empty>
        }
        .into_any()
    }
}

/// The link of a filter by status; its own again once it is chosen leads back to all.
fn status_link(status: InvoiceStatusFilter) -> impl Fn() -> String + Clone {
    link("status", Some(status.slug()))
}
