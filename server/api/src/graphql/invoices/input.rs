//! What invoices are filtered, sorted and made by.

use async_graphql::{Enum, ID, InputObject};
use domain::id;

use crate::graphql::enums::schema_enum;
use crate::graphql::scalars::{Date, Decimal, decode_id_or_nil};
use application::invoices::list_invoices::{InvoiceQuery, InvoiceSort};
use store::invoices::InvoiceSortField;

schema_enum!(InvoiceStatusFilter = store::invoices::InvoiceStatusFilter);

/// Sort order of invoices.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceOrder {
    /// Latest due date first.
    DueDesc,
    /// Earliest due date first.
    DueAsc,
    /// Drafts, then the highest number first.
    NumberDesc,
    /// The lowest number first, drafts last.
    NumberAsc,
    /// Largest total first.
    TotalDesc,
    /// Smallest total first.
    TotalAsc,
    /// Largest balance first.
    BalanceDesc,
    /// Smallest balance first.
    BalanceAsc,
}

impl From<InvoiceOrder> for InvoiceSort {
    fn from(order: InvoiceOrder) -> InvoiceSort {
        match order {
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

/// Narrows a list of invoices; all conditions given must hold.
#[derive(InputObject, Debug, Clone, Default)]
pub struct InvoiceFilter {
    /// Only invoices of this property.
    pub property_id: Option<ID>,
    /// Only invoices of this unit.
    pub unit_id: Option<ID>,
    /// Only invoices in this list.
    pub status: Option<InvoiceStatusFilter>,
    /// Text to find in title, unit label, resident name or number; case is ignored, and only the first 100
    /// characters count.
    pub search: Option<String>,
}

impl From<InvoiceFilter> for InvoiceQuery {
    fn from(filter: InvoiceFilter) -> InvoiceQuery {
        InvoiceQuery {
            property: filter.property_id.as_ref().map(decode_id_or_nil::<id::Property>),
            unit: filter.unit_id.as_ref().map(decode_id_or_nil::<id::Unit>),
            status: filter.status.map(store::invoices::InvoiceStatusFilter::from),
            search: filter.search,
        }
    }
}

/// A line of a new invoice.
#[derive(InputObject, Debug, Clone)]
pub struct InvoiceLineInput {
    /// What is billed, 1 to 200 characters in one line.
    pub description: String,
    /// Code of the income account, one of `incomeAccounts` of the property. Ignored for tax lines.
    pub account_code: String,
    /// Amount in the property's currency, 0.01 to 999999.99.
    pub amount: Decimal,
    /// Code of the tax when the line is one, such as `GST` or `QST`; it is posted to taxes payable (2200).
    pub tax_code: Option<String>,
}

/// New invoices, one for each unit, with the same content.
#[derive(InputObject, Debug, Clone)]
pub struct InvoiceCreateInput {
    /// Id of the property, starting with `prop_`.
    pub property_id: ID,
    /// Ids of the units to bill, at least one; ignored with `allUnits`.
    pub unit_ids: Option<Vec<ID>>,
    /// Whether to bill every unit of the property.
    #[graphql(default = false)]
    pub all_units: bool,
    /// What the invoice is for, 1 to 200 characters in one line.
    pub title: String,
    /// Further explanation for the resident, at most 2000 characters.
    pub description: Option<String>,
    /// Due date, today or later in the property's time zone.
    pub due_on: Date,
    /// 1 to 50 lines; their sum is at most 999999.99.
    pub lines: Vec<InvoiceLineInput>,
}

/// How to publish a draft.
#[derive(InputObject, Debug, Clone)]
pub struct InvoicePublishInput {
    /// Whether to email the invoice to the resident it is addressed to.
    #[graphql(default = true)]
    pub notify: bool,
    /// `version` of the invoice as the caller read it; not checked when left out.
    pub expected_version: Option<i32>,
}

/// Which drafts to publish, and how.
#[derive(InputObject, Debug, Clone)]
pub struct InvoicePublishAllInput {
    /// Id of the organization, starting with `org_`.
    pub organization_id: ID,
    /// Publish only drafts of this property; of every property the caller may bill for when left out.
    pub property_id: Option<ID>,
    /// Whether to email each invoice to the resident it is addressed to.
    #[graphql(default = true)]
    pub notify: bool,
}

/// Why an invoice is voided.
#[derive(InputObject, Debug, Clone)]
pub struct InvoiceVoidInput {
    /// Reason, 1 to 500 characters; the resident can read it.
    pub reason: String,
    /// `version` of the invoice as the caller read it; not checked when left out.
    pub expected_version: Option<i32>,
}

/// Which invoice to write off, and why.
#[derive(InputObject, Debug, Clone)]
pub struct InvoiceWriteOffInput {
    /// Id of the invoice, starting with `inv_`.
    pub invoice_id: ID,
    /// Reason, 1 to 500 characters; shown to the team only.
    pub reason: String,
    /// `version` of the invoice as the caller read it; not checked when left out.
    pub expected_version: Option<i32>,
}
