//! The periods of a property's books that are closed: closing through the end of a month that is over, and
//! reopening the last one. Organization managers do both.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::controls::TextArea;
use super::super::parts::{cell, line, small_line, table_row};
use super::super::use_organization;
use crate::api::admin::{
    CheckedProperty, PeriodClosing, PeriodClosingKind, check_property, close_period, reopen_period,
};
use crate::browser;
use crate::components::{
    Action, Choice, Kind, Question, Questions, Select, Table, column, moment, use_toasts,
};
use crate::i18n::{self, Text, text, use_language};

/// Months that are offered.
const MONTHS: usize = 12;

/// The part of a property's card about periods.
pub(super) fn periods(property: RwSignal<CheckedProperty>) -> AnyView {
    let organization = use_organization();
    let language = use_language();
    let questions = Questions::new();
    let state = move || {
        let closed = property.with(|property| property.books_closed_through.clone());
        match closed {
            Some(day) => text(move || {
                let language = language.get();
                locales::books_closed_through(language, &i18n::date_in_text(language, &day.0)).into()
            }),
            None => t!(books_periods_none),
        }
    };
    let table = move || {
        let closings = property.with(|property| property.period_closings.clone());
        (!closings.is_empty()).then(|| {
            let columns =
                vec![column(t!(books_period_what)), column(t!(books_period_by)), column(t!(common_date))];
            let rows = closings.into_iter().map(closing).collect_view();
            view! { <Table caption=t!(books_periods) columns=columns>{rows}</Table> }
        })
    };
    let actions = move || {
        organization.is_manager().then(|| {
            let can_close = property.with(|property| !open_months(property).is_empty());
            let close = can_close.then(|| {
                let ask = questions.asker(move |question| close_dialog(question, property));
                view! { <Action words=t!(books_close) on_press=ask/> }
            });
            let can_reopen = property.with(|property| property.books_closed_through.is_some());
            let reopen = can_reopen.then(|| {
                let ask = questions.asker(move |question| reopen_dialog(question, property));
                view! { <Action words=t!(books_reopen) on_press=ask/> }
            });
            view! { <div class="form-actions-start">{close} {reopen}</div> }
        })
    };
    view! {
        <div class="stack">
            <h3>{t!(books_periods)}</h3>
            <p>{move || state()}</p>
            {table}
            {actions}
            {questions.view()}
        </div>
    }
    .into_any()
}

fn closing(closing: PeriodClosing) -> AnyView {
    let language = use_language();
    let (kind, through) = (closing.kind, closing.closed_through);
    let what: Text = text(move || {
        let language = language.get();
        let day = through.as_ref().map(|day| i18n::date_in_text(language, &day.0));
        match (kind, day) {
            (PeriodClosingKind::Closed, day) => {
                locales::books_period_closed(language, &day.unwrap_or_default()).into()
            }
            (PeriodClosingKind::Reopened, Some(day)) => locales::books_period_reopened(language, &day).into(),
            (PeriodClosingKind::Reopened, None) => locales::books_period_reopened_all(language).into(),
        }
    });
    let mut words = vec![line(what)];
    words.extend(closing.reason.map(|reason| small_line(i18n::plain(reason))));
    table_row(vec![
        cell(t!(books_period_what), words),
        cell(t!(books_period_by), vec![line(i18n::plain(closing.by))]),
        cell(t!(common_date), vec![line(moment(&closing.at.0))]),
    ])
}

/// Ends of months that are over and not closed, the latest first.
fn open_months(property: &CheckedProperty) -> Vec<String> {
    let closed = property.books_closed_through.as_ref().map_or("", |day| day.0.as_str());
    let mut months = Vec::new();
    let Some((mut year, mut month)) = month_of(&property.today.0) else { return months };
    for _ in 0..MONTHS {
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
        let end = format!("{year:04}-{month:02}-{:02}", days_in(year, month));
        if end.as_str() <= closed {
            break;
        }
        months.push(end);
    }
    months
}

fn month_of(day: &str) -> Option<(i32, u32)> {
    let (year, rest) = day.split_once('-')?;
    Some((year.parse().ok()?, rest.get(..2)?.parse().ok()?))
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn close_dialog(question: Question, property: RwSignal<CheckedProperty>) -> AnyView {
    let language = use_language();
    let toasts = use_toasts();
    let (id, months) = property.with_untracked(|property| (property.id.clone(), open_months(property)));
    let through = RwSignal::new(months.first().cloned().unwrap_or_default());
    let choice = |end: String| {
        let shown = end.clone();
        Choice { value: end, words: text(move || i18n::date(language.get(), &shown).into()) }
    };
    let choices: Vec<Choice> = months.into_iter().map(choice).collect();
    let title = text(move || {
        let language = language.get();
        let day = through.with(|day| i18n::date_in_text(language, day));
        locales::books_close_title(language, &day).into()
    });
    let key = browser::new_key();
    let submit = Callback::new(move |()| {
        // Each day chosen is an action of its own.
        let through = through.get_untracked();
        let key = format!("{key}:{through}");
        let closing = close_period(id.clone(), through, key);
        let id = id.clone();
        question.send(Box::pin(async move {
            closing.await?;
            toasts.show(locales::books_closed_toast(language.get_untracked()));
            renew(id, property);
            Ok(())
        }));
    });
    let body = view! {
        <p>{t!(books_close_text)}</p>
        <Select
            id="through"
            label=t!(books_close_through)
            value=through
            choices=Signal::stored(choices)
            problems=question.sending.problems
        />
    };
    question.view(title, body.into_any(), t!(books_close), Kind::Primary, submit)
}

fn reopen_dialog(question: Question, property: RwSignal<CheckedProperty>) -> AnyView {
    let language = use_language();
    let toasts = use_toasts();
    let id = property.with_untracked(|property| property.id.clone());
    let reason = RwSignal::new(String::new());
    let key = browser::new_key();
    let submit = Callback::new(move |()| {
        let missing = reason.with_untracked(|reason| reason.trim().is_empty());
        if !question.sending.check(&[missing.then(|| ("reason", t!(admin_reason_required)))]) {
            return;
        }
        let why = reason.get_untracked().trim().to_owned();
        let reopening = reopen_period(id.clone(), why, key.clone());
        let id = id.clone();
        question.send(Box::pin(async move {
            reopening.await?;
            toasts.show(locales::books_reopened_toast(language.get_untracked()));
            renew(id, property);
            Ok(())
        }));
    });
    let body = view! {
        <p>{t!(books_reopen_text)}</p>
        <TextArea id="reason" label=t!(admin_reason) value=reason problems=question.sending.problems/>
    };
    question.view(t!(books_reopen_title), body.into_any(), t!(books_reopen), Kind::Danger, submit)
}

/// Checks the property again, which also tells its periods.
fn renew(id: cynic::Id, property: RwSignal<CheckedProperty>) {
    spawn_local(async move {
        if let Ok(checked) = check_property(id).await {
            let _ = property.try_set(checked);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{days_in, month_of};

    #[test]
    fn months_end_where_they_do() {
        for (year, month, days) in [(2026, 2, 28), (2028, 2, 29), (2100, 2, 28), (2000, 2, 29), (2026, 4, 30)]
        {
            assert_eq!(days_in(year, month), days);
        }
        assert_eq!(month_of("2026-11-22"), Some((2026, 11)));
        assert_eq!(month_of("x"), None);
    }
}
