//! What stands around the portal's pages: the community's name, the language switch and the navigation.

use crate::router::{outlet, use_location};
use leptos::prelude::*;

use crate::components::{LanguageSwitch, failed};
use crate::i18n::Text;
use crate::session::{State, use_session, use_sign_in};

/// The top of every page: whose portal this is. Before someone is signed in, Propty's own name.
#[component]
fn TopBar() -> impl IntoView {
    let session = use_session();
    let community = move || {
        let home = session.viewer().and_then(|viewer| viewer.residencies.into_iter().next());
        home.map_or_else(|| "Propty".to_owned(), |residency| residency.unit.property.name)
    };
    let community = Memo::new(move |_| community());
    let initial = move || community.with(|name| name.chars().next().map(String::from));
    view! {
        <header class="top-bar">
            <a class="brand" href="/portal">
                <span class="brand-mark" aria-hidden="true">{initial}</span>
                <span class="brand-name">{community}</span>
            </a>
            <LanguageSwitch/>
        </header>
    }
    .into_any()
}

/// Pages for people who are not signed in.
pub fn outside() -> AnyView {
    view! {
        <TopBar/>
        <main id="content" class="page page-narrow">{outlet()}</main>
    }
    .into_any()
}

/// Pages for the resident who is signed in; leads anyone else to the sign-in page.
pub fn inside() -> AnyView {
    let session = use_session();
    let sign_in = use_sign_in();
    crate::effect::follow(move || {
        if session.state() == State::Nobody {
            sign_in();
        }
    });
    let trouble = move || match session.state() {
        State::Failed(error) => Some(failed(error, Callback::new(move |()| session.ask()))),
        _ => None,
    };
    view! {
        <a class="skip-link" href="#content" rel="external">{t!(common_skip_to_content)}</a>
        <TopBar/>
        <nav class="bottom-nav" aria-label=t!(common_main_navigation)>
            <ul>
                <Place href="/portal" words=t!(portal_nav_home)/>
                <Place href="/portal/invoices" words=t!(portal_nav_invoices)/>
                <Place href="/portal/payments" words=t!(portal_nav_payments)/>
                <Place href="/portal/account" words=t!(portal_nav_account)/>
            </ul>
        </nav>
        <main id="content" class="page" tabindex="-1">
            {trouble}
            {outlet()}
        </main>
    }
    .into_any()
}

/// A place to go to, marked when one is there or below.
#[component]
fn Place(href: &'static str, words: Text) -> impl IntoView {
    let path = use_location().pathname;
    let current = move || {
        let path = path.get();
        let below = path
            .strip_prefix(href)
            .is_some_and(|rest| rest.is_empty() || (rest.starts_with('/') && href != "/portal"));
        below.then_some("page")
    };
    view! { <li><a href=href aria-current=current>{words}</a></li> }.into_any()
}
