//! The dialog before publishing all drafts: how many, and whom it reaches.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::address::{parameter, use_change};
use super::super::controls::Checkbox;
use super::super::use_organization;
use crate::api::admin::{self, Audience};
use crate::api::{ApiError, error_text};
use crate::browser;
use crate::components::{Action, Dialog, ErrorSummary, Kind, Problems};
use crate::i18n::{Text, text, use_language};

/// The dialog; mounted only while it is asked for, so that each time starts afresh.
#[component]
pub(super) fn PublishAll(dialog: RwSignal<bool>) -> impl IntoView {
    move || dialog.get().then(|| view! { <Ask dialog=dialog/> })
}

#[component]
fn Ask(dialog: RwSignal<bool>) -> impl IntoView {
    let organization = use_organization();
    let language = use_language();
    let change = use_change();
    let property = parameter("property").get_untracked();
    let audience = RwSignal::new(None::<Result<Audience, ApiError>>);
    let notify = RwSignal::new(true);
    let busy = RwSignal::new(false);
    let problems = Problems::new();
    let key = StoredValue::new(browser::new_key());
    let id = organization.id();
    spawn_local({
        let property = property.clone();
        async move {
            let answer = admin::audience(id, property).await;
            let _ = audience.try_set(Some(answer));
        }
    });
    let sentence: Text = text(move || {
        let language = language.get();
        match audience.get() {
            None => locales::common_loading(language).into(),
            Some(Err(error)) => error_text(language, &error).into(),
            Some(Ok(Audience { drafts, residents, .. })) => {
                locales::admin_publish_all_text(language, drafts, residents).into()
            }
        }
    });
    let untold = move || match audience.get() {
        Some(Ok(Audience { untold, .. })) if untold > 0 => {
            Some(view! { <p class="warn-text">{t!(admin_publish_all_untold, untold)}</p> })
        }
        _ => None,
    };
    let start = Callback::new(move |()| {
        busy.set(true);
        let (id, property, change) = (organization.id(), property.clone(), change.clone());
        spawn_local(async move {
            match admin::publish_all(id, property, notify.get_untracked(), key.get_value()).await {
                Ok(run) => {
                    dialog.set(false);
                    change("run", Some(run.id.into_inner()));
                }
                Err(error) => {
                    busy.set(false);
                    problems.show_error(error, |_| None);
                }
            }
        });
    });
    let close = Callback::new(move |()| dialog.set(false));
    view! {
        <Dialog open=dialog title=t!(admin_publish_all_title)>
            <ErrorSummary problems=problems/>
            <p>{sentence}</p>
            {untold}
            <Checkbox id="notify" label=t!(admin_notify) checked=notify hint=t!(admin_notify_hint)/>
            <div class="dialog-actions">
                <Action words=t!(common_cancel) on_press=close/>
                <Action words=t!(admin_publish_now) kind=Kind::Primary busy=busy on_press=start/>
            </div>
        </Dialog>
    }
}
