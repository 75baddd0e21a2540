//! The tables of members and invitations.

use leptos::prelude::*;

use super::super::parts::{list_foot, row_action};
use super::{Asked, Desk};
use crate::api::Role;
use crate::api::admin::{Member, MemberInvitation, Members, PropertyName};
use crate::components::{Cell, Table, Tone, badge, column, moment_day};
use crate::i18n::Text;

/// The members.
pub(super) fn members(team: Members, desk: Desk) -> AnyView {
    let shown = team.nodes.len();
    let columns = vec![
        column(t!(common_name)),
        column(t!(team_role)),
        column(t!(team_second_factor)),
        column(t!(team_joined)),
        column(t!(team_actions)),
    ];
    let rows = team.nodes.into_iter().map(|member| row(member, desk)).collect_view();
    view! {
        <section class="card card-flush" aria-labelledby="members">
            <div class="card-title"><h2 id="members">{t!(team_members)}</h2></div>
            <Table caption=t!(team_members) columns=columns>{rows}</Table>
            {list_foot(team.page_info, shown, team.total_count)}
        </section>
    }
    .into_any()
}

fn row(member: Member, desk: Desk) -> AnyView {
    let mine = member.is_viewer.then(|| view! { <span class="muted">" · "{t!(team_you)}</span> });
    let factor = if member.second_factor_enabled {
        badge(Tone::Ok, t!(team_on))
    } else {
        badge(Tone::Quiet, t!(team_off))
    };
    let (name, email) = (member.name.clone(), member.email.clone());
    let shown = name.clone();
    let (role, joined) = (role(member.role, &member.properties), moment_day(&member.created_at.0));
    view! {
        <tr>
            <Cell label=t!(common_name)>
                <div>{shown} {mine}</div>
                <div class="muted small">{email}</div>
            </Cell>
            <Cell label=t!(team_role)>{role}</Cell>
            <Cell label=t!(team_second_factor)>{factor}</Cell>
            <Cell label=t!(team_joined)><div>{joined}</div></Cell>
            <Cell label=t!(team_actions)>
                <div class="row-actions">
                    {row_action(t!(team_change), &name, false, desk.ask(Asked::Change(member.clone())))}
                    {row_action(t!(team_remove), &name, true, desk.ask(Asked::Remove(member)))}
                </div>
            </Cell>
        </tr>
    }
    .into_any()
}

/// The name of a role.
pub(super) fn role_name(role: Role) -> Text {
    match role {
        Role::OrganizationManager => t!(team_role_organization),
        Role::PropertyManager => t!(team_role_property),
    }
}

fn role(role: Role, properties: &[PropertyName]) -> AnyView {
    let tone = match role {
        Role::OrganizationManager => Tone::Info,
        Role::PropertyManager => Tone::Quiet,
    };
    let names: Vec<String> = properties.iter().map(|property| property.name.clone()).collect();
    let where_to = match role {
        Role::OrganizationManager => {
            view! { <div class="muted small">{t!(admin_all_properties)}</div> }.into_any()
        }
        Role::PropertyManager => view! { <div class="muted small">{names.join(", ")}</div> }.into_any(),
    };
    view! {
        {badge(tone, role_name(role))}
        {where_to}
    }
    .into_any()
}

/// The invitations.
pub(super) fn invitations(invitations: Vec<MemberInvitation>, desk: Desk) -> AnyView {
    let columns = vec![
        column(t!(common_name)),
        column(t!(team_role)),
        column(t!(team_sent)),
        column(t!(team_expires)),
        column(t!(team_actions)),
    ];
    let rows = invitations.into_iter().map(|invitation| invited(invitation, desk)).collect_view();
    view! {
        <section class="card card-flush" aria-labelledby="invitations">
            <div class="card-title"><h2 id="invitations">{t!(team_invitations)}</h2></div>
            <Table caption=t!(team_invitations) columns=columns>{rows}</Table>
        </section>
    }
    .into_any()
}

fn invited(invitation: MemberInvitation, desk: Desk) -> AnyView {
    let state = if invitation.is_expired {
        badge(Tone::Warn, t!(team_expired))
    } else {
        badge(Tone::Info, t!(team_waiting))
    };
    let (name, email) = (invitation.name.clone(), invitation.email.clone());
    let shown = name.clone();
    let role = role(invitation.role, &invitation.properties);
    let (sent, expires) = (moment_day(&invitation.sent_at.0), moment_day(&invitation.expires_at.0));
    view! {
        <tr>
            <Cell label=t!(common_name)>
                <div>{shown}</div>
                <div class="muted small">{email}</div>
            </Cell>
            <Cell label=t!(team_role)>{role}</Cell>
            <Cell label=t!(team_sent)><div>{sent}</div></Cell>
            <Cell label=t!(team_expires)>
                <div>{expires}</div>
                {state}
            </Cell>
            <Cell label=t!(team_actions)>
                <div class="row-actions">
                    {row_action(t!(team_send_again), &name, false, desk.ask(Asked::InviteAgain(invitation.clone())))}
                    {row_action(t!(team_withdraw), &name, true, desk.ask(Asked::Withdraw(invitation)))}
                </div>
            </Cell>
        </tr>
    }
    .into_any()
}
