//! The account's dashboard, as far as a demonstration needs it: whose it is and what money it holds.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode};
use maud::html;

use super::header;
use super::page::{Language, missing_page, page};
use crate::stripe::Stripe;
use crate::stripe::account::Account;

/// `GET /dashboard/{account}`: for owners who sign in themselves.
pub async fn full(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let account = stripe.shared.with_state(|state| state.accounts.get(&id).cloned());
    show(&stripe, account.filter(|account| account.dashboard == "full"), &headers)
}

/// `GET /express/{token}`: by a link that works once.
pub async fn express(
    State(stripe): State<Stripe>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let account = stripe.shared.with_state(|state| state.log_in(&token).cloned());
    show(&stripe, account, &headers)
}

fn show(stripe: &Stripe, account: Option<Account>, headers: &HeaderMap) -> Response<Body> {
    let language = Language::choose(None, header(headers, "accept-language").as_deref());
    let words = PageText::of(language);
    let Some(account) = account else {
        return missing_page(language, words.unknown, words.unknown_why);
    };
    let balance = stripe.balance(&account.id).unwrap_or_default();
    let sum = |kind: &str| {
        let held = balance.get(kind).and_then(|list| list.as_array()).into_iter().flatten();
        let amounts = held.filter_map(|part| part.get("amount").and_then(serde_json::Value::as_i64));
        language.money(amounts.sum(), &account.currency)
    };
    let main = html! {
        p.tag { (words.sandbox) }
        h1 { (words.title) }
        div.card {
            p { strong { (account.display_name.as_deref().unwrap_or(&account.id)) } }
            p { (words.available) " " (sum("available")) }
            p { (words.pending) " " (sum("pending")) }
            p.muted { (account.id) }
        }
    };
    page(StatusCode::OK, language, words.title, &main)
}

struct PageText {
    title: &'static str,
    sandbox: &'static str,
    available: &'static str,
    pending: &'static str,
    unknown: &'static str,
    unknown_why: &'static str,
}

impl PageText {
    fn of(language: Language) -> Self {
        match language {
            Language::English => Self {
                title: "The account’s dashboard",
                sandbox: "Sandbox: no real money",
                available: "Available:",
                pending: "On its way:",
                unknown: "No such dashboard",
                unknown_why: "A link here works once. Ask for a new one in the payment settings.",
            },
            Language::French => Self {
                title: "Tableau de bord du compte",
                sandbox: "Environnement d’essai : aucun argent réel",
                available: "Disponible :",
                pending: "En route :",
                unknown: "Tableau de bord introuvable",
                unknown_why: "Un lien ne sert qu’une fois. Demandez-en un nouveau dans les réglages de paiement.",
            },
        }
    }
}
