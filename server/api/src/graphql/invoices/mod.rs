//! Invoices: types, queries and mutations.

mod input;
mod mutations;
mod queries;
mod timeline;
mod types;

pub(super) use input::{InvoiceFilter, InvoiceListStatus, InvoiceOrder};
pub use mutations::InvoiceMutation;
pub use queries::{InvoiceQuery, InvoiceTotals};
pub(super) use queries::{all, list, totals};
pub use types::{Invoice, InvoiceConnection};
