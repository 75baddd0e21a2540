//! A run that publishes all drafts, followed by its id in the address, so that a reload finds it again.

use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::address::{parameter, use_change};
use super::super::parts::{count, unit};
use crate::api::admin::{BillingRun, BillingRunFailure, BillingRunStatus, billing_run};
use crate::api::{ApiError, error_code_text, error_text};
use crate::components::{Action, Banner, Kind, Progress, Tone};
use crate::i18n::{self, text, use_language};

const BETWEEN: Duration = Duration::from_millis(500);
/// Between two looks while the server cannot be reached.
const LATER: Duration = Duration::from_secs(3);

/// How far the run of the address has come; nothing without one. `finished` is told when a run that was
/// followed here ends.
#[component]
pub(super) fn Run(finished: Callback<()>) -> impl IntoView {
    let id = parameter("run");
    let state = RwSignal::new(None::<Result<BillingRun, ApiError>>);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(handle)) = timer.try_get_value() {
            handle.clear();
        }
    };
    on_cleanup(stop);
    // Raised to look again.
    let look = RwSignal::new(0_u32);
    Effect::new(move |followed: Option<Option<String>>| {
        let id = id.get();
        look.track();
        stop();
        if followed.as_ref() != Some(&id) {
            state.set(None);
        }
        if let Some(id) = id.clone() {
            spawn_local(follow(id, state, timer, look, finished));
        }
        id
    });
    move || {
        id.get()?;
        match state.get()? {
            Ok(run) if run.status == BillingRunStatus::Running => Some(running(&run)),
            Ok(run) => Some(done(run)),
            Err(error) => Some(lost(error)),
        }
    }
}

async fn follow(
    id: String,
    state: RwSignal<Option<Result<BillingRun, ApiError>>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    look: RwSignal<u32>,
    finished: Callback<()>,
) {
    let answer = billing_run(id).await;
    let again = match &answer {
        Ok(run) if run.status == BillingRunStatus::Running => Some(BETWEEN),
        Err(ApiError::Network) => Some(LATER),
        _ => None,
    };
    let ended = matches!(&answer, Ok(run) if run.status == BillingRunStatus::Done);
    // A page left in the meantime has no signals any more.
    let known = state.try_with_untracked(|state| matches!(state, Some(Ok(_))));
    let Some(known) = known else { return };
    let was_running = state
        .with_untracked(|state| matches!(state, Some(Ok(run)) if run.status == BillingRunStatus::Running));
    if again.is_none() || answer.is_ok() || !known {
        let changed = state.with_untracked(|state| state.as_ref() != Some(&answer));
        if changed {
            state.set(Some(answer));
        }
    }
    // A short run may have ended before the first look.
    if ended && (was_running || !known) {
        finished.run(());
    }
    if let Some(after) = again {
        let next = move || {
            let _ = look.try_update(|count| *count = count.wrapping_add(1));
        };
        let _ = timer.try_update_value(|timer| *timer = set_timeout_with_handle(next, after).ok());
    }
}

fn running(run: &BillingRun) -> AnyView {
    let language = use_language();
    let (done, total) = (count(run.published + run.failed), count(run.total));
    let words = text(move || {
        let language = language.get();
        let (done, total) = (i18n::number(language, done), i18n::number(language, total));
        locales::admin_run_progress(language, &done, &total).into()
    });
    let so_far = u32::try_from(run.published + run.failed).unwrap_or_default();
    let of = u32::try_from(run.total).ok();
    view! {
        <div class="card">
            <Progress words=words done=Signal::stored(so_far) total=Signal::stored(of)/>
        </div>
    }
    .into_any()
}

fn done(run: BillingRun) -> AnyView {
    let change = use_change();
    let dismiss = Callback::new(move |()| change("run", None));
    let tone = if run.failed > 0 { Tone::Warn } else { Tone::Ok };
    let (published, failed) = (count(run.published), count(run.failed));
    let failures = (failed > 0).then(|| {
        view! {
            <p><strong>{t!(admin_run_failed, failed)}</strong></p>
            <ul class="failures">{run.failures.into_iter().map(failure).collect_view()}</ul>
        }
    });
    view! {
        <Banner tone=tone>
            <p><strong>{t!(admin_run_published, published)}</strong></p>
            {failures}
            <Action words=t!(common_close) kind=Kind::Secondary on_press=dismiss/>
        </Banner>
    }
    .into_any()
}

fn failure(failure: BillingRunFailure) -> AnyView {
    let language = use_language();
    let BillingRunFailure { invoice, code } = failure;
    let href = format!("/admin/invoices/{}", invoice.id.inner());
    let why = text(move || error_code_text(language.get(), code).into());
    view! {
        <li>
            <a href=href>{invoice.title} ", " {unit(&invoice.unit.label)}</a>
            " — "
            {why}
        </li>
    }
    .into_any()
}

fn lost(error: ApiError) -> AnyView {
    let language = use_language();
    let change = use_change();
    let dismiss = Callback::new(move |()| change("run", None));
    let words = text(move || error_text(language.get(), &error).into());
    view! {
        <Banner tone=Tone::Bad>
            <p>{words}</p>
            <Action words=t!(common_close) on_press=dismiss/>
        </Banner>
    }
    .into_any()
}
