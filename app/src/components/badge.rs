//! Status as a word with a dot on a soft ground: never colour alone.

use leptos::prelude::*;

use crate::api::{InvoiceStatus, PaymentStatus};
use crate::i18n::Text;

/// How a status feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Ok,
    Warn,
    Bad,
    Info,
    Quiet,
}

impl Tone {
    /// The class that colours by the tone.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ok => "tone-ok",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
            Self::Info => "tone-info",
            Self::Quiet => "tone-quiet",
        }
    }
}

/// A badge with these words.
pub fn badge(tone: Tone, words: Text) -> AnyView {
    view! { <span class=format!("badge {}", tone.class())>{words}</span> }.into_any()
}

/// The status of an invoice. A resident reads “To pay” where the team reads “Open”, and
/// “Closed” where the team reads “Uncollectible”.
#[component]
pub fn InvoiceBadge(
    status: InvoiceStatus,
    overdue: bool,
    /// Whether a transfer for it is in flight.
    processing: bool,
    #[prop(optional)] resident: bool,
) -> impl IntoView {
    match status {
        InvoiceStatus::Open if processing => badge(Tone::Warn, t!(status_processing)),
        InvoiceStatus::Open if overdue => badge(Tone::Bad, t!(status_overdue)),
        InvoiceStatus::Open if resident => badge(Tone::Info, t!(status_to_pay)),
        InvoiceStatus::Open => badge(Tone::Info, t!(status_open)),
        InvoiceStatus::Draft => badge(Tone::Quiet, t!(status_draft)),
        InvoiceStatus::Paid => badge(Tone::Ok, t!(status_paid)),
        InvoiceStatus::Void => badge(Tone::Quiet, t!(status_void)),
        InvoiceStatus::Uncollectible if resident => badge(Tone::Quiet, t!(status_closed)),
        InvoiceStatus::Uncollectible => badge(Tone::Quiet, t!(status_uncollectible)),
    }
}

/// The status of a payment.
#[component]
pub fn PaymentBadge(status: PaymentStatus) -> impl IntoView {
    match status {
        PaymentStatus::Pending => badge(Tone::Quiet, t!(payment_status_pending)),
        PaymentStatus::Processing => badge(Tone::Warn, t!(payment_status_processing)),
        PaymentStatus::Succeeded => badge(Tone::Ok, t!(payment_status_succeeded)),
        PaymentStatus::Failed => badge(Tone::Bad, t!(payment_status_failed)),
        PaymentStatus::Expired => badge(Tone::Quiet, t!(payment_status_expired)),
        PaymentStatus::Reversed => badge(Tone::Bad, t!(payment_status_reversed)),
        PaymentStatus::PartiallyRefunded => badge(Tone::Info, t!(payment_status_partially_refunded)),
        PaymentStatus::Refunded => badge(Tone::Info, t!(payment_status_refunded)),
        PaymentStatus::Disputed => badge(Tone::Warn, t!(payment_status_disputed)),
        PaymentStatus::Returned => badge(Tone::Bad, t!(payment_status_returned)),
    }
}
