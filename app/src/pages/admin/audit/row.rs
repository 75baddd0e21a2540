//! One event of the audit, with its place in the chain behind a detail line.

use leptos::prelude::*;

use super::super::parts::{cell, line, small_line, table_row};
use super::changes::change;
use super::words::action_words;
use crate::api::admin::{ActorKind, AuditEvent};
use crate::i18n::{self, Text, plain, text, use_language};

/// How much of a hash tells events apart at a glance.
const SHORT: usize = 12;

pub(super) fn row(event: AuditEvent) -> AnyView {
    let language = use_language();
    let words = action_words(event.action);
    let at = event.at.0.clone();
    let when: Text = text(move || i18n::instant_exact(language.get(), &at).into());
    let mut what = vec![line(text(move || words(language.get()).into()))];
    what.extend(event.changes.iter().cloned().map(change));
    what.push(detail(&event));
    let time = view! { <time datetime=event.at.0.clone()>{when}</time> }.into_any();
    let network = event.network.clone().map(|network| small_line(plain(network)));
    table_row(vec![
        cell(t!(team_audit_what), what),
        cell(t!(team_audit_who), vec![line(who(&event))]),
        cell(t!(team_audit_subject), subject(&event).into_iter().collect()),
        cell(t!(team_audit_when), vec![time]),
        cell(t!(team_audit_network), network.into_iter().collect()),
    ])
}

/// Who did it.
fn who(event: &AuditEvent) -> Text {
    match (event.actor_kind, event.actor.clone()) {
        (ActorKind::Person, Some(name)) => i18n::plain(name),
        (ActorKind::Person, None) => t!(team_audit_somebody),
        (ActorKind::ApiKey, Some(name)) => t!(team_audit_key, &name),
        (ActorKind::ApiKey, None) => t!(team_audit_some_key),
        (ActorKind::Propty, _) => i18n::plain("Propty"),
    }
}

/// What it was done to; an invoice leads to its page.
fn subject(event: &AuditEvent) -> Option<AnyView> {
    let name = event.subject.clone()?;
    let invoice = event.object_id.as_ref().map(cynic::Id::inner).filter(|id| id.starts_with("inv_"));
    Some(match invoice {
        Some(id) => view! { <a href=format!("/admin/invoices/{id}")>{name}</a> }.into_any(),
        None => line(plain(name)),
    })
}

/// Its place in the chain.
fn detail(event: &AuditEvent) -> AnyView {
    let language = use_language();
    let sequence = super::super::parts::count(event.sequence);
    let number: Text = text(move || {
        let language = language.get();
        locales::team_audit_number(language, &i18n::number(language, sequence)).into()
    });
    let short = event.hash.get(..SHORT).unwrap_or(&event.hash).to_owned();
    let object = event.object_id.as_ref().map(|id| {
        view! {
            <dt>{t!(team_audit_object)}</dt>
            <dd class="code">{id.inner().to_owned()}</dd>
        }
    });
    view! {
        <details class="event-detail">
            <summary>{number}" · "<span class="code">{short}</span></summary>
            <dl>
                <dt>{t!(team_audit_hash)}</dt>
                <dd class="code">{event.hash.clone()}</dd>
                {object}
            </dl>
        </details>
    }
    .into_any()
}
