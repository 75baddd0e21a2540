//! Invoices: types, queries and mutations.

mod input;
mod mutations;
mod queries;
mod timeline;
mod types;

pub(super) use input::{InvoiceFilter, InvoiceOrder, InvoiceStatusFilter};
pub use mutations::InvoiceMutation;
pub(super) use queries::invoice_by_key;
pub use queries::{InvoiceQuery, InvoiceTotals};
pub use types::{Invoice, InvoiceConnection};
