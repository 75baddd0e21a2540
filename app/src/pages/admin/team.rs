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

/// What a manager wants to do, and is asked about.
#[derive(Clone)]
enum Asked {
    Invite,
    /// Send this invitation again.
    InviteAgain(MemberInvitation),
    Withdraw(MemberInvitation),
    Change(Member),
    Remove(Member),
}

/// What the page's dialogs and rows share.
#[derive(Clone, Copy)]
struct Desk {
    asked: RwSignal<Option<Asked>>,
    /// Raised when the team has changed.
    changed: RwSignal<u32>,
}

impl Desk {
    fn ask(self, what: Asked) -> Callback<()> {
        Callback::new(move |()| self.asked.set(Some(what.clone())))
    }

    fn look_again(self) {
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
    let desk = Desk { asked: RwSignal::new(None), changed: RwSignal::new(0) };
    provide_context(desk);
    let resource = fetched(move || {
        desk.changed.track();
        admin::team(organization.id(), slice())
    });
    let content = move |team: Team| {
        view! {
            {(!team.invitations.is_empty()).then(|| invitations(team.invitations, desk))}
            {members(team.members, desk)}
        }
        .into_any()
    };
    view! {
        <PageHeading title=t!(team_title)>
            <Action words=t!(team_invite) kind=Kind::Primary on_press=desk.ask(Asked::Invite)/>
        </PageHeading>
        <p class="lead">{t!(team_intro)}</p>
        <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        {dialog_for(desk.asked, |asked, asking| match asked {
            Asked::Invite => view! { <invite::Invite asking=asking/> }.into_any(),
            Asked::InviteAgain(invitation) => view! { <invite::Again invitation=invitation asking=asking/> }.into_any(),
            Asked::Withdraw(invitation) => view! { <decide::Withdraw invitation=invitation asking=asking/> }.into_any(),
            Asked::Change(member) => view! { <decide::Change member=member asking=asking/> }.into_any(),
            Asked::Remove(member) => view! { <decide::Remove member=member asking=asking/> }.into_any(),
        })}
    }
    .into_any()
}

/// The page's desk.
fn use_desk() -> Desk {
    use_context::<Desk>().unwrap_or_else(|| Desk { asked: RwSignal::new(None), changed: RwSignal::new(0) })
}
