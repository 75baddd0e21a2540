//! The residents' portal: what is owed, paying it, and what became of it.

mod account;
mod frame;
mod home;
mod invoice;
mod invoices;
mod pay;
mod payment;
mod payments;
mod words;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::api::SignInAudience;
use crate::components::Shell;
use crate::pages::sign_in::{SignIn, SignInLink, Words};
use crate::session::Session;

/// Puts the portal in place of the static shell.
pub fn start() {
    super::mount(|| view! { <Portal/> }.into_any());
}

#[component]
fn Portal() -> impl IntoView {
    Session::provide("/portal");
    view! {
        <Shell>
            <Router>
                <Routes fallback=|| view! { <frame::Outside><super::NotFound home="/portal"/></frame::Outside> }>
                    <Route path=path!("/portal/sign-in") view=sign_in/>
                    <Route path=path!("/portal/sign-in/link") view=|| view! { <frame::Outside><SignInLink/></frame::Outside> }/>
                    <ParentRoute path=path!("/portal") view=frame::Inside>
                        <Route path=path!("") view=home::HomePage/>
                        <Route path=path!("invoices") view=invoices::InvoicesPage/>
                        <Route path=path!("invoices/:id") view=invoice::InvoicePage/>
                        <Route path=path!("invoices/:id/pay") view=pay::PayPage/>
                        <Route path=path!("payments") view=payments::PaymentsPage/>
                        <Route path=path!("payments/:id") view=payment::PaymentPage/>
                        <Route path=path!("account") view=account::AccountPage/>
                        <Route path=path!("*any") view=|| view! { <super::NotFound home="/portal"/> }/>
                    </ParentRoute>
                </Routes>
            </Router>
        </Shell>
    }
}

fn sign_in() -> impl IntoView {
    let words = Words {
        title: t!(portal_sign_in_title),
        intro: t!(portal_sign_in_intro),
        hint: Some(t!(portal_sign_in_email_hint)),
        send_link: t!(portal_sign_in_send_link),
        with_password: t!(portal_sign_in_with_password),
        with_link: t!(portal_sign_in_with_link),
        sent: locales::portal_sign_in_sent_text,
    };
    view! {
        <frame::Outside>
            <SignIn audience=SignInAudience::Portal words=words by_password=false/>
        </frame::Outside>
    }
}
