//! Keeping the books true: transactions, reconciliation, webhook events and closed periods.

mod periods;
mod reconciliation;
mod transactions;
mod webhook_events;

pub use periods::{PeriodClosing, PeriodMutation};
pub use reconciliation::{Reconciliation, ReconciliationMutation};
pub use transactions::{TransactionConnection, TransactionTotals};
pub(super) use transactions::{TransactionFilter, totals, transactions};
pub use webhook_events::{WebhookEvent, WebhookEventConnection, WebhookEventMutation};
pub(super) use webhook_events::{WebhookEventFilter, list_webhook_events, webhook_event};
