//! What invoices are filtered, sorted and made by.

use async_graphql::{Enum, ID, InputObject};

use super::super::scalars::{Date, Decimal};
use store::invoices::InvoiceSortField;

/// The lists an admin works from. OVERDUE and PROCESSING are OPEN seen closer.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "store::invoices::InvoiceStatusFilter")]
pub enum InvoiceStatusFilter {
    /// Not published.
    Draft,
    /// Published, not settled.
    Open,
    /// Open and late.
    Overdue,
    /// Open with a transfer on its way.
    Processing,
    /// Settled.
    Paid,
    /// Withdrawn.
    Void,
    /// Written off.
    Uncollectible,
}

/// How invoices are sorted.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceOrder {
    /// Latest due first.
    DueDesc,
    /// Earliest due first.
    DueAsc,
    /// Drafts, then the highest number first.
    NumberDesc,
    /// The lowest number first.
    NumberAsc,
    /// The largest total first.
    TotalDesc,
    /// The smallest total first.
    TotalAsc,
    /// The largest balance first.
    BalanceDesc,
    /// The smallest balance first.
    BalanceAsc,
}

impl InvoiceOrder {
    /// As the store sorts.
    pub(in super::super) fn stored(self) -> (InvoiceSortField, bool) {
        match self {
            InvoiceOrder::DueDesc => (InvoiceSortField::Due, true),
            InvoiceOrder::DueAsc => (InvoiceSortField::Due, false),
            InvoiceOrder::NumberDesc => (InvoiceSortField::Number, true),
            InvoiceOrder::NumberAsc => (InvoiceSortField::Number, false),
            InvoiceOrder::TotalDesc => (InvoiceSortField::Total, true),
            InvoiceOrder::TotalAsc => (InvoiceSortField::Total, false),
            InvoiceOrder::BalanceDesc => (InvoiceSortField::Balance, true),
            InvoiceOrder::BalanceAsc => (InvoiceSortField::Balance, false),
        }
    }
}

/// What narrows a list of invoices.
#[derive(InputObject, Debug, Clone, Default)]
pub struct InvoiceFilter {
    /// One property.
    pub property_id: Option<ID>,
    /// One unit.
    pub unit_id: Option<ID>,
    /// One list.
    pub status: Option<InvoiceStatusFilter>,
    /// Matches number, title, unit label and resident name.
    pub search: Option<String>,
}

/// A line of new invoices.
#[derive(InputObject, Debug, Clone)]
pub struct InvoiceLineInput {
    /// Words.
    pub description: String,
    /// Code of an income account of the property.
    pub account_code: String,
    /// Above zero.
    pub amount: Decimal,
    /// The tax this line is, `GST` or `QST`.
    pub tax_code: Option<String>,
}

/// New invoices.
#[derive(InputObject, Debug, Clone)]
pub struct InvoiceCreateInput {
    /// The property.
    pub property_id: ID,
    /// The units to bill; leave out with `allUnits`.
    pub unit_ids: Option<Vec<ID>>,
    /// Bill every unit.
    #[graphql(default = false)]
    pub all_units: bool,
    /// What it is for.
    pub title: String,
    /// More words.
    pub description: Option<String>,
    /// Today or later.
    pub due_on: Date,
    /// At least one.
    pub lines: Vec<InvoiceLineInput>,
}

/// How to publish.
#[derive(InputObject, Debug, Clone)]
pub struct InvoicePublishInput {
    /// Whether the resident is told by email.
    #[graphql(default = true)]
    pub notify: bool,
    /// The version the caller saw.
    pub expected_version: Option<i32>,
}

/// What to publish.
#[derive(InputObject, Debug, Clone)]
pub struct InvoicePublishAllInput {
    /// The organization.
    pub organization_id: ID,
    /// One property of it only.
    pub property_id: Option<ID>,
    /// Whether residents are told by email.
    #[graphql(default = true)]
    pub notify: bool,
}

/// Why to void.
#[derive(InputObject, Debug, Clone)]
pub struct InvoiceVoidInput {
    /// Told to the resident.
    pub reason: String,
    /// The version the caller saw.
    pub expected_version: Option<i32>,
}

/// What to write off and why.
#[derive(InputObject, Debug, Clone)]
pub struct InvoiceWriteOffInput {
    /// The invoice.
    pub invoice_id: ID,
    /// For the team; residents don't see it.
    pub reason: String,
    /// The version the caller saw.
    pub expected_version: Option<i32>,
}
