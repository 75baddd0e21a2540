//! Invoices: a use case per file, named by its verb, and reads as a caller may see them.

pub mod billing_run;
pub mod create_invoice;
pub mod discard_invoice;
pub mod invoice_amounts;
pub mod invoice_timeline;
pub mod invoice_totals;
pub mod list_invoices;
pub mod own_balance;
pub mod publish_all;
pub mod publish_invoice;
pub mod resend_invoice_email;
pub mod void_invoice;
pub mod write_off_invoice;
