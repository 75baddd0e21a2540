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
mod security;
mod sign_up;
mod units;

use leptos::prelude::*;

use crate::api::SignInAudience;
use crate::components::Shell;
use crate::pages::invitation;
use crate::pages::sign_in::{SignIn, SignInCode, SignInLink, Words};
use crate::router::{Place, frames, provide_router, redirect};
use crate::session::Session;

pub use frame::{Organization, use_organization};

/// Puts the administration in place of the static shell.
pub fn start() {
    super::mount(|| view! { <Admin/> }.into_any());
}

/// The administration's pages.
static PLACES: [Place; 16] = [
    Place { path: "/admin/sign-in", inside: false, view: sign_in },
    Place { path: "/admin/sign-in/link", inside: false, view: || view! { <SignInLink/> }.into_any() },
    Place { path: "/admin/sign-in/code", inside: false, view: || view! { <SignInCode/> }.into_any() },
    Place { path: "/admin/sign-up", inside: false, view: || view! { <sign_up::SignUpPage/> }.into_any() },
    Place {
        path: "/admin/sign-up/confirm",
        inside: false,
        view: || view! { <sign_up::SignUpConfirmPage/> }.into_any(),
    },
    Place { path: "/admin/invitation", inside: false, view: invitation },
    Place { path: frame::SECURITY, inside: true, view: || view! { <security::SecurityPage/> }.into_any() },
    Place { path: "/admin", inside: true, view: || redirect("/admin/invoices") },
    Place { path: "/admin/invoices", inside: true, view: || view! { <invoices::InvoicesPage/> }.into_any() },
    Place {
        path: "/admin/invoices/new",
        inside: true,
        view: || view! { <new_invoice::NewInvoicePage/> }.into_any(),
    },
    Place {
        path: "/admin/invoices/:id",
        inside: true,
        view: || view! { <invoice::InvoicePage/> }.into_any(),
    },
    Place { path: "/admin/payments", inside: true, view: || view! { <payments::PaymentsPage/> }.into_any() },
    Place { path: "/admin/units", inside: true, view: || view! { <units::UnitsPage/> }.into_any() },
    Place {
        path: "/admin/residents",
        inside: true,
        view: || view! { <residents::ResidentsPage/> }.into_any(),
    },
    Place {
        path: "/admin/settings/payments",
        inside: true,
        view: || view! { <payment_settings::PaymentSettingsPage/> }.into_any(),
    },
    Place { path: "*", inside: true, view: || view! { <super::NotFound home="/admin"/> }.into_any() },
];

#[component]
fn Admin() -> impl IntoView {
    Session::provide("/admin");
    provide_router("/admin", &PLACES);
    view! { <Shell>{frames(frame::inside, frame::outside)}</Shell> }
}

fn sign_in() -> AnyView {
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
        <SignIn audience=SignInAudience::Admin words=words by_password=true/>
        <p class="below-card"><a href="/admin/sign-up">{t!(account_sign_up_title)}</a></p>
    }
    .into_any()
}

fn invitation() -> AnyView {
    invitation::invitation_page(invitation::Words {
        title: |language, organization, _| locales::account_invitation_member_title(language, organization),
        intro: |language, organization, _| locales::account_invitation_member_intro(language, organization),
        ask: t!(account_invitation_member_ask),
    })
}
