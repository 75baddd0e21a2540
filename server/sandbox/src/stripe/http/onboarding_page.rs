//! The hosted onboarding form: complete, complete but still checked, or leave. A used or expired link leads back
//! to where a new one is made.

use axum::Form;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode};
use maud::{Markup, html};
use serde::Deserialize;

use super::header;
use super::page::{Language, missing_page, page, redirect};
use crate::stripe::Stripe;
use crate::stripe::account::ConnectedAccountStatus;
use crate::stripe::account_link::AccountLink;
use crate::stripe::state::StripeState;

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Complete,
    Pending,
    Leave,
}

#[derive(Deserialize)]
pub struct Choice {
    action: Action,
}

/// The link, if it still works; else where to go instead.
fn usable(state: &StripeState, token: &str) -> Option<Result<AccountLink, String>> {
    let link = state.links.get(token)?;
    let works = !link.used && state.now < link.expires_at;
    Some(if works { Ok(link.clone()) } else { Err(link.refresh_url.clone()) })
}

/// `GET /connect/onboarding/{token}`.
pub async fn show(
    State(stripe): State<Stripe>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let language = Language::choose(None, header(&headers, "accept-language").as_deref());
    let found = stripe.shared.with_state(|state| {
        let link = usable(state, &token)?;
        Some(link.map(|link| {
            let account = state.accounts.get(&link.account);
            account.and_then(|account| account.display_name.clone()).unwrap_or(link.account)
        }))
    });
    match found {
        None => unknown_link(language),
        Some(Err(refresh)) => redirect(&refresh),
        Some(Ok(name)) => {
            let words = PageText::of(language);
            let main = onboarding_form(&name, &words);
            page(StatusCode::OK, language, words.title, &main)
        }
    }
}

fn onboarding_form(name: &str, words: &PageText) -> Markup {
    let buttons =
        [("complete", words.complete, "main"), ("pending", words.pending, ""), ("leave", words.leave, "")];
    html! {
        p.tag { (words.sandbox) }
        h1 { (words.title) }
        div.card {
            p { strong { (name) } }
            p.muted { (words.why) }
        }
        @for (action, label, class) in buttons {
            form method="post" {
                input type="hidden" name="action" value=(action);
                button class=(class) data-action=(action) { (label) }
            }
        }
    }
}

/// `POST /connect/onboarding/{token}`.
pub async fn submit(
    State(stripe): State<Stripe>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(choice): Form<Choice>,
) -> Response<Body> {
    let next = stripe.shared.with_state(|state| {
        let link = match usable(state, &token)? {
            Ok(link) => link,
            Err(refresh) => return Some(refresh),
        };
        let status = match choice.action {
            Action::Complete => Some(ConnectedAccountStatus::Active),
            Action::Pending => Some(ConnectedAccountStatus::PendingVerification),
            Action::Leave => None,
        };
        if let Some(status) = status
            && let Err(problem) = state.set_account_status(&link.account, status)
        {
            tracing::error!(%problem, "onboarding failed: unknown account");
        }
        if let Some(link) = state.links.get_mut(&token) {
            link.used = true;
        }
        Some(link.return_url)
    });
    match next {
        Some(address) => redirect(&address),
        None => unknown_link(Language::choose(None, header(&headers, "accept-language").as_deref())),
    }
}

fn unknown_link(language: Language) -> Response<Body> {
    let words = PageText::of(language);
    missing_page(language, words.unknown, words.unknown_why)
}

struct PageText {
    title: &'static str,
    sandbox: &'static str,
    why: &'static str,
    complete: &'static str,
    pending: &'static str,
    leave: &'static str,
    unknown: &'static str,
    unknown_why: &'static str,
}

impl PageText {
    fn of(language: Language) -> Self {
        match language {
            Language::English => Self {
                title: "Set up payments",
                sandbox: "Sandbox: nothing is checked",
                why: "Here the processor would ask for the business, its representative and a bank account.",
                complete: "Complete the set-up",
                pending: "Complete; verification takes a day",
                leave: "Leave and finish later",
                unknown: "No such link",
                unknown_why: "Ask for a new link in the payment settings.",
            },
            Language::French => Self {
                title: "Configurer les paiements",
                sandbox: "Environnement d’essai : rien n’est vérifié",
                why: "Ici, le processeur demanderait l’entreprise, sa représentante et un compte bancaire.",
                complete: "Terminer la configuration",
                pending: "Terminer ; la vérification prend un jour",
                leave: "Quitter et finir plus tard",
                unknown: "Lien introuvable",
                unknown_why: "Demandez un nouveau lien dans les réglages de paiement.",
            },
        }
    }
}
