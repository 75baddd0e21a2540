//! Invoices as a caller may see them: the team sees all, drafts included, residents what is addressed to them once
//! it is published.

use domain::id::{InvoiceId, OrganizationId, PropertyId, UnitId};
use domain::roles::Permission;
use jiff::civil::Date;

use crate::app::App;
use crate::error::AppResult;
use crate::identity::Caller;
use crate::listing::{CountQuery, Listing};
use store::invoices::{self, InvoiceCriteria, InvoiceRow, InvoiceSortField, InvoiceStatusFilter};
use store::{PageRequest, Scope};

/// Longest text that is searched for, in characters.
const MAX_SEARCH_CHARS: usize = 100;
/// Invoices read by one statement when many are named.
const BATCH_SIZE: usize = 500;

/// What narrows a list of invoices.
#[derive(Debug, Clone, Default)]
pub struct InvoiceQuery {
    /// One property.
    pub property: Option<PropertyId>,
    /// One unit.
    pub unit: Option<UnitId>,
    /// One list.
    pub status: Option<InvoiceStatusFilter>,
    /// Text that number, title, unit label or resident name contains.
    pub search: Option<String>,
}

impl InvoiceQuery {
    /// The store's filter, whose `today` is left to be filled in.
    pub(super) fn into_criteria(self) -> InvoiceCriteria {
        InvoiceCriteria {
            property: self.property,
            unit: self.unit,
            status: self.status,
            search: self.search.map(|text| text.chars().take(MAX_SEARCH_CHARS).collect()),
            today: Vec::new(),
        }
    }
}

/// How a list of invoices is sorted: by which value, and whether the largest comes first.
pub type InvoiceSort = (InvoiceSortField, bool);

/// An invoice the caller may see.
pub async fn invoice(app: &App, caller: &Caller, id: InvoiceId) -> AppResult<Option<InvoiceRow>> {
    Ok(invoices::get(app.db.read(), &caller.scope(Permission::SeeInvoices), id).await?)
}

/// The invoices of these the caller may see, in the order of the ids.
pub async fn invoices_by_id(app: &App, caller: &Caller, ids: &[InvoiceId]) -> AppResult<Vec<InvoiceRow>> {
    let scope = caller.scope(Permission::SeeInvoices);
    let mut rows = Vec::with_capacity(ids.len());
    for batch in ids.chunks(BATCH_SIZE) {
        rows.extend(invoices::get_many(app.db.read(), &scope, batch).await?);
    }
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.invoice.id));
    Ok(rows)
}

/// A page of an organization's invoices.
pub async fn list_invoices(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    query: InvoiceQuery,
    sort: InvoiceSort,
    page: &PageRequest,
) -> AppResult<Listing<InvoiceRow>> {
    list(app, caller, caller.scope(Permission::SeeInvoices).within(organization), query, sort, page).await
}

/// A page of the invoices addressed to the caller as a resident, latest due first.
pub async fn list_own_invoices(
    app: &App,
    caller: &Caller,
    status: Option<InvoiceStatusFilter>,
    page: &PageRequest,
) -> AppResult<Listing<InvoiceRow>> {
    let query = InvoiceQuery { status, ..InvoiceQuery::default() };
    let scope = caller.own_scope(Permission::SeeInvoices);
    list(app, caller, scope, query, (InvoiceSortField::Due, true), page).await
}

async fn list(
    app: &App,
    caller: &Caller,
    scope: Scope,
    query: InvoiceQuery,
    sort: InvoiceSort,
    page: &PageRequest,
) -> AppResult<Listing<InvoiceRow>> {
    let mut filter = query.into_criteria();
    if filter.status == Some(InvoiceStatusFilter::Overdue) {
        filter.today = today_by_property(app, &caller.scope(Permission::SeeProperty)).await?;
    }
    let page = invoices::list(app.db.read(), &scope, &filter, sort, page).await?;
    Ok(Listing { page, count: CountQuery::Invoices(scope, Box::new(filter)) })
}

/// Today's date in the time zone of each property: an invoice is overdue by its property's calendar.
async fn today_by_property(app: &App, scope: &Scope) -> AppResult<Vec<(PropertyId, Date)>> {
    let properties = store::properties::all_properties(app.db.read(), scope).await?;
    Ok(properties.into_iter().map(|property| (property.id, app.today(&property.time_zone))).collect())
}
