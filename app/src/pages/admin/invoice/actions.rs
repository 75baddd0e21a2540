//! What can be done with an invoice in its state, and the dialogs that ask before doing it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::decide::{Discard, Publish, Reverse, Void, WriteOff};
use super::follow::Live;
use super::record::Record;
use super::refund::Refund;
use super::{is_open, reaches};
use crate::api::admin::{self, InvoiceView};
use crate::api::{ApiError, ErrorCode, InvoiceStatus, PaymentStatus, TimelineKind, error_text};
use crate::browser;
use crate::components::{Action, Kind, Problems, use_toasts};
use crate::i18n::use_language;

/// The dialog that is open.
#[derive(Clone, PartialEq)]
pub(super) enum InvoiceDialog {
    Publish,
    Discard,
    Void,
    WriteOff,
    Record,
    /// Take back the payment with this id.
    Reverse(cynic::Id),
    /// Give money of the payment with this id back.
    Refund(cynic::Id),
}

/// The buttons.
#[component]
pub(super) fn Actions(
    invoice: InvoiceView,
    live: Live,
    dialog: RwSignal<Option<InvoiceDialog>>,
) -> impl IntoView {
    let ask = |what: InvoiceDialog| Callback::new(move |()| dialog.set(Some(what.clone())));
    let moving =
        invoice.active_payment.as_ref().is_some_and(|payment| payment.status == PaymentStatus::Processing);
    let untouched = invoice.paid.amount.is_zero() && invoice.written_off.amount.is_zero() && !moving;
    let mailed = invoice.timeline.iter().any(|entry| entry.kind == TimelineKind::EmailQueued);
    let draft = invoice.status == InvoiceStatus::Draft;
    let open = is_open(&invoice);
    let resend =
        (open && reaches(&invoice) && !mailed).then(|| view! { <Resend id=invoice.id.clone() live=live/> });
    view! {
        <div class="page-actions">
            {draft.then(|| view! { <Action words=t!(admin_discard) kind=Kind::Danger on_press=ask(InvoiceDialog::Discard)/> })}
            {resend}
            {(open && untouched).then(|| view! { <Action words=t!(admin_void) kind=Kind::Danger on_press=ask(InvoiceDialog::Void)/> })}
            {(open && !moving).then(|| view! {
                <Action words=t!(admin_write_off) kind=Kind::Danger on_press=ask(InvoiceDialog::WriteOff)/>
            })}
            {(open && !moving).then(|| view! {
                <Action words=t!(admin_record_payment) kind=Kind::Primary on_press=ask(InvoiceDialog::Record)/>
            })}
            {draft.then(|| view! { <Action words=t!(admin_publish) kind=Kind::Primary on_press=ask(InvoiceDialog::Publish)/> })}
        </div>
    }
    .into_any()
}

/// Sends the invoice's mail again.
#[component]
fn Resend(id: cynic::Id, live: Live) -> impl IntoView {
    let language = use_language();
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let keys = StoredValue::new(browser::new_key());
    let press = Callback::new(move |()| {
        busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            let Some(key) = keys.try_get_value() else { return };
            let outcome = admin::resend(id, key).await;
            let _ = busy.try_set(false);
            let language = language.get_untracked();
            match outcome {
                Ok(()) => {
                    let _ = keys.try_update_value(|key| *key = browser::new_key());
                    toasts.show(locales::admin_resent(language));
                    live.look();
                }
                Err(error) => toasts.show(error_text(language, &error)),
            }
        });
    });
    view! { <Action words=t!(admin_resend) busy=busy on_press=press/> }.into_any()
}

/// Shows the open dialog.
#[component]
pub(super) fn Dialogs(live: Live, dialog: RwSignal<Option<InvoiceDialog>>) -> impl IntoView {
    move || {
        let what = dialog.get()?;
        // A dialog is about the invoice as it was shown; what changes meanwhile is refused by its version.
        let invoice = untrack(|| live.invoice())?;
        let open = RwSignal::new(true);
        Effect::new(move |_| {
            if !open.get() {
                dialog.set(None);
            }
        });
        let form = Form { open, live, busy: RwSignal::new(false), problems: Problems::new() };
        Some(match what {
            InvoiceDialog::Publish => view! { <Publish invoice=invoice form=form/> }.into_any(),
            InvoiceDialog::Discard => view! { <Discard invoice=invoice form=form/> }.into_any(),
            InvoiceDialog::Void => view! { <Void invoice=invoice form=form/> }.into_any(),
            InvoiceDialog::WriteOff => view! { <WriteOff invoice=invoice form=form/> }.into_any(),
            InvoiceDialog::Record => view! { <Record invoice=invoice form=form/> }.into_any(),
            InvoiceDialog::Reverse(payment) => view! { <Reverse payment=payment form=form/> }.into_any(),
            InvoiceDialog::Refund(payment) => {
                let payment = invoice.payments.into_iter().find(|one| one.id == payment)?;
                view! { <Refund payment=payment form=form/> }.into_any()
            }
        })
    }
}

/// What the dialogs share.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) open: RwSignal<bool>,
    pub(super) live: Live,
    pub(super) busy: RwSignal<bool>,
    pub(super) problems: Problems,
}

impl Form {
    /// What closes the dialog.
    pub(super) fn close(self) -> Callback<()> {
        Callback::new(move |()| self.open.set(false))
    }

    /// Shows why it did not work. When someone else has changed the invoice, the page shows how it is now.
    pub(super) fn refused(self, error: ApiError, field: impl Fn(&str) -> Option<String>) {
        if self.busy.try_set(false).is_some() {
            return;
        }
        let stale = matches!(&error, ApiError::Refused(reasons)
            if reasons.iter().any(|reason| reason.code == ErrorCode::VersionConflict));
        if stale {
            self.live.look();
        }
        self.problems.show_error(error, |reason| reason.field.as_deref().and_then(&field));
    }
}
