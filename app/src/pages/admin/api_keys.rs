//! Keys for programs: the list, with what each may do, and ending one.

mod new;
mod secret;
mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;

use self::words::{scope_name, status_badge};
use super::dialogs::{Asking, FormDialog, dialog_for};
use super::managers::for_managers;
use super::parts::row_action;
use super::use_organization;
use crate::api::admin::{self, ApiKey, ApiKeyStatus, revoke_api_key};
use crate::components::{
    ActionLink, Cell, Empty, Kind, ListSkeleton, Load, PageHeading, Table, column, fetched, moment_day,
};
use crate::i18n::Text;

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
    let revoke = (key.status != ApiKeyStatus::Revoked).then(|| {
        let what = key.clone();
        let press = Callback::new(move |()| asked.set(Some(what.clone())));
        row_action(t!(team_key_revoke), &key.name, true, press)
    });
    let reach: Text = match &key.properties {
        None => t!(admin_all_properties),
        Some(properties) => {
            let names: Vec<String> = properties.iter().map(|property| property.name.clone()).collect();
            crate::i18n::plain(names.join(", "))
        }
    };
    let scope = |scope| view! { <li>{scope_name(scope)}</li> };
    let used = key.last_used_at.map_or_else(|| t!(team_key_never_used), |at| moment_day(&at.0));
    let ends = match (&key.revoked_at, &key.expires_at) {
        (Some(at), _) | (None, Some(at)) => moment_day(&at.0),
        (None, None) => t!(team_key_no_end),
    };
    view! {
        <tr>
            <Cell label=t!(common_name)>
                <div>{key.name}</div>
                <div class="code small">{key.prefix}"…"</div>
            </Cell>
            <Cell label=t!(team_key_may)>
                <ul class="small">{key.scopes.into_iter().map(scope).collect_view()}</ul>
                <div class="muted small">{reach}</div>
            </Cell>
            <Cell label=t!(team_key_made)>
                <div>{moment_day(&key.created_at.0)}</div>
                <div class="muted small">{key.created_by}</div>
            </Cell>
            <Cell label=t!(team_key_used)><div>{used}</div></Cell>
            <Cell label=t!(team_key_ends)><div>{ends}</div></Cell>
            <Cell label=t!(common_status)>{status_badge(key.status)}</Cell>
            <Cell label=t!(team_actions)>{revoke}</Cell>
        </tr>
    }
    .into_any()
}

/// Asks before a key is ended.
#[component]
fn Revoke(key: ApiKey, asking: Asking) -> impl IntoView {
    let changed = use_context::<Changed>();
    let (id, name) = (key.id, key.name);
    let press = Callback::new(move |()| {
        asking.busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            match revoke_api_key(id).await {
                Ok(()) => {
                    asking.done(|language| locales::team_key_revoked(language).into());
                    if let Some(Changed(changed)) = changed {
                        let _ = changed.try_update(|count| *count = count.wrapping_add(1));
                    }
                }
                Err(error) => asking.refused(error, &[]),
            }
        });
    });
    view! {
        <FormDialog asking=asking title=t!(team_key_revoke_title, &name) words=t!(team_key_revoke) kind=Kind::Danger press=press>
            <p>{t!(team_key_revoke_text)}</p>
        </FormDialog>
    }
}
