//! The short dialogs: publish, discard, void, write off, and take back a payment.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::controls::{Checkbox, TextArea};
use super::actions::Form;
use super::reaches;
use crate::api::admin::{self, InvoiceView};
use crate::browser;
use crate::components::{Action, Dialog, ErrorSummary, Kind, Problem, use_toasts};
use crate::i18n::{self, Text, use_language};

/// The buttons at the foot of a dialog.
pub(super) fn foot(form: Form, words: Text, kind: Kind, press: Callback<()>) -> AnyView {
    view! {
        <div class="dialog-actions">
            <Action words=t!(common_cancel) on_press=form.close()/>
            <Action words=words kind=kind busy=form.busy on_press=press/>
        </div>
    }
    .into_any()
}

#[component]
pub(super) fn Publish(invoice: InvoiceView, form: Form) -> impl IntoView {
    let language = use_language();
    let toasts = use_toasts();
    let reachable = reaches(&invoice);
    let notify = RwSignal::new(reachable);
    let key = browser::new_key();
    let whom = invoice.resident.as_ref().filter(|_| reachable).map_or_else(
        || view! { <p class="warn-text">{t!(admin_publish_untold)}</p> }.into_any(),
        |resident| {
            let address = resident.email.clone().unwrap_or_default();
            let name = resident.name.clone();
            view! {
                <Checkbox
                    id="notify"
                    label=t!(admin_publish_notify, &name)
                    checked=notify
                    hint=t!(admin_publish_notify_hint, &address)
                />
            }
            .into_any()
        },
    );
    let press = Callback::new(move |()| {
        form.busy.set(true);
        let (id, key) = (invoice.id.clone(), key.clone());
        spawn_local(async move {
            match admin::publish(id, notify.get_untracked(), Some(invoice.version), key).await {
                Ok(()) => {
                    form.open.set(false);
                    toasts.show(locales::admin_published(language.get_untracked()));
                    form.live.look();
                }
                Err(error) => form.refused(error, |_| None),
            }
        });
    });
    view! {
        <Dialog open=form.open title=t!(admin_publish_title)>
            <ErrorSummary problems=form.problems/>
            <p>{t!(admin_publish_text)}</p>
            {whom}
            {foot(form, t!(admin_publish_now), Kind::Primary, press)}
        </Dialog>
    }
}

#[component]
pub(super) fn Discard(invoice: InvoiceView, form: Form) -> impl IntoView {
    let language = use_language();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let press = Callback::new(move |()| {
        form.busy.set(true);
        let (id, navigate) = (invoice.id.clone(), navigate.clone());
        spawn_local(async move {
            match admin::discard(id, invoice.version).await {
                Ok(()) => {
                    toasts.show(locales::admin_discarded(language.get_untracked()));
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate("/admin/invoices", options);
                }
                Err(error) => form.refused(error, |_| None),
            }
        });
    });
    view! {
        <Dialog open=form.open title=t!(admin_discard_title)>
            <ErrorSummary problems=form.problems/>
            <p>{t!(admin_discard_text)}</p>
            {foot(form, t!(admin_discard), Kind::Danger, press)}
        </Dialog>
    }
}

/// Says that a reason is missing; true when there is one.
pub(super) fn has_reason(form: Form, reason: RwSignal<String>, words: Text) -> bool {
    let missing = reason.with_untracked(|reason| reason.trim().is_empty());
    let problem = missing.then(|| Problem { field: Some("reason".to_owned()), words });
    form.problems.show(problem.into_iter().collect())
}

fn reason_field(field: &str) -> Option<String> {
    (field == "reason").then(|| field.to_owned())
}

#[component]
pub(super) fn Void(invoice: InvoiceView, form: Form) -> impl IntoView {
    let language = use_language();
    let toasts = use_toasts();
    let reason = RwSignal::new(String::new());
    let key = browser::new_key();
    let required = t!(admin_reason_required);
    let press = Callback::new(move |()| {
        if !has_reason(form, reason, required) {
            return;
        }
        form.busy.set(true);
        let (id, key, why) = (invoice.id.clone(), key.clone(), reason.get_untracked().trim().to_owned());
        spawn_local(async move {
            match admin::void(id, why, invoice.version, key).await {
                Ok(()) => {
                    form.open.set(false);
                    toasts.show(locales::admin_voided(language.get_untracked()));
                    form.live.look();
                }
                Err(error) => form.refused(error, reason_field),
            }
        });
    });
    view! {
        <Dialog open=form.open title=t!(admin_void_title)>
            <ErrorSummary problems=form.problems/>
            <p>{t!(admin_void_text)}</p>
            <TextArea id="reason" label=t!(admin_reason) value=reason problems=form.problems hint=t!(admin_void_hint)/>
            {foot(form, t!(admin_void), Kind::Danger, press)}
        </Dialog>
    }
}

#[component]
pub(super) fn WriteOff(invoice: InvoiceView, form: Form) -> impl IntoView {
    let language = use_language();
    let toasts = use_toasts();
    let reason = RwSignal::new(String::new());
    let key = browser::new_key();
    let required = t!(admin_reason_required);
    let balance = invoice.balance.clone();
    let consequences = move || {
        let language = language.get();
        locales::admin_write_off_text(language, &i18n::money(language, &balance))
    };
    let press = Callback::new(move |()| {
        if !has_reason(form, reason, required) {
            return;
        }
        form.busy.set(true);
        let (id, key, why) = (invoice.id.clone(), key.clone(), reason.get_untracked().trim().to_owned());
        spawn_local(async move {
            match admin::write_off(id, why, invoice.version, key).await {
                Ok(()) => {
                    form.open.set(false);
                    toasts.show(locales::admin_written_off_done(language.get_untracked()));
                    form.live.look();
                }
                Err(error) => form.refused(error, reason_field),
            }
        });
    });
    view! {
        <Dialog open=form.open title=t!(admin_write_off_title)>
            <ErrorSummary problems=form.problems/>
            <p>{consequences}</p>
            <TextArea id="reason" label=t!(admin_reason) value=reason problems=form.problems hint=t!(admin_write_off_hint)/>
            {foot(form, t!(admin_write_off_now), Kind::Danger, press)}
        </Dialog>
    }
}

#[component]
pub(super) fn Reverse(payment: cynic::Id, form: Form) -> impl IntoView {
    let language = use_language();
    let toasts = use_toasts();
    let reason = RwSignal::new(String::new());
    let key = browser::new_key();
    let required = t!(admin_reason_required);
    let press = Callback::new(move |()| {
        if !has_reason(form, reason, required) {
            return;
        }
        form.busy.set(true);
        let (id, key, why) = (payment.clone(), key.clone(), reason.get_untracked().trim().to_owned());
        spawn_local(async move {
            match admin::reverse_payment(id, why, key).await {
                Ok(()) => {
                    form.open.set(false);
                    toasts.show(locales::admin_reversed(language.get_untracked()));
                    form.live.look();
                }
                Err(error) => form.refused(error, reason_field),
            }
        });
    });
    view! {
        <Dialog open=form.open title=t!(admin_reverse_title)>
            <ErrorSummary problems=form.problems/>
            <p>{t!(admin_reverse_text)}</p>
            <TextArea id="reason" label=t!(admin_reason) value=reason problems=form.problems/>
            {foot(form, t!(admin_reverse), Kind::Danger, press)}
        </Dialog>
    }
}
