//! Who works in the organization: its members and the invitations nobody has accepted yet.

mod decide;
mod invite;
mod rows;

use leptos::prelude::*;

use self::rows::{invitations, members};
use super::dialogs::dialog_for;
use super::managers::for_managers;
use super::use_organization;
use crate::api::admin::{self, Member, MemberInvitation, TeamPage as Team};
use crate::components::{Action, Kind, ListSkeleton, Load, PageHeading, fetched, slice_of};

const ROWS: i32 = 50;

/// The dialog that is open.
#[derive(Clone)]
enum TeamDialog {
    Invite,
    /// Send this invitation again.
    InviteAgain(MemberInvitation),
    Withdraw(MemberInvitation),
    Change(Member),
    Remove(Member),
}

/// What the page's dialogs and rows share.
#[derive(Clone, Copy)]
struct TeamPageState {
    dialog: RwSignal<Option<TeamDialog>>,
    /// Raised when the team has changed.
    changed: RwSignal<u32>,
}

impl TeamPageState {
    fn open(self, what: TeamDialog) -> Callback<()> {
        Callback::new(move |()| self.dialog.set(Some(what.clone())))
    }

    fn reload(self) {
        let _ = self.changed.try_update(|count| *count = count.wrapping_add(1));
    }
}

/// The page.
#[component]
pub fn TeamPage() -> impl IntoView {
    for_managers(t!(team_title), page)
}

fn page() -> AnyView {
    let organization = use_organization();
    let slice = slice_of(ROWS);
    let state = TeamPageState { dialog: RwSignal::new(None), changed: RwSignal::new(0) };
    provide_context(state);
    let resource = fetched(move || {
        state.changed.track();
        admin::team(organization.id(), slice())
    });
    let content = move |team: Team| {
        view! {
            {(!team.invitations.is_empty()).then(|| invitations(team.invitations, state))}
            {members(team.members, state)}
        }
        .into_any()
    };
    view! {
        <PageHeading title=t!(team_title)>
            <Action words=t!(team_invite) kind=Kind::Primary on_press=state.open(TeamDialog::Invite)/>
        </PageHeading>
        <p class="lead">{t!(team_intro)}</p>
        <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        {dialog_for(state.dialog, |dialog, asking| match dialog {
            TeamDialog::Invite => view! { <invite::Invite asking=asking/> }.into_any(),
            TeamDialog::InviteAgain(invitation) => view! { <invite::Again invitation=invitation asking=asking/> }.into_any(),
            TeamDialog::Withdraw(invitation) => view! { <decide::Withdraw invitation=invitation asking=asking/> }.into_any(),
            TeamDialog::Change(member) => view! { <decide::Change member=member asking=asking/> }.into_any(),
            TeamDialog::Remove(member) => view! { <decide::Remove member=member asking=asking/> }.into_any(),
        })}
    }
    .into_any()
}

/// State of the page around.
fn use_page_state() -> TeamPageState {
    use_context::<TeamPageState>()
        .unwrap_or_else(|| TeamPageState { dialog: RwSignal::new(None), changed: RwSignal::new(0) })
}
