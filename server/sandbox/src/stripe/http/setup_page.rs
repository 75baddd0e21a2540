//! The hosted page on which a payer saves a card or a bank account for payments to come.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use maud::{Markup, html};

use super::page::{Language, page};
use super::session_parts::{cancel_link, closed_page, declined_alert, outcome_forms};
use crate::stripe::payment_method_type::PaymentMethodType;
use crate::stripe::session::{Session, SessionStatus};

/// The page of a setup session, in whatever state it is.
pub fn show(session: &Session, language: Language, declined: bool) -> Response<Body> {
    let words = PageText::of(language);
    let main = match session.status {
        SessionStatus::Open => open_page(session, &words, declined),
        SessionStatus::Complete => {
            closed_page(words.done, words.done_why, &session.success_page(), words.back)
        }
        SessionStatus::Expired => {
            let back = session.cancel_url.as_deref().unwrap_or(&session.success_url);
            closed_page(words.expired, words.expired_why, back, words.back)
        }
    };
    page(StatusCode::OK, language, words.title, &main)
}

fn open_page(session: &Session, words: &PageText, declined: bool) -> Markup {
    html! {
        p.tag { (words.sandbox) }
        @if declined { (declined_alert(words.declined)) }
        h1 { (words.title) }
        div.card { p.muted { (words.why) } }
        @for method in &session.methods { (method_forms(session, *method, words)) }
        (cancel_link(session, words.cancel))
    }
}

fn method_forms(session: &Session, method: PaymentMethodType, words: &PageText) -> Markup {
    let (heading, ways): (_, &[(&str, &str)]) = match method {
        PaymentMethodType::Card => (
            words.by_card,
            &[("succeed", words.card), ("decline", words.card_declined), ("fail_later", words.card_fails)],
        ),
        PaymentMethodType::UsBankAccount | PaymentMethodType::AcssDebit => (
            words.by_bank,
            &[
                ("succeed", words.bank),
                ("fail_later", words.bank_fails),
                ("return_later", words.bank_returns),
            ],
        ),
    };
    outcome_forms(session, method, heading, ways)
}

struct PageText {
    title: &'static str,
    sandbox: &'static str,
    why: &'static str,
    by_card: &'static str,
    by_bank: &'static str,
    card: &'static str,
    card_declined: &'static str,
    card_fails: &'static str,
    bank: &'static str,
    bank_fails: &'static str,
    bank_returns: &'static str,
    cancel: &'static str,
    declined: &'static str,
    done: &'static str,
    done_why: &'static str,
    expired: &'static str,
    expired_why: &'static str,
    back: &'static str,
}

impl PageText {
    fn of(language: Language) -> Self {
        match language {
            Language::English => Self {
                title: "Save a way to pay",
                sandbox: "Sandbox: nothing is charged",
                why: "Here the processor would ask for the card or the bank account. It is charged only when a \
                      payment falls due.",
                by_card: "Card",
                by_bank: "Bank account",
                card: "Save a card",
                card_declined: "Try a card that is declined",
                card_fails: "Save a card whose payments will be declined",
                bank: "Save a bank account",
                bank_fails: "Save a bank account whose debits will fail",
                bank_returns: "Save a bank account whose debits the bank takes back",
                cancel: "Cancel and go back",
                declined: "Your card was declined. Try again, or save another.",
                done: "This has been saved",
                done_why: "There is nothing left to do here.",
                expired: "This page has expired",
                expired_why: "Nothing was saved. Go back and start again.",
                back: "Go back",
            },
            Language::French => Self {
                title: "Enregistrer un mode de paiement",
                sandbox: "Environnement d’essai : rien n’est débité",
                why: "Ici, le processeur demanderait la carte ou le compte bancaire. Le débit n’a lieu que \
                      lorsqu’un paiement est dû.",
                by_card: "Carte",
                by_bank: "Compte bancaire",
                card: "Enregistrer une carte",
                card_declined: "Essayer une carte qui sera refusée",
                card_fails: "Enregistrer une carte dont les paiements seront refusés",
                bank: "Enregistrer un compte bancaire",
                bank_fails: "Enregistrer un compte dont les débits échoueront",
                bank_returns: "Enregistrer un compte dont la banque reprendra les débits",
                cancel: "Annuler et revenir",
                declined: "Votre carte a été refusée. Réessayez ou enregistrez-en une autre.",
                done: "Le mode de paiement est enregistré",
                done_why: "Il ne reste rien à faire ici.",
                expired: "Cette page a expiré",
                expired_why: "Rien n’a été enregistré. Revenez et recommencez.",
                back: "Revenir",
            },
        }
    }
}
