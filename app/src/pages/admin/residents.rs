//! The organization's residents: where they live, whether mail reaches them, and what can be done:
//! inviting them to the portal and moving out.

mod invite;
mod move_out;
mod new;
mod typed;

use leptos::prelude::*;

use super::address::parameter;
use super::dialogs::dialog_for;
use super::filters::{PropertyFilter, Search};
use super::parts::{
    cell, language_name, line, list_foot, row_action, row_actions, small_line, table_row, unit,
};
use super::use_organization;
use crate::api::ResidencyKind;
use crate::api::admin::{self, ResidencyRow, ResidentPage, ResidentRow, ResidentStatus};
use crate::components::{
    ActionLink, Empty, Kind, ListSkeleton, Load, PageHeading, Table, Tone, badge, column, day_in_text,
    fetched, moment_in_text, slice_of,
};
use crate::i18n::{Text, plain};

pub use new::NewResidentPage;

const NEW: &str = "/admin/residents/new";

const ROWS: i32 = 50;

/// The residents are to be fetched again when this is raised.
#[derive(Clone, Copy)]
struct Changed(RwSignal<u32>);

impl Changed {
    fn raise(self) {
        let _ = self.0.try_update(|count| *count = count.wrapping_add(1));
    }
}

/// The list of residents.
#[component]
pub fn ResidentsPage() -> impl IntoView {
    let organization = use_organization();
    let slice = slice_of(ROWS);
    let (property, search) = (parameter("property"), parameter("search"));
    let changed = Changed(RwSignal::new(0));
    provide_context(changed);
    let resource = fetched(move || {
        changed.0.track();
        admin::residents(organization.id(), property.get(), search.get(), slice())
    });
    let dialog = RwSignal::new(None::<ResidentRow>);
    let content = move |page: ResidentPage| {
        if page.nodes.is_empty() {
            return nothing(search.with_untracked(Option::is_some));
        }
        table(page, changed, dialog)
    };
    view! {
        <PageHeading title=t!(admin_residents_title)>
            <ActionLink words=t!(team_resident_add) href=NEW kind=Kind::Primary/>
        </PageHeading>
        <div class="card card-flush">
            <div class="list-head">
                <div class="list-tools">
                    <PropertyFilter/>
                    <Search label=t!(admin_residents_search)/>
                </div>
            </div>
            <Load resource=resource waiting=|| view! { <ListSkeleton/> } view=content/>
        </div>
        {dialog_for(dialog, |resident, asking| {
            view! { <move_out::MoveOut resident=resident asking=asking/> }.into_any()
        })}
    }
}

fn table(page: ResidentPage, changed: Changed, dialog: RwSignal<Option<ResidentRow>>) -> AnyView {
    let shown = page.nodes.len();
    let columns = vec![
        column(t!(common_name)),
        column(t!(admin_homes)),
        column(t!(common_email)),
        column(t!(common_language)),
        column(t!(common_status)),
        column(t!(team_actions)),
    ];
    let row = move |one| row(one, changed, dialog);
    view! {
        <Table caption=t!(admin_residents_title) columns=columns>
            {page.nodes.into_iter().map(row).collect_view()}
        </Table>
        {list_foot(page.page_info, shown, page.total_count)}
    }
    .into_any()
}

fn row(row: ResidentRow, changed: Changed, dialog: RwSignal<Option<ResidentRow>>) -> AnyView {
    let email = match row.email.clone() {
        Some(email) => line(plain(email)),
        None => view! { <div class="warn-text">{t!(admin_no_address)}</div> }.into_any(),
    };
    let mut state = vec![status(row.status)];
    if let Some(at) = row.invited_at.as_ref().filter(|_| row.status == ResidentStatus::Invited) {
        let at = moment_in_text(&at.0);
        state.push(small_line(t!(team_resident_invited_on, &at.get())));
    }
    let mut buttons: Vec<AnyView> = invite::button(&row, changed).into_iter().collect();
    if row.status != ResidentStatus::Inactive {
        let what = row.clone();
        let press = Callback::new(move |()| dialog.set(Some(what.clone())));
        buttons.push(row_action(t!(team_move_out), &row.name, true, press));
    }
    table_row(vec![
        cell(t!(common_name), vec![line(plain(row.name))]),
        cell(t!(admin_homes), row.residencies.iter().map(home).collect()),
        cell(t!(common_email), vec![email]),
        cell(t!(common_language), vec![line(language_name(row.language))]),
        cell(t!(common_status), state),
        row_actions(buttons),
    ])
}

/// A unit somebody lives or lived in.
fn home(residency: &ResidencyRow) -> AnyView {
    let kind = match residency.kind {
        ResidencyKind::Owner => t!(admin_owner),
        ResidencyKind::Tenant => t!(admin_tenant),
    };
    let primary = residency.is_primary.then(|| t!(admin_primary));
    let until: Option<Text> = residency.ends_on.as_ref().map(|day| {
        let day = day_in_text(&day.0);
        t!(team_resident_until, &day.get())
    });
    let fact = |fact: Text| view! { <span class="fact">{fact}</span> };
    view! {
        <div>
            {unit(&residency.unit.label)}
            " "
            <span class="facts small">{[Some(kind), primary, until].into_iter().flatten().map(fact).collect_view()}</span>
        </div>
    }
    .into_any()
}

fn status(status: ResidentStatus) -> AnyView {
    match status {
        ResidentStatus::Pending => badge(Tone::Warn, t!(admin_resident_pending)),
        ResidentStatus::Invited => badge(Tone::Info, t!(admin_resident_invited)),
        ResidentStatus::Active => badge(Tone::Ok, t!(admin_resident_active)),
        ResidentStatus::Inactive => badge(Tone::Quiet, t!(admin_resident_inactive)),
    }
}

fn nothing(searched: bool) -> AnyView {
    if searched {
        view! {
            <Empty title=t!(admin_nothing_matches) text=t!(admin_nothing_matches_text)>
                <ActionLink words=t!(admin_clear_filters) href="/admin/residents"/>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty title=t!(admin_residents_none) text=t!(team_residents_none_text)>
                <ActionLink words=t!(team_resident_add) href=NEW kind=Kind::Primary/>
            </Empty>
        }
        .into_any()
    }
}
