//! Keeping the books true: what moved, whether everything agrees, what Stripe told, and closed periods.

mod events;
mod periods;
mod reconciliation;
mod transactions;

pub use events::{EventMutation, WebhookEvent, WebhookEventConnection};
pub(super) use events::{WebhookEventFilter, event, events};
pub use periods::{PeriodClosing, PeriodMutation};
pub use reconciliation::{Reconciliation, ReconciliationMutation};
pub use transactions::{TransactionConnection, TransactionTotals};
pub(super) use transactions::{TransactionFilter, totals, transactions};
