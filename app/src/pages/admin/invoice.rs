//! One invoice: the amount and its status, what is happening in a sentence, its parts, everything that
//! happened to it, and what can be done.

mod actions;
mod decide;
mod follow;
mod parts;
mod payments;
mod record;
mod refund;
mod sentence;

use crate::router::use_params_map;
use leptos::prelude::*;

use self::actions::{Actions, Dialogs, InvoiceDialog};
use self::follow::{Live, follow};
use crate::api::InvoiceStatus;
use crate::api::admin::InvoiceView;
use crate::components::{InvoiceBadge, PageHeading, PageSkeleton, amount, failed};
use crate::i18n::{Text, text, use_language};

/// An invoice's page.
#[component]
pub fn InvoicePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let live = follow(id);
    let dialog = RwSignal::new(None::<InvoiceDialog>);
    let language = use_language();
    let title: Text = text(move || {
        let language = language.get();
        match live.invoice().and_then(|invoice| invoice.number) {
            Some(number) => locales::admin_invoice_heading(language, &number).into(),
            None => locales::common_invoice(language).into(),
        }
    });
    view! {
        <nav class="crumbs" aria-label=t!(admin_crumbs)>
            <a href="/admin/invoices">{t!(admin_nav_invoices)}</a>
            " / "
            {move || live.invoice().map(name)}
        </nav>
        <PageHeading title=title hidden=true/>
        {move || match live.answer() {
            None => view! { <PageSkeleton/> }.into_any(),
            Some(Err(error)) => failed(error, Callback::new(move |()| live.look())),
            Some(Ok(invoice)) => content(invoice, live, dialog),
        }}
        <Dialogs live=live dialog=dialog/>
    }
}

/// The invoice's number; a draft has none yet.
fn name(invoice: InvoiceView) -> AnyView {
    match invoice.number {
        Some(number) => number.into_any(),
        None => t!(status_draft).into_any(),
    }
}

fn content(invoice: InvoiceView, live: Live, dialog: RwSignal<Option<InvoiceDialog>>) -> AnyView {
    let moving = !invoice.processing.amount.is_zero();
    let whose = invoice.resident.as_ref().map(|resident| resident.name.clone());
    let about = {
        let (title, label) = (invoice.title.clone(), invoice.unit.label.clone());
        let language = use_language();
        text(move || {
            let language = language.get();
            let unit = locales::admin_unit(language, &label);
            match &whose {
                Some(name) => locales::admin_invoice_about(language, &title, &unit, name).into(),
                None => locales::admin_invoice_about_unit(language, &title, &unit).into(),
            }
        })
    };
    let has_payments = !invoice.payments.is_empty();
    view! {
        <div class="object-head">
            <div class="object-name">
                <p class="object-amount">
                    {amount(&invoice.total)}
                    <InvoiceBadge status=invoice.status overdue=invoice.is_overdue processing=moving/>
                </p>
                <p>{about}</p>
            </div>
            <Actions invoice=invoice.clone() live=live dialog=dialog/>
        </div>
        {sentence::sentence(&invoice)}
        <div class="object-parts">
            <div class="stack">
                {parts::lines(&invoice)}
                {has_payments.then(|| payments::payments(&invoice, dialog))}
                {parts::timeline(&invoice)}
            </div>
            <div class="stack">
                {parts::summary(&invoice)}
                {parts::details(&invoice)}
            </div>
        </div>
    }
    .into_any()
}

/// Whether there is someone this invoice's mail reaches.
fn reaches(invoice: &InvoiceView) -> bool {
    invoice.resident.as_ref().is_some_and(crate::api::admin::ResidentName::gets_mail)
}

/// Whether the invoice is published and neither paid nor closed.
fn is_open(invoice: &InvoiceView) -> bool {
    invoice.status == InvoiceStatus::Open
}
