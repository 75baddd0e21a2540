//! Saving and publishing in one go: asks whether residents are told, makes the drafts, publishes one
//! after the other and says how far it is. What could not be published stays a draft.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::controls::Checkbox;
use super::form::Form;
use super::{after, count, make};
use crate::api::admin::{self, BillingUnit, NewInvoice};
use crate::api::error_text;
use crate::browser;
use crate::components::{Action, Dialog, Kind, Progress, use_toasts};
use crate::i18n::{self, text, use_language};

/// How far saving and publishing has come.
#[derive(Clone, PartialEq)]
pub(super) enum Publishing {
    /// What would be made; not yet confirmed.
    Asking(NewInvoice),
    /// This many of so many invoices have been tried.
    Going(u32, u32),
}

/// The dialog, while there is something to ask or to wait for.
#[component]
pub(super) fn SaveAndPublish(
    form: Form,
    known: RwSignal<Vec<BillingUnit>>,
    publishing: RwSignal<Option<Publishing>>,
) -> impl IntoView {
    let shown = Memo::new(move |_| publishing.with(Option::is_some));
    move || shown.get().then(|| view! { <Ask form=form known=known publishing=publishing/> })
}

#[component]
fn Ask(
    form: Form,
    known: RwSignal<Vec<BillingUnit>>,
    publishing: RwSignal<Option<Publishing>>,
) -> impl IntoView {
    let language = use_language();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let open = RwSignal::new(true);
    let notify = RwSignal::new(true);
    Effect::new(move |_| {
        if !open.get() {
            publishing.set(None);
        }
    });
    let (units, unreached) = untrack(|| form.reach(known));
    let start = Callback::new(move |()| {
        let Some(Publishing::Asking(invoice)) = publishing.get_untracked() else { return };
        publishing.set(Some(Publishing::Going(0, u32::try_from(units).unwrap_or(1))));
        form.busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let Some(made) = make(form, invoice).await else {
                open.try_set(false);
                return;
            };
            let notify_residents = notify.try_get_untracked().unwrap_or(true);
            let total = u32::try_from(made.len()).unwrap_or_default();
            let (mut done, mut failure, mut failed) = (0_u32, None, 0_u64);
            for id in &made {
                if let Err(error) =
                    admin::publish(id.clone(), notify_residents, None, browser::new_key()).await
                {
                    failed += 1;
                    failure = Some(error);
                }
                done += 1;
                publishing.try_set(Some(Publishing::Going(done, total)));
            }
            let language = language.get_untracked();
            match failure {
                None => toasts.show(locales::admin_invoices_published(language, count(made.len()))),
                Some(error) => {
                    let why = error_text(language, &error);
                    toasts.show(locales::admin_invoices_unpublished(language, failed, &why));
                }
            }
            let target = match made.as_slice() {
                [_, _, ..] if failed == 0 => "/admin/invoices?status=open".to_owned(),
                made => after(made),
            };
            navigate(&target, NavigateOptions::default());
        });
    });
    let close = Callback::new(move |()| open.set(false));
    let body = move || match publishing.get() {
        Some(Publishing::Going(done, total)) => {
            let words = text(move || {
                let language = language.get();
                let (done, total) =
                    (i18n::number(language, done.into()), i18n::number(language, total.into()));
                locales::admin_run_progress(language, &done, &total).into()
            });
            view! { <Progress words=words done=Signal::stored(done) total=Signal::stored(Some(total))/> }
                .into_any()
        }
        _ => {
            let unreached = (unreached > 0)
                .then(|| view! { <p class="warn-text">{t!(admin_publish_all_untold, unreached)}</p> });
            view! {
                <p>{t!(admin_new_publish_text, units)}</p>
                {unreached}
                <Checkbox id="notify" label=t!(admin_notify) checked=notify hint=t!(admin_notify_hint)/>
                <div class="dialog-actions">
                    <Action words=t!(common_cancel) on_press=close/>
                    <Action words=t!(admin_publish_now) kind=Kind::Primary on_press=start/>
                </div>
            }
            .into_any()
        }
    };
    view! { <Dialog open=open title=t!(admin_new_publish_title)>{body}</Dialog> }
}
