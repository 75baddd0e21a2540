//! Withdrawing an invitation, changing what a member is, and taking somebody off the team.

use leptos::prelude::*;

use super::super::choices::RoleFields;
use super::super::dialogs::{Asking, Fields, FormDialog};
use super::use_page_state;
use crate::api::Role;
use crate::api::admin::{Member, MemberInvitation, remove_member, revoke_invitation, update_member};
use crate::components::{Kind, Problem};
use crate::session::use_session;

const FIELDS: Fields = &[("role", "role"), ("propertyIds", "propertyIds")];

/// Asks before an invitation is withdrawn.
#[component]
pub(super) fn Withdraw(invitation: MemberInvitation, asking: Asking) -> impl IntoView {
    let state = use_page_state();
    let (id, address) = (invitation.id, invitation.email);
    let press = Callback::new(move |()| {
        let words = |language| locales::team_withdrawn(language).into();
        asking.send(revoke_invitation(id.clone()), &[], words, move || state.reload());
    });
    view! {
        <FormDialog asking=asking title=t!(team_withdraw_title) words=t!(team_withdraw_now) kind=Kind::Danger press=press>
            <p>{t!(team_withdraw_text, &address)}</p>
        </FormDialog>
    }
}

/// The dialog for a member's role and properties.
#[component]
pub(super) fn Change(member: Member, asking: Asking) -> impl IntoView {
    let state = use_page_state();
    let session = use_session();
    let role = RwSignal::new(member.role);
    let mine: Vec<String> = member.properties.iter().map(|one| one.id.inner().to_owned()).collect();
    let properties = RwSignal::new(mine);
    let required = t!(team_properties_required);
    let (id, is_viewer) = (member.id, member.is_viewer);
    let press = Callback::new(move |()| {
        let (role, properties) = (role.get_untracked(), properties.get_untracked());
        if role == Role::PropertyManager && properties.is_empty() {
            asking.problems.show(vec![Problem { field: Some("propertyIds".to_owned()), words: required }]);
            return;
        }
        let words = |language| locales::admin_saved(language).into();
        asking.send(update_member(id.clone(), role, properties), FIELDS, words, move || {
            state.reload();
            // What one may see oneself has changed with it.
            if is_viewer {
                session.ask();
            }
        });
    });
    let name = member.name;
    let own = is_viewer.then(|| view! { <p class="warn-text dialog-text">{t!(team_change_own)}</p> });
    view! {
        <FormDialog asking=asking title=t!(team_change_title, &name) words=t!(common_save) kind=Kind::Primary press=press>
            {own}
            <RoleFields role=role properties=properties problems=asking.problems/>
        </FormDialog>
    }
}

/// Asks before somebody is taken off the team.
#[component]
pub(super) fn Remove(member: Member, asking: Asking) -> impl IntoView {
    let state = use_page_state();
    let session = use_session();
    let (id, is_viewer) = (member.id, member.is_viewer);
    let press = Callback::new(move |()| {
        let words = |language| locales::team_removed(language).into();
        asking.send(remove_member(id.clone()), &[], words, move || {
            if is_viewer {
                session.ask();
            } else {
                state.reload();
            }
        });
    });
    let (ends, stays) = if is_viewer {
        (t!(team_remove_own), t!(team_remove_own_stays))
    } else {
        (t!(team_remove_ends), t!(team_remove_stays))
    };
    let name = member.name;
    view! {
        <FormDialog asking=asking title=t!(team_remove_title, &name) words=t!(team_remove_now) kind=Kind::Danger press=press>
            <p>{ends}</p>
            <p class="dialog-text">{stays}</p>
        </FormDialog>
    }
}
