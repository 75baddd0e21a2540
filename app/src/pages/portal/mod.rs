//! The residents' portal: what is owed, paying it, and what became of it.

mod account;
mod autopay;
mod choose;
mod frame;
mod home;
mod invoice;
mod invoices;
mod pay;
mod payment;
mod payments;
mod together;
mod words;

use leptos::prelude::*;

use crate::api::SignInAudience;
use crate::components::Shell;
use crate::pages::invitation;
use crate::pages::sign_in::{SignIn, SignInCode, SignInLink, Words};
use crate::router::{Place, frames, provide_router};
use crate::session::Session;

/// Puts the portal in place of the static shell.
pub fn start() {
    super::mount(|| view! { <Portal/> }.into_any());
}

/// The portal's pages.
static PLACES: [Place; 14] = [
    Place { path: "/portal/sign-in", inside: false, view: sign_in },
    Place { path: "/portal/sign-in/link", inside: false, view: || view! { <SignInLink/> }.into_any() },
    Place { path: "/portal/sign-in/code", inside: false, view: || view! { <SignInCode/> }.into_any() },
    Place { path: "/portal/invitation", inside: false, view: invitation },
    Place { path: "/portal", inside: true, view: || view! { <home::HomePage/> }.into_any() },
    Place { path: "/portal/invoices", inside: true, view: || view! { <invoices::InvoicesPage/> }.into_any() },
    Place {
        path: "/portal/invoices/:id",
        inside: true,
        view: || view! { <invoice::InvoicePage/> }.into_any(),
    },
    Place { path: "/portal/invoices/:id/pay", inside: true, view: || view! { <pay::PayPage/> }.into_any() },
    Place { path: "/portal/pay", inside: true, view: || view! { <pay::PayTogetherPage/> }.into_any() },
    Place { path: "/portal/payments", inside: true, view: || view! { <payments::PaymentsPage/> }.into_any() },
    Place {
        path: "/portal/payments/:id",
        inside: true,
        view: || view! { <payment::PaymentPage/> }.into_any(),
    },
    Place { path: "/portal/autopay", inside: true, view: || view! { <autopay::AutopayPage/> }.into_any() },
    Place { path: "/portal/account", inside: true, view: || view! { <account::AccountPage/> }.into_any() },
    Place { path: "*", inside: true, view: || view! { <super::NotFound home="/portal"/> }.into_any() },
];

#[component]
fn Portal() -> impl IntoView {
    Session::provide("/portal");
    provide_router("/portal", &PLACES);
    view! { <Shell>{frames(frame::inside, frame::outside)}</Shell> }
}

fn sign_in() -> AnyView {
    let words = Words {
        title: t!(portal_sign_in_title),
        intro: t!(portal_sign_in_intro),
        hint: Some(t!(portal_sign_in_email_hint)),
        send_link: t!(portal_sign_in_send_link),
        with_password: t!(portal_sign_in_with_password),
        with_link: t!(portal_sign_in_with_link),
        sent: locales::portal_sign_in_sent_text,
    };
    view! { <SignIn audience=SignInAudience::Portal words=words by_password=false/> }.into_any()
}

fn invitation() -> AnyView {
    invitation::invitation_page(invitation::Words {
        title: |language, _, property| locales::account_invitation_resident_title(language, property),
        intro: locales::account_invitation_resident_intro,
        ask: t!(account_invitation_resident_ask),
    })
}
