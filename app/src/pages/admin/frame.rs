//! What stands around the administration's pages: the sidebar with the organization and where to go.

use crate::router::{outlet, use_location};
use leptos::prelude::*;

use crate::api::Role;
use crate::api::session::{Membership, Viewer};
use crate::browser;
use crate::components::{
    Action, ActionLink, Banner, Kind, LanguageSwitch, PageHeading, PageSkeleton, Tone, failed,
};
use crate::i18n::Text;
use crate::session::{State, use_session, use_sign_in};

const STORED_AS: &str = "propty.organization";

/// The person's own page, which is there whatever an organization shows.
pub(super) const SECURITY: &str = "/admin/security";

/// The organization one works in: one of the viewer's memberships.
#[derive(Clone, Copy)]
pub struct Organization(Signal<Option<Membership>>);

impl Organization {
    /// The organization's id. Reads reactively; a page of the frame always has one.
    pub fn id(self) -> cynic::Id {
        let membership = self.0.get();
        membership.map_or_else(|| cynic::Id::new(""), |membership| membership.organization.id)
    }

    /// The whole membership: role, organization and the properties one works on.
    pub fn membership(self) -> Option<Membership> {
        self.0.get()
    }

    /// Whether the viewer manages the whole organization.
    pub fn is_manager(self) -> bool {
        self.0.with(|membership| membership.as_ref().is_some_and(|m| m.role == Role::OrganizationManager))
    }
}

/// The organization of this page.
pub fn use_organization() -> Organization {
    use_context::<Organization>().unwrap_or_else(|| Organization(Signal::stored(None)))
}

/// Pages for people who are not signed in.
pub fn outside() -> AnyView {
    view! {
        <header class="top-bar">
            <a class="brand" href="/admin">
                <span class="brand-mark" aria-hidden="true">"P"</span>
                <span class="brand-name">"Propty"</span>
            </a>
            <LanguageSwitch/>
        </header>
        <main id="content" class="page page-narrow">{outlet()}</main>
    }
    .into_any()
}

/// Pages for the member who is signed in; leads anyone else to the sign-in page.
pub fn inside() -> AnyView {
    let session = use_session();
    let sign_in = use_sign_in();
    crate::effect::follow(move || {
        if session.state() == State::Nobody {
            sign_in();
        }
    });
    let chosen = RwSignal::new(browser::recall(STORED_AS));
    let membership = Memo::new(move |_| {
        let memberships = session.viewer().map(|viewer| viewer.memberships).unwrap_or_default();
        let chosen = chosen.get();
        let mine = memberships.iter().find(|m| Some(m.organization.id.inner()) == chosen.as_deref());
        mine.or(memberships.first()).cloned()
    });
    provide_context(Organization(membership.into()));
    let path = use_location().pathname;
    let missing = Memo::new(move |_| {
        let asks = membership.get().filter(|membership| membership.second_factor_missing);
        asks.map(|membership| membership.organization.name)
    });
    // The pages stay while only the person's language changes.
    let stage = Memo::new(move |_| match session.state() {
        State::SignedIn(viewer) if viewer.memberships.is_empty() => Stage::NoTeam,
        State::SignedIn(_) if missing.with(Option::is_some) && path.get() != SECURITY => Stage::FactorMissing,
        State::SignedIn(_) => Stage::Ready,
        State::Failed(error) => Stage::Failed(error),
        State::Unknown | State::Nobody => Stage::Waiting,
    });
    view! {
        <a class="skip-link" href="#content" rel="external">{t!(common_skip_to_content)}</a>
        <div class="workspace">
            <Sidebar chosen=chosen membership=membership/>
            <main id="content" class="page" tabindex="-1">
                {move || missing.get().map(|name| factor_missing(&name))}
                {move || match stage.get() {
                    Stage::Waiting => view! { <PageSkeleton/> }.into_any(),
                    Stage::Failed(error) => failed(error, Callback::new(move |()| session.ask())),
                    Stage::NoTeam => no_team(),
                    Stage::FactorMissing => {
                        view! { <PageHeading title=t!(account_factor) hidden=true/> }.into_any()
                    }
                    Stage::Ready => outlet(),
                }}
            </main>
        </div>
    }
    .into_any()
}

#[derive(Clone, PartialEq)]
enum Stage {
    Waiting,
    Failed(crate::api::ApiError),
    NoTeam,
    /// The organization shows nothing for want of a second factor.
    FactorMissing,
    Ready,
}

/// Says, on every page, that the organization asks for a second factor.
fn factor_missing(name: &str) -> AnyView {
    let name = name.to_owned();
    let path = use_location().pathname;
    let step = move || {
        if path.get() == SECURITY {
            view! { <p>{t!(account_missing_here)}</p> }.into_any()
        } else {
            view! {
                <p>{t!(account_missing_text)}</p>
                <ActionLink words=t!(account_factor_set_up) href=SECURITY/>
            }
            .into_any()
        }
    };
    view! {
        <Banner tone=Tone::Warn>
            <p><strong>{t!(account_missing_title, &name)}</strong></p>
            {step}
        </Banner>
    }
    .into_any()
}

