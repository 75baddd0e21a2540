//! The team's administration: billing, and seeing what became of it.

mod frame;
mod payments;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;

use crate::api::SignInAudience;
use crate::components::Shell;
use crate::pages::sign_in::{SignIn, SignInLink, Words};
use crate::session::Session;

pub use frame::{Organization, use_organization};

/// Puts the administration in place of the static shell.
pub fn start() {
    super::mount(|| view! { <Admin/> }.into_any());
}

#[component]
fn Admin() -> impl IntoView {
    Session::provide("/admin");
    view! {
        <Shell>
            <Router>
                <Routes fallback=|| view! { <frame::Outside><super::NotFound home="/admin"/></frame::Outside> }>
                    <Route path=path!("/admin/sign-in") view=sign_in/>
                    <Route path=path!("/admin/sign-in/link") view=|| view! { <frame::Outside><SignInLink/></frame::Outside> }/>
                    <ParentRoute path=path!("/admin") view=frame::Inside>
                        <Route path=path!("") view=|| view! { <Redirect path="/admin/payments"/> }/>
                        <Route path=path!("payments") view=payments::PaymentsPage/>
                        <Route path=path!("*any") view=|| view! { <super::NotFound home="/admin"/> }/>
                    </ParentRoute>
                </Routes>
            </Router>
        </Shell>
    }
}

fn sign_in() -> impl IntoView {
    let words = Words {
        title: t!(admin_sign_in_title),
        intro: t!(admin_sign_in_intro),
        hint: None,
        send_link: t!(admin_sign_in_send_link),
        with_password: t!(admin_sign_in_with_password),
        with_link: t!(admin_sign_in_with_link),
        sent: locales::admin_sign_in_sent_text,
    };
    view! {
        <frame::Outside>
            <SignIn audience=SignInAudience::Admin words=words by_password=true/>
        </frame::Outside>
    }
}
