//! The pages about money beside the list of payments: transactions, payouts, reconciliation and events.

mod events;
mod finding;
mod payout;
mod payouts;
mod periods;
mod reconciliation;
mod transactions;

use leptos::prelude::*;

use super::use_organization;
use crate::components::{Tone, badge};
use crate::i18n::Text;
use crate::router::use_location;

pub use events::EventsPage;
pub use payout::PayoutPage;
pub use payouts::PayoutsPage;
pub use reconciliation::ReconciliationPage;
pub use transactions::TransactionsPage;

use crate::api::admin::{PayoutItemKind, PayoutStatus};

/// Links between the pages about money.
pub fn money_tabs() -> AnyView {
    let organization = use_organization();
    let path = use_location().pathname;
    let link = move |href: &'static str, words: Text| {
        let current = move || path.with(|path| path == href).then_some("page");
        view! { <li><a class="tab" href=href aria-current=current>{words}</a></li> }.into_any()
    };
    let events = move || organization.is_manager().then(|| link("/admin/payments/events", t!(books_events)));
    view! {
        <nav class="tabs money-tabs" aria-label=t!(books_nav)>
            <ul>
                {link("/admin/payments", t!(books_payments))}
                {link("/admin/payments/transactions", t!(books_transactions))}
                {link("/admin/payments/deposits", t!(books_deposits))}
                {link("/admin/payments/reconciliation", t!(books_reconciliation))}
                {events}
            </ul>
        </nav>
    }
    .into_any()
}

/// Where a payout stands.
fn payout_badge(status: PayoutStatus) -> AnyView {
    match status {
        PayoutStatus::Pending => badge(Tone::Quiet, t!(books_deposit_pending)),
        PayoutStatus::InTransit => badge(Tone::Warn, t!(books_deposit_in_transit)),
        PayoutStatus::Paid => badge(Tone::Ok, t!(books_deposit_paid)),
        PayoutStatus::Failed => badge(Tone::Bad, t!(books_deposit_failed)),
        PayoutStatus::Canceled => badge(Tone::Quiet, t!(books_deposit_canceled)),
    }
}

/// The parts of one kind.
fn parts_name(kind: PayoutItemKind) -> Text {
    match kind {
        PayoutItemKind::Payment => t!(books_parts_payment),
        PayoutItemKind::Refund => t!(books_parts_refund),
        PayoutItemKind::Dispute => t!(books_parts_dispute),
        PayoutItemKind::Fee => t!(books_parts_fee),
        PayoutItemKind::FailedPayout => t!(books_parts_returned),
        PayoutItemKind::Adjustment => t!(books_parts_adjustment),
    }
}

/// Where a payout is explained.
fn payout_address(id: &cynic::Id) -> String {
    format!("/admin/payments/deposits/{}", id.inner())
}
