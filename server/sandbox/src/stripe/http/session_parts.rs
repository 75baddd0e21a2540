//! What the pages of a session share, whether it takes a payment or saves a way to pay.

use maud::{Markup, html};

use crate::stripe::payment_method_type::PaymentMethodType;
use crate::stripe::session::Session;

/// What a page says first when the last card was declined.
pub fn declined_alert(words: &str) -> Markup {
    html! { p.alert role="alert" { (words) } }
}

/// A heading and a button for each way in which a method can go; the first is the natural one.
pub fn outcome_forms(
    session: &Session,
    method: PaymentMethodType,
    heading: &str,
    ways: &[(&str, &str)],
) -> Markup {
    let name = method.name();
    html! {
        h2 { (heading) }
        @for (place, (outcome, label)) in ways.iter().enumerate() {
            form method="post" action={ "/checkout/" (session.id) "/pay" } {
                input type="hidden" name="method" value=(name);
                input type="hidden" name="outcome" value=(outcome);
                button class=(if place == 0 { "main" } else { "" }) data-outcome={ (name) "-" (outcome) } {
                    (label)
                }
            }
        }
    }
}

/// The way back without doing anything.
pub fn cancel_link(session: &Session, label: &str) -> Markup {
    html! {
        @if let Some(address) = &session.cancel_url {
            p { a.button data-outcome="cancel" href=(address) { (label) } }
        }
    }
}

/// What a page says when nothing can be done on it.
pub fn closed_page(title: &str, why: &str, address: &str, back: &str) -> Markup {
    html! {
        h1 { (title) }
        p { (why) }
        p { a.button href=(address) { (back) } }
    }
}
