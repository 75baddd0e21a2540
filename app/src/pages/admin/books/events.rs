//! What Stripe told, for organization managers: what became of each event, and applying one or all since a day
//! again.

use leptos::prelude::*;

use super::super::address::parameter;
use super::super::controls::DateField;
use super::super::dialogs::wait_for;
use super::super::filters::PropertyFilter;
use super::super::managers::for_managers;
use super::super::parts::{cell, count, line, list_foot, row_action, row_actions, small_line, table_row};
use super::super::use_organization;
use super::money_tabs;
use crate::api::admin::{
    WebhookEvent, WebhookEventOutcome, WebhookEventPage, WebhookEventStatus, replay_event, replay_events,
    webhook_events,
};
use crate::api::error_text;
use crate::browser;
use crate::components::{
    Action, ActionLink, Empty, Fetched, Kind, ListSkeleton, Load, PageHeading, Question, Questions, Tab,
    Table, Tabs, Tone, badge, column, fetched, moment, slice_of, use_toasts,
};
use crate::i18n::{self, Text, text, use_language};

const ROWS: i32 = 50;

/// The page.
#[component]
pub fn EventsPage() -> impl IntoView {
    for_managers(t!(books_events), page)
}

fn page() -> AnyView {
    let organization = use_organization();
    let slice = slice_of(ROWS);
    let (state, property) = (parameter("state"), parameter("property"));
    let state = Memo::new(move |_| state.get().as_deref().and_then(WebhookEventStatus::from_slug));
    let resource = fetched(move || webhook_events(organization.id(), property.get(), state.get(), slice()));
    let questions = Questions::new();
    let content = move |page: WebhookEventPage| {
        if page.nodes.is_empty() {
            return nothing(state.get_untracked().is_some() || property.get_untracked().is_some());
        }
        let columns = vec![
            column(t!(books_event)),
            column(t!(common_property)),
            column(t!(books_event_received)),
            column(t!(books_event_state)),
            column(t!(team_actions)),
        ];
        let shown = page.nodes.len();
        let rows = page.nodes.into_iter().map(|event| row(event, resource)).collect_view();
        view! {
            <Table caption=t!(books_events) columns=columns>{rows}</Table>
            {list_foot(page.page_info, shown, page.total_count)}
        }
        .into_any()
    };
    let tab = |(state, value): (WebhookEventStatus, &'static str)| Tab {
        value: Some(value),
        words: state_words(state),
    };
    let all = Tab { value: None, words: t!(books_events_all) };
    let tabs = std::iter::once(all).chain(WebhookEventStatus::ALL.into_iter().map(tab)).collect();
    let ask = questions.asker(move |question| replay_all(question, resource));
    view! {
        <PageHeading title=t!(books_events)><Action words=t!(books_replay_all) on_press=ask/></PageHeading>
        {money_tabs()}
        <p class="lead">{t!(books_events_intro)}</p>
        <div class="card card-flush">
            <div class="list-head">
                <Tabs label=t!(books_events_filter) parameter="state" tabs=tabs/>
                <div class="list-tools"><PropertyFilter/></div>
            </div>
            <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
        {questions.view()}
    }
    .into_any()
}

fn state_words(state: WebhookEventStatus) -> Text {
    match state {
        WebhookEventStatus::Pending => t!(books_event_waiting),
        WebhookEventStatus::Applied => t!(books_event_applied),
        WebhookEventStatus::Failed => t!(books_event_given_up),
    }
}

fn row(event: WebhookEvent, list: Fetched<WebhookEventPage>) -> AnyView {
    let (language, toasts) = (use_language(), use_toasts());
    let tone = match event.status {
        WebhookEventStatus::Pending => Tone::Warn,
        WebhookEventStatus::Applied => Tone::Ok,
        WebhookEventStatus::Failed => Tone::Bad,
    };
    let mut state = vec![badge(tone, state_words(event.status))];
    state.extend(event.outcome.map(|outcome| small_line(outcome_words(outcome))));
    if let Some(error) = event.last_error.filter(|_| event.status != WebhookEventStatus::Applied) {
        let tries = count(event.attempts);
        let tried: Text =
            text(move || format!("{}: {error}", locales::books_event_attempts(language.get(), tries)).into());
        state.push(small_line(tried));
    }
    if event.replays > 0 {
        let times = count(event.replays);
        state.push(small_line(text(move || locales::books_event_replays(language.get(), times).into())));
    }
    let (id, key, about) = (event.id, browser::new_key(), event.kind.clone());
    let press = Callback::new(move |()| {
        wait_for(replay_event(id.clone(), key.clone()), move |outcome| {
            let language = language.get_untracked();
            match outcome {
                Ok(()) => toasts.show(locales::books_replay_done(language)),
                Err(error) => toasts.show(error_text(language, &error)),
            }
            list.refetch();
        });
    });
    let property = event.property.map(|property| line(i18n::plain(property.name)));
    let code = view! { <div class="muted small code">{event.processor_id}</div> }.into_any();
    table_row(vec![
        cell(t!(books_event), vec![line(i18n::plain(event.kind)), code]),
        cell(t!(common_property), property.into_iter().collect()),
        cell(t!(books_event_received), vec![line(moment(&event.received_at.0))]),
        cell(t!(books_event_state), state),
        row_actions(vec![row_action(t!(books_replay), &about, false, press)]),
    ])
}

fn outcome_words(outcome: WebhookEventOutcome) -> Text {
    match outcome {
        WebhookEventOutcome::PaymentSynced => t!(books_event_payment_read),
        WebhookEventOutcome::PayoutSynced => t!(books_event_deposit_read),
        WebhookEventOutcome::AccountSynced => t!(books_event_account_read),
        WebhookEventOutcome::AccountDisconnected => t!(books_event_account_disconnected),
        WebhookEventOutcome::OtherSynced => t!(books_event_read),
        WebhookEventOutcome::Ignored => t!(books_event_ignored),
    }
}

/// Asks since when, and has all of it applied again.
fn replay_all(question: Question, list: Fetched<WebhookEventPage>) -> AnyView {
    let (language, toasts, organization) = (use_language(), use_toasts(), use_organization());
    let since = RwSignal::new(String::new());
    let key = browser::new_key();
    let submit = Callback::new(move |()| {
        let missing = since.with_untracked(String::is_empty);
        if !question.sending.check(&[missing.then(|| ("since", t!(error_invalid_date)))]) {
            return;
        }
        let day = since.get_untracked();
        let key = format!("{key}:{day}");
        let replay = replay_events(organization.id(), format!("{day}T00:00:00Z"), key);
        question.send(Box::pin(async move {
            let replayed = count(replay.await?);
            toasts.show(locales::books_replay_all_done(language.get_untracked(), replayed));
            list.refetch();
            Ok(())
        }));
    });
    let body = view! {
        <p>{t!(books_replay_all_text)}</p>
        <DateField id="since" label=t!(books_replay_since) value=since problems=question.sending.problems/>
    };
    question.view(t!(books_replay_all_title), body.into_any(), t!(books_replay_all_go), Kind::Primary, submit)
}

fn nothing(filtered: bool) -> AnyView {
    if filtered {
        view! {
            <Empty title=t!(admin_nothing_matches) text=t!(admin_nothing_matches_text)>
                <ActionLink words=t!(admin_clear_filters) href="/admin/payments/events"/>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Empty title=t!(books_events_none) text=t!(books_events_none_text)/> }.into_any()
    }
}
