//! Keys for programs: the list, with what each may do, and ending one.

mod new;
mod secret;
mod words;

use leptos::prelude::*;

use self::words::{scope_name, status_badge};
use super::dialogs::{Asking, FormDialog, dialog_for};
use super::managers::for_managers;
use super::parts::{cell, line, names, row_action, row_actions, small_line, table_row};
use super::use_organization;
use crate::api::admin::{self, ApiKey, ApiKeyStatus, revoke_api_key};
use crate::components::{
    ActionLink, Empty, Kind, ListSkeleton, Load, PageHeading, Table, column, fetched, moment_day,
};
use crate::i18n::plain;

pub use new::NewApiKeyPage;

const NEW: &str = "/admin/settings/api-keys/new";

/// The keys are to be fetched again when this is raised.
#[derive(Clone, Copy)]
struct Changed(RwSignal<u32>);

/// The page.
#[component]
pub fn ApiKeysPage() -> impl IntoView {
    for_managers(t!(team_keys_title), page)
}

fn page() -> AnyView {
    let organization = use_organization();
    let changed = RwSignal::new(0_u32);
    provide_context(Changed(changed));
    let asked = RwSignal::new(None::<ApiKey>);
    let resource = fetched(move || {
        changed.track();
        admin::api_keys(organization.id())
    });
    let content = move |keys: Vec<ApiKey>| {
        if keys.is_empty() {
            return view! {
                <Empty title=t!(team_keys_none) text=t!(team_keys_none_text)>
                    <ActionLink words=t!(team_key_new) href=NEW kind=Kind::Primary/>
                </Empty>
            }
            .into_any();
        }
        let columns = vec![
            column(t!(common_name)),
            column(t!(team_key_may)),
            column(t!(team_key_made)),
            column(t!(team_key_used)),
            column(t!(team_key_ends)),
            column(t!(common_status)),
            column(t!(team_actions)),
        ];
        let rows = keys.into_iter().map(|key| row(key, asked)).collect_view();
        view! { <Table caption=t!(team_keys_title) columns=columns>{rows}</Table> }.into_any()
    };
    view! {
        <PageHeading title=t!(team_keys_title)>
            <ActionLink words=t!(team_key_new) href=NEW kind=Kind::Primary/>
        </PageHeading>
        <p class="lead">{t!(team_keys_intro)}</p>
        <div class="card card-flush">
            <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
        {dialog_for(asked, |key, asking| view! { <Revoke key=key asking=asking/> }.into_any())}
    }
    .into_any()
}

fn row(key: ApiKey, asked: RwSignal<Option<ApiKey>>) -> AnyView {
    let mut buttons = Vec::new();
    if key.status != ApiKeyStatus::Revoked {
        let what = key.clone();
        let press = Callback::new(move |()| asked.set(Some(what.clone())));
        buttons.push(row_action(t!(team_key_revoke), &key.name, true, press));
    }
    let reach = key.properties.as_deref().map_or_else(|| t!(admin_all_properties), names);
    let mut may: Vec<AnyView> = key.scopes.into_iter().map(|scope| line(scope_name(scope))).collect();
    may.push(small_line(reach));
    let used = key.last_used_at.map_or_else(|| t!(team_key_never_used), |at| moment_day(&at.0));
    let ends = match (&key.revoked_at, &key.expires_at) {
        (Some(at), _) | (None, Some(at)) => moment_day(&at.0),
        (None, None) => t!(team_key_no_end),
    };
    let prefix = view! { <div class="code">{format!("{}…", key.prefix)}</div> }.into_any();
    table_row(vec![
        cell(t!(common_name), vec![line(plain(key.name)), prefix]),
        cell(t!(team_key_may), may),
        cell(t!(team_key_made), vec![line(moment_day(&key.created_at.0)), small_line(plain(key.created_by))]),
        cell(t!(team_key_used), vec![line(used)]),
        cell(t!(team_key_ends), vec![line(ends)]),
        cell(t!(common_status), vec![status_badge(key.status)]),
        row_actions(buttons),
    ])
}

/// Asks before a key is ended.
#[component]
fn Revoke(key: ApiKey, asking: Asking) -> impl IntoView {
    let changed = use_context::<Changed>();
    let (id, name) = (key.id, key.name);
    let press = Callback::new(move |()| {
        let words = |language| locales::team_key_revoked(language).into();
        asking.send(revoke_api_key(id.clone()), &[], words, move || {
            if let Some(Changed(changed)) = changed {
                let _ = changed.try_update(|count| *count = count.wrapping_add(1));
            }
        });
    });
    view! {
        <FormDialog asking=asking title=t!(team_key_revoke_title, &name) words=t!(team_key_revoke) kind=Kind::Danger press=press>
            <p>{t!(team_key_revoke_text)}</p>
        </FormDialog>
    }
}
