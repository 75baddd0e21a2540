//! Invoices: types, queries and mutations.

mod input;
mod mutations;
mod queries;
mod timeline;
mod types;

pub(super) use input::{InvoiceFilter, InvoiceOrder, InvoiceStatusFilter};
pub use mutations::InvoiceMutation;
pub use queries::{InvoiceQuery, InvoiceTotals};
pub(super) use queries::{invoices_by_id, list, totals};
pub use types::{Invoice, InvoiceConnection};