fn no_team() -> AnyView {
    view! {
        <PageHeading title=t!(admin_no_membership_title)/>
        <p class="lead">{t!(admin_no_membership_text)}</p>
        <div><a class="button" href="/portal" rel="external">{t!(admin_open_portal)}</a></div>
    }
    .into_any()
}

#[component]
fn Sidebar(chosen: RwSignal<Option<String>>, membership: Memo<Option<Membership>>) -> impl IntoView {
    let session = use_session();
    let name = move || membership.get().map_or_else(|| "Propty".to_owned(), |m| m.organization.name);
    let name = Memo::new(move |_| name());
    let initial = move || name.with(|name| name.chars().next().map(String::from));
    let open = RwSignal::new(false);
    let organization = Organization(membership.into());
    let path = use_location().pathname;
    // A narrow page's menu closes when one has gone somewhere.
    crate::effect::follow(move || {
        path.track();
        open.set(false);
    });
    // Whoever is on no team has nowhere to go but to their own page.
    let on_team = Memo::new(move |_| session.viewer().is_none_or(|viewer| !viewer.memberships.is_empty()));
    let switch = move || session.viewer().and_then(|viewer| organization_switch(&viewer, chosen, membership));
    let sign_out = crate::session::use_sign_out();
    let sign_out = Callback::new(move |()| sign_out());
    view! {
        <header class="sidebar" class:open=open>
            <div class="sidebar-top">
                <a class="brand" href="/admin">
                    <span class="brand-mark" aria-hidden="true">{initial}</span>
                    <span class="brand-name">{name}</span>
                </a>
                <button
                    type="button"
                    class="button button-quiet menu-button"
                    aria-expanded=move || if open.get() { "true" } else { "false" }
                    aria-controls="sidebar-menu"
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {t!(admin_nav_menu)}
                </button>
            </div>
            <div class="sidebar-menu" id="sidebar-menu">
                {switch}
                {move || on_team.get().then(|| places(organization))}
                <nav class="sidebar-account" aria-label=t!(account_nav)>
                    <ul><Place href=SECURITY words=t!(account_security)/></ul>
                </nav>
                <div class="sidebar-foot">
                    <LanguageSwitch/>
                    <Action words=t!(common_sign_out) kind=Kind::Plain on_press=sign_out/>
                </div>
            </div>
        </header>
    }
    .into_any()
}

fn organization_switch(
    viewer: &Viewer,
    chosen: RwSignal<Option<String>>,
    membership: Memo<Option<Membership>>,
) -> Option<AnyView> {
    if viewer.memberships.len() < 2 {
        return None;
    }
    let option = |mine: &Membership| {
        let id = mine.organization.id.inner().to_owned();
        let selected = {
            let id = id.clone();
            move || membership.with(|now| now.as_ref().is_some_and(|now| now.organization.id.inner() == id))
        };
        view! { <option value=id selected=selected>{mine.organization.name.clone()}</option> }
    };
    let change = move |event| {
        let id = event_target_value(&event);
        browser::remember(STORED_AS, &id);
        chosen.set(Some(id));
    };
    let options = viewer.memberships.iter().map(option).collect_view();
    let switch = view! {
        <select class="organization-switch" aria-label=t!(admin_organization_switch) on:change=change>{options}</select>
    };
    Some(switch.into_any())
}

/// The organization's pages.
fn places(organization: Organization) -> AnyView {
    view! {
        <nav aria-label=t!(common_main_navigation)>
            <ul>
                <Place href="/admin/invoices" words=t!(admin_nav_invoices)/>
                <Place href="/admin/payments" words=t!(admin_nav_payments)/>
                <Place href="/admin/units" words=t!(admin_nav_units)/>
                <Place href="/admin/residents" words=t!(admin_nav_residents)/>
            </ul>
            <p class="sidebar-title" id="sidebar-settings">{t!(admin_nav_settings)}</p>
            <ul aria-labelledby="sidebar-settings">
                <Place href="/admin/settings/payments" words=t!(admin_nav_payment_settings)/>
                {move || organization.is_manager().then(manager_places)}
            </ul>
        </nav>
    }
    .into_any()
}

/// The settings only organization managers have.
fn manager_places() -> AnyView {
    view! {
        <Place href="/admin/settings/organization" words=t!(team_organization)/>
        <Place href="/admin/team" words=t!(team_title)/>
        <Place href="/admin/settings/api-keys" words=t!(team_keys_title)/>
        <Place href="/admin/audit" words=t!(team_audit_title)/>
    }
    .into_any()
}

/// A place to go to, marked when one is there or below.
#[component]
fn Place(href: &'static str, words: Text) -> impl IntoView {
    let path = use_location().pathname;
    let current = move || {
        let path = path.get();
        path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')).then_some("page")
    };
    view! { <li><a href=href aria-current=current>{words}</a></li> }.into_any()
}
