//! Making drafts, and what the form for it has to offer.

use cynic::{MutationBuilder, QueryBuilder};

use super::{ResidentName, UnitLabel};
use crate::api::{ApiError, Currency, Date, Decimal, PageInfo, UserError, accepted, run, schema};

/// Rows of one question; the server gives no more at once.
const ROWS: i32 = 100;

/// A property one can bill.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Property")]
pub struct BillingProperty {
    pub id: cynic::Id,
    pub name: String,
    pub currency: Currency,
    pub today: Date,
    pub income_accounts: Vec<IncomeAccount>,
}

/// An account an invoice's line can be booked on.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "LedgerAccount")]
pub struct IncomeAccount {
    pub code: String,
    pub name: String,
}

#[derive(cynic::QueryVariables)]
struct PropertiesVariables {
    organization: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PropertiesVariables")]
struct PropertiesQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationProperties>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization")]
struct OrganizationProperties {
    #[arguments(first: 50)]
    properties: PropertyPage,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PropertyConnection")]
struct PropertyPage {
    nodes: Vec<BillingProperty>,
}

/// The properties one can bill.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn billing_properties(organization: cynic::Id) -> Result<Vec<BillingProperty>, ApiError> {
    let answer = run(PropertiesQuery::build(PropertiesVariables { organization })).await?;
    Ok(answer.organization.ok_or(ApiError::NotFound)?.properties.nodes)
}

/// A unit one can bill.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Unit")]
pub struct BillingUnit {
    pub id: cynic::Id,
    pub label: String,
    pub primary_resident: Option<ResidentName>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "UnitConnection")]
struct BillingUnitPage {
    nodes: Vec<BillingUnit>,
    page_info: PageInfo,
}

#[derive(cynic::QueryVariables)]
struct UnitsVariables {
    property: cynic::Id,
    first: Option<i32>,
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "UnitsVariables")]
struct UnitsQuery {
    #[arguments(id: $property)]
    property: Option<PropertyUnits>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Property", variables = "UnitsVariables")]
struct PropertyUnits {
    #[arguments(first: $first, after: $after)]
    units: BillingUnitPage,
}

/// All units of a property; none for an empty id, which no property has.
///
/// # Errors
/// [`ApiError::NotFound`] when the property is not the caller's, and the rest of [`ApiError`].
pub async fn units_of(property: String) -> Result<Vec<BillingUnit>, ApiError> {
    let mut units = Vec::new();
    if property.is_empty() {
        return Ok(units);
    }
    let mut after = None;
    loop {
        let property = cynic::Id::new(property.clone());
        let variables = UnitsVariables { property, first: Some(ROWS), after };
        let page = run(UnitsQuery::build(variables)).await?.property.ok_or(ApiError::NotFound)?.units;
        units.extend(page.nodes);
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            return Ok(units);
        }
    }
}

/// Drafts to make. Amounts are decimal text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvoice {
    pub property: String,
    /// The units to bill; `None` for all of them.
    pub units: Option<Vec<String>>,
    pub title: String,
    pub description: Option<String>,
    pub due_on: String,
    pub lines: Vec<NewLine>,
}

/// A line of drafts to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    pub description: String,
    pub account_code: String,
    pub amount: String,
}

#[derive(cynic::InputObject)]
struct InvoiceLineInput {
    description: String,
    account_code: String,
    amount: Decimal,
}

#[derive(cynic::InputObject)]
struct InvoiceCreateInput {
    property_id: cynic::Id,
    unit_ids: Option<Vec<cynic::Id>>,
    all_units: Option<bool>,
    title: String,
    description: Option<String>,
    due_on: Date,
    lines: Vec<InvoiceLineInput>,
}

#[derive(cynic::QueryVariables)]
struct CreateVariables {
    input: InvoiceCreateInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CreateVariables")]
struct Create {
    #[arguments(input: $input, idempotencyKey: $key)]
    invoice_create: InvoiceCreatePayload,
}

#[derive(cynic::QueryFragment)]
struct InvoiceCreatePayload {
    invoices: Vec<CreatedInvoice>,
    units_without_resident: Vec<UnitLabel>,
    user_errors: Vec<UserError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Invoice")]
struct CreatedInvoice {
    id: cynic::Id,
}

/// Makes one draft per unit; gives their ids and how many of their units have no primary resident.
///
/// # Errors
/// Refused with the fields' errors, and the rest of [`ApiError`].
pub async fn create(invoice: NewInvoice, key: String) -> Result<(Vec<cynic::Id>, usize), ApiError> {
    let line = |line: NewLine| InvoiceLineInput {
        description: line.description,
        account_code: line.account_code,
        amount: Decimal(line.amount),
    };
    let input = InvoiceCreateInput {
        property_id: cynic::Id::new(invoice.property),
        all_units: Some(invoice.units.is_none()),
        unit_ids: invoice.units.map(|units| units.into_iter().map(cynic::Id::new).collect()),
        title: invoice.title,
        description: invoice.description,
        due_on: Date(invoice.due_on),
        lines: invoice.lines.into_iter().map(line).collect(),
    };
    let payload = run(Create::build(CreateVariables { input, key })).await?.invoice_create;
    let ids = payload.invoices.into_iter().map(|invoice| invoice.id).collect();
    accepted(Some((ids, payload.units_without_resident.len())), payload.user_errors)
}
