//! Use cases about invoices, one per file, named by its verb.

pub mod create_invoice;
pub mod discard_invoice;
pub mod invoice_timeline;
pub mod publish_all;
pub mod publish_invoice;
pub mod resend_invoice_email;
pub mod void_invoice;
pub mod write_off_invoice;
