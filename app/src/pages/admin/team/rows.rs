//! The tables of members and invitations.

use leptos::prelude::*;

use super::super::parts::{cell, line, list_foot, names, row_action, row_actions, small_line, table_row};
use super::{TeamDialog, TeamPageState};
use crate::api::Role;
use crate::api::admin::{Member, MemberInvitation, Members, PropertyName};
use crate::components::{Table, Tone, badge, column, moment_day};
use crate::i18n::{Text, plain};

/// The members.
pub(super) fn members(team: Members, state: TeamPageState) -> AnyView {
    let shown = team.nodes.len();
    let columns = vec![
        column(t!(common_name)),
        column(t!(team_role)),
        column(t!(team_second_factor)),
        column(t!(team_joined)),
        column(t!(team_actions)),
    ];
    let rows = team.nodes.into_iter().map(|member| row(member, state)).collect_view();
    view! {
        <section class="card card-flush" aria-labelledby="members">
            <div class="card-title"><h2 id="members">{t!(team_members)}</h2></div>
            <Table caption=t!(team_members) columns=columns>{rows}</Table>
            {list_foot(team.page_info, shown, team.total_count)}
        </section>
    }
    .into_any()
}

fn row(member: Member, state: TeamPageState) -> AnyView {
    let factor = if member.second_factor_enabled {
        badge(Tone::Ok, t!(team_on))
    } else {
        badge(Tone::Quiet, t!(team_off))
    };
    let name = member.name.clone();
    let shown: Text = if member.is_viewer { t!(team_name_you, &name) } else { plain(name) };
    let buttons = vec![
        row_action(t!(team_change), &member.name, false, state.open(TeamDialog::Change(member.clone()))),
        row_action(t!(team_remove), &member.name, true, state.open(TeamDialog::Remove(member.clone()))),
    ];
    table_row(vec![
        cell(t!(common_name), vec![line(shown), small_line(plain(member.email))]),
        cell(t!(team_role), role(member.role, &member.properties)),
        cell(t!(team_second_factor), vec![factor]),
        cell(t!(team_joined), vec![line(moment_day(&member.created_at.0))]),
        row_actions(buttons),
    ])
}

/// The name of a role.
pub(super) fn role_name(role: Role) -> Text {
    match role {
        Role::OrganizationManager => t!(team_role_organization),
        Role::PropertyManager => t!(team_role_property),
    }
}

fn role(role: Role, properties: &[PropertyName]) -> Vec<AnyView> {
    let (tone, reach) = match role {
        Role::OrganizationManager => (Tone::Info, t!(admin_all_properties)),
        Role::PropertyManager => (Tone::Quiet, names(properties)),
    };
    vec![badge(tone, role_name(role)), small_line(reach)]
}

/// The invitations.
pub(super) fn invitations(invitations: Vec<MemberInvitation>, state: TeamPageState) -> AnyView {
    let columns = vec![
        column(t!(common_name)),
        column(t!(team_role)),
        column(t!(team_sent)),
        column(t!(team_expires)),
        column(t!(team_actions)),
    ];
    let rows = invitations.into_iter().map(|invitation| invited(invitation, state)).collect_view();
    view! {
        <section class="card card-flush" aria-labelledby="invitations">
            <div class="card-title"><h2 id="invitations">{t!(team_invitations)}</h2></div>
            <Table caption=t!(team_invitations) columns=columns>{rows}</Table>
        </section>
    }
    .into_any()
}

fn invited(invitation: MemberInvitation, state: TeamPageState) -> AnyView {
    let status = if invitation.is_expired {
        badge(Tone::Warn, t!(team_expired))
    } else {
        badge(Tone::Info, t!(team_waiting))
    };
    let name = &invitation.name;
    let buttons = vec![
        row_action(t!(team_send_again), name, false, state.open(TeamDialog::InviteAgain(invitation.clone()))),
        row_action(t!(team_withdraw), name, true, state.open(TeamDialog::Withdraw(invitation.clone()))),
    ];
    table_row(vec![
        cell(t!(common_name), vec![line(plain(invitation.name)), small_line(plain(invitation.email))]),
        cell(t!(team_role), role(invitation.role, &invitation.properties)),
        cell(t!(team_sent), vec![line(moment_day(&invitation.sent_at.0))]),
        cell(t!(team_expires), vec![line(moment_day(&invitation.expires_at.0)), status]),
        row_actions(buttons),
    ])
}
