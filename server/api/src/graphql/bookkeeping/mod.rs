//! Keeping the books true: transactions, reconciliation, webhook events and closed periods.

mod periods;
mod reconciliation;
mod transactions;
mod webhook_events;

pub use periods::{PeriodClosing, PeriodMutation};
pub use reconciliation::{Reconciliation, ReconciliationMutation};
pub(super) use transactions::TransactionFilter;
pub use transactions::{Transaction, TransactionConnection, TransactionTotals};
pub(super) use webhook_events::WebhookEventFilter;
pub use webhook_events::{WebhookEvent, WebhookEventConnection, WebhookEventMutation};
