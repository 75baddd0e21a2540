//! The team's administration: billing, and seeing what became of it.

mod address;
mod controls;
mod filters;
mod frame;
mod invoice;
mod invoices;
mod new_invoice;
mod parts;
mod payment_settings;
mod payments;
mod residents;
mod units;

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
                        <Route path=path!("") view=|| view! { <Redirect path="/admin/invoices"/> }/>
                        <Route path=path!("invoices") view=invoices::InvoicesPage/>
                        <Route path=path!("invoices/new") view=new_invoice::NewInvoicePage/>
                        <Route path=path!("invoices/:id") view=invoice::InvoicePage/>
                        <Route path=path!("payments") view=payments::PaymentsPage/>
                        <Route path=path!("units") view=units::UnitsPage/>
                        <Route path=path!("residents") view=residents::ResidentsPage/>
                        <Route path=path!("settings/payments") view=payment_settings::PaymentSettingsPage/>
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
