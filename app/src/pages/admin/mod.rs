//! The team's administration: billing, and seeing what became of it.

mod address;
mod api_keys;
mod audit;
mod books;
mod choices;
mod controls;
mod dialogs;
mod filters;
mod first_steps;
mod frame;
mod invoice;
mod invoices;
mod managers;
mod new_invoice;
mod organization;
mod parts;
mod payment_settings;
mod payments;
mod residents;
mod security;
mod sign_up;
mod team;
mod units;

use leptos::prelude::*;

use self::first_steps::with_properties;
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
static PLACES: [Place; 28] = [
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
    Place {
        path: "/admin/invoices",
        inside: true,
        view: || with_properties(t!(admin_invoices_title), || view! { <invoices::InvoicesPage/> }.into_any()),
    },
    Place {
        path: "/admin/invoices/new",
        inside: true,
        view: || {
            with_properties(t!(admin_invoice_create), || view! { <new_invoice::NewInvoicePage/> }.into_any())
        },
    },
    Place {
        path: "/admin/invoices/:id",
        inside: true,
        view: || view! { <invoice::InvoicePage/> }.into_any(),
    },
    Place {
        path: "/admin/payments",
        inside: true,
        view: || with_properties(t!(admin_payments_title), || view! { <payments::PaymentsPage/> }.into_any()),
    },
    Place {
        path: "/admin/payments/transactions",
        inside: true,
        view: || with_properties(t!(books_transactions), || view! { <books::TransactionsPage/> }.into_any()),
    },
    Place {
        path: "/admin/payments/deposits",
        inside: true,
        view: || with_properties(t!(books_deposits), || view! { <books::PayoutsPage/> }.into_any()),
    },
    Place {
        path: "/admin/payments/deposits/:id",
        inside: true,
        view: || view! { <books::PayoutPage/> }.into_any(),
    },
    Place {
        path: "/admin/payments/reconciliation",
        inside: true,
        view: || {
            with_properties(t!(books_reconciliation), || view! { <books::ReconciliationPage/> }.into_any())
        },
    },
    Place {
        path: "/admin/payments/events",
        inside: true,
        view: || view! { <books::EventsPage/> }.into_any(),
    },
    Place {
        path: "/admin/units",
        inside: true,
        view: || with_properties(t!(admin_units_title), || view! { <units::UnitsPage/> }.into_any()),
    },
    Place {
        path: "/admin/residents",
        inside: true,
        view: || {
            with_properties(t!(admin_residents_title), || view! { <residents::ResidentsPage/> }.into_any())
        },
    },
    Place {
        path: "/admin/residents/new",
        inside: true,
        view: || {
            with_properties(t!(team_resident_add), || view! { <residents::NewResidentPage/> }.into_any())
        },
    },
    Place {
        path: "/admin/settings/payments",
        inside: true,
        view: || {
            with_properties(t!(admin_nav_payment_settings), || {
                view! { <payment_settings::PaymentSettingsPage/> }.into_any()
            })
        },
    },
    Place {
        path: "/admin/settings/organization",
        inside: true,
        view: || view! { <organization::OrganizationPage/> }.into_any(),
    },
    Place {
        path: "/admin/settings/organization/properties/new",
        inside: true,
        view: || view! { <organization::NewPropertyPage/> }.into_any(),
    },
    Place {
        path: "/admin/settings/api-keys",
        inside: true,
        view: || view! { <api_keys::ApiKeysPage/> }.into_any(),
    },
    Place {
        path: "/admin/settings/api-keys/new",
        inside: true,
        view: || view! { <api_keys::NewApiKeyPage/> }.into_any(),
    },
    Place { path: "/admin/team", inside: true, view: || view! { <team::TeamPage/> }.into_any() },
    Place { path: "/admin/audit", inside: true, view: || view! { <audit::AuditPage/> }.into_any() },
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
