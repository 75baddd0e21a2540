//! The hosted payment page: what is paid for, and one button for each way it can go.

use axum::Form;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use serde::Deserialize;

use super::super::Stripe;
use super::super::confirmation::SimulatedOutcome;
use super::super::payment_method_type::PaymentMethodType;
use super::super::session::{Session, SessionMode, SessionStatus};
use super::page::{Language, escape, page, redirect};
use super::{header, setup_page};

#[derive(Deserialize)]
pub struct Seen {
    declined: Option<String>,
}

#[derive(Deserialize)]
pub struct Choice {
    method: String,
    outcome: SimulatedOutcome,
}

/// `GET /checkout/{session}`.
pub async fn show(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Query(seen): Query<Seen>,
    headers: HeaderMap,
) -> Response<Body> {
    let accepted = header(&headers, "accept-language");
    let session = stripe.shared.with_state(|state| {
        let account = state.session_owner(&id)?;
        state.session(&account, &id).cloned()
    });
    let Ok(session) = session else {
        let language = Language::choose(None, accepted.as_deref());
        let words = PageText::of(language);
        let main = format!("<h1>{}</h1><p>{}</p>", words.unknown, words.unknown_why);
        return page(StatusCode::NOT_FOUND, language, words.unknown, &main);
    };
    let language = Language::choose(session.locale.as_deref(), accepted.as_deref());
    let words = PageText::of(language);
    if session.mode == SessionMode::Setup {
        return setup_page::show(&session, language, seen.declined.is_some());
    }
    let main = match session.status {
        SessionStatus::Open => open_page(&session, language, &words, seen.declined.is_some()),
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

/// `POST /checkout/{session}/pay`.
pub async fn pay(
    State(stripe): State<Stripe>,
    Path(id): Path<String>,
    Form(choice): Form<Choice>,
) -> Response<Body> {
    let next = stripe.shared.with_state(|state| {
        let method = PaymentMethodType::named(&choice.method);
        let account = state.session_owner(&id).ok()?;
        let saves = state.session(&account, &id).ok()?.mode == SessionMode::Setup;
        // A page that was left open shows what became of the session instead.
        let confirmed = method.map(|method| {
            if saves {
                state.save(&id, method, choice.outcome).map(drop)
            } else {
                state.confirm(&id, method, choice.outcome).map(drop)
            }
        });
        let session = state.session(&account, &id).ok()?;
        match confirmed {
            Some(Ok(())) if choice.outcome == SimulatedOutcome::Decline => {
                Some(format!("/checkout/{id}?declined=1"))
            }
            Some(Ok(())) => Some(session.success_page()),
            _ => None,
        }
    });
    redirect(&next.unwrap_or_else(|| format!("/checkout/{}", urlencode(&id))))
}

fn urlencode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn open_page(session: &Session, language: Language, words: &PageText, declined: bool) -> String {
    let money = |amount| escape(&language.money(amount, &session.currency));
    let total = money(session.total());
    let lines: String = session
        .lines
        .iter()
        .map(|line| {
            let times = if line.quantity > 1 { format!(" × {}", line.quantity) } else { String::new() };
            let more = line.description.as_deref().map(escape).unwrap_or_default();
            let more =
                if more.is_empty() { more } else { format!("<br><span class=\"muted\">{more}</span>") };
            format!(
                "<tr><th scope=\"row\">{}{times}{more}</th><td>{}</td></tr>",
                escape(&line.name),
                money(line.total())
            )
        })
        .collect();
    let alert = if declined {
        format!("<p class=\"alert\" role=\"alert\">{}</p>", words.declined)
    } else {
        String::new()
    };
    let mut buttons = String::new();
    for method in &session.methods {
        let ways: &[(&str, &str)] = match method {
            PaymentMethodType::Card => &[("succeed", words.card), ("decline", words.card_declined)],
            PaymentMethodType::UsBankAccount | PaymentMethodType::AcssDebit => &[
                ("succeed", words.bank),
                ("fail_later", words.bank_fails),
                ("return_later", words.bank_returns),
            ],
        };
        let heading = if *method == PaymentMethodType::Card { words.by_card } else { words.by_bank };
        buttons.push_str(&outcome_forms(session, *method, heading, ways));
    }
    let cancel = cancel_link(session, words.cancel);
    format!(
        "<p class=\"tag\">{}</p>{alert}<h1>{}</h1><p class=\"amount\">{total}</p>\
         <div class=\"card\"><table class=\"lines\"><tbody>{lines}<tr><th scope=\"row\">{}</th><td>{total}</td></tr>\
         </tbody></table></div>{buttons}{cancel}",
        words.sandbox, words.title, words.total
    )
}

/// A heading and a button for each way in which a method can go; the first is the natural one.
pub fn outcome_forms(
    session: &Session,
    method: PaymentMethodType,
    heading: &str,
    ways: &[(&str, &str)],
) -> String {
    let mut forms = format!("<h2>{heading}</h2>");
    for (place, (outcome, label)) in ways.iter().enumerate() {
        let class = if place == 0 { "main" } else { "" };
        forms.push_str(&format!(
            "<form method=\"post\" action=\"/checkout/{}/pay\"><input type=\"hidden\" name=\"method\" value=\"{name}\">\
             <input type=\"hidden\" name=\"outcome\" value=\"{outcome}\">\
             <button class=\"{class}\" data-outcome=\"{name}-{outcome}\">{label}</button></form>",
            escape(&session.id),
            name = method.name(),
        ));
    }
    forms
}

/// The way back without doing anything.
pub fn cancel_link(session: &Session, label: &str) -> String {
    session.cancel_url.as_deref().map_or_else(String::new, |address| {
        format!("<p><a class=\"button\" data-outcome=\"cancel\" href=\"{}\">{label}</a></p>", escape(address))
    })
}

/// What a page says when nothing can be done on it.
pub fn closed_page(title: &str, why: &str, address: &str, back: &str) -> String {
    format!("<h1>{title}</h1><p>{why}</p><p><a class=\"button\" href=\"{}\">{back}</a></p>", escape(address))
}

struct PageText {
    title: &'static str,
    sandbox: &'static str,
    total: &'static str,
    by_card: &'static str,
    by_bank: &'static str,
    card: &'static str,
    card_declined: &'static str,
    bank: &'static str,
    bank_fails: &'static str,
    bank_returns: &'static str,
    cancel: &'static str,
    declined: &'static str,
    done: &'static str,
    done_why: &'static str,
    expired: &'static str,
    expired_why: &'static str,
    unknown: &'static str,
    unknown_why: &'static str,
    back: &'static str,
}

impl PageText {
    fn of(language: Language) -> Self {
        match language {
            Language::English => Self {
                title: "Payment",
                sandbox: "Sandbox: no money moves",
                total: "Total",
                by_card: "Card",
                by_bank: "Bank transfer",
                card: "Pay by card",
                card_declined: "Try a card that is declined",
                bank: "Pay by bank transfer",
                bank_fails: "Pay by a bank transfer that will fail",
                bank_returns: "Pay by a bank transfer that the bank takes back later",
                cancel: "Cancel and go back",
                declined: "Your card was declined. Try again, or pay another way.",
                done: "This payment has been made",
                done_why: "There is nothing left to do here.",
                expired: "This payment page has expired",
                expired_why: "Nothing was taken. Go back and start the payment again.",
                unknown: "No such payment page",
                unknown_why: "Check the address, or start the payment again.",
                back: "Go back",
            },
            Language::French => Self {
                title: "Paiement",
                sandbox: "Environnement d’essai : aucun argent ne circule",
                total: "Total",
                by_card: "Carte",
                by_bank: "Virement bancaire",
                card: "Payer par carte",
                card_declined: "Essayer une carte qui sera refusée",
                bank: "Payer par virement bancaire",
                bank_fails: "Payer par un virement qui échouera",
                bank_returns: "Payer par un virement que la banque reprendra plus tard",
                cancel: "Annuler et revenir",
                declined: "Votre carte a été refusée. Réessayez ou payez autrement.",
                done: "Ce paiement a été effectué",
                done_why: "Il ne reste rien à faire ici.",
                expired: "Cette page de paiement a expiré",
                expired_why: "Rien n’a été prélevé. Revenez et recommencez le paiement.",
                unknown: "Page de paiement introuvable",
                unknown_why: "Vérifiez l’adresse ou recommencez le paiement.",
                back: "Revenir",
            },
        }
    }
}
