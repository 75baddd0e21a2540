//! Publishing every draft, and following the run that does it.

use std::collections::BTreeSet;

use cynic::{MutationBuilder, QueryBuilder};

use super::{BillingRunStatus, InvoiceName, ResidentName};
use crate::api::{ApiError, ErrorCode, PageInfo, UserError, accepted, run, schema};

/// Rows of one question; the server gives no more at once.
const ROWS: i32 = 100;

/// Whom publishing all drafts would reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Audience {
    /// Drafts that would be published.
    pub drafts: u64,
    /// Different residents whom mail reaches.
    pub residents: u64,
    /// Drafts nobody is told about.
    pub untold: u64,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Invoice")]
struct DraftRow {
    resident: Option<ResidentName>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "InvoiceConnection")]
struct DraftPage {
    nodes: Vec<DraftRow>,
    page_info: PageInfo,
}

#[derive(cynic::QueryVariables)]
struct DraftsVariables {
    organization: cynic::Id,
    property: Option<cynic::Id>,
    first: Option<i32>,
    after: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "DraftsVariables")]
struct DraftsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationDrafts>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "DraftsVariables")]
struct OrganizationDrafts {
    #[arguments(first: $first, after: $after, filter: { propertyId: $property, status: DRAFT })]
    invoices: DraftPage,
}

/// Whom publishing all drafts of the organization, or of one property, would reach now.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn audience(organization: cynic::Id, property: Option<String>) -> Result<Audience, ApiError> {
    let mut found = Audience::default();
    let mut notified = BTreeSet::new();
    let mut after = None;
    loop {
        let variables = DraftsVariables {
            organization: organization.clone(),
            property: property.clone().map(cynic::Id::new),
            first: Some(ROWS),
            after,
        };
        let answer = run(DraftsQuery::build(variables)).await?;
        let page = answer.organization.ok_or(ApiError::NotFound)?.invoices;
        for draft in page.nodes {
            found.drafts += 1;
            match draft.resident.filter(ResidentName::gets_mail) {
                Some(resident) => {
                    notified.insert(resident.id.into_inner());
                }
                None => found.untold += 1,
            }
        }
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            found.residents = u64::try_from(notified.len()).unwrap_or_default();
            return Ok(found);
        }
    }
}

/// A run that publishes drafts in the background.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct BillingRun {
    pub id: cynic::Id,
    pub status: BillingRunStatus,
    pub total: i32,
    pub published: i32,
    pub failed: i32,
    pub failures: Vec<BillingRunFailure>,
}

/// A draft that was not published, and why.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct BillingRunFailure {
    pub invoice: InvoiceName,
    pub code: ErrorCode,
}

#[derive(cynic::QueryVariables)]
struct RunVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "RunVariables")]
struct RunQuery {
    #[arguments(id: $id)]
    billing_run: Option<BillingRun>,
}

/// How far a run has come.
///
/// # Errors
/// [`ApiError::NotFound`] when there is no such run for the caller, and the rest of [`ApiError`].
pub async fn billing_run(id: String) -> Result<BillingRun, ApiError> {
    run(RunQuery::build(RunVariables { id: cynic::Id::new(id) })).await?.billing_run.ok_or(ApiError::NotFound)
}

#[derive(cynic::InputObject)]
struct InvoicePublishAllInput {
    organization_id: cynic::Id,
    property_id: Option<cynic::Id>,
    notify: Option<bool>,
}

#[derive(cynic::QueryVariables)]
struct PublishAllVariables {
    input: InvoicePublishAllInput,
    key: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PublishAllVariables")]
struct PublishAll {
    #[arguments(input: $input, idempotencyKey: $key)]
    invoice_publish_all: InvoicePublishAllPayload,
}

#[derive(cynic::QueryFragment)]
struct InvoicePublishAllPayload {
    billing_run: Option<BillingRun>,
    user_errors: Vec<UserError>,
}

/// Starts publishing all drafts of the organization, or of one property.
///
/// # Errors
/// Refused with `NOTHING_TO_PUBLISH`, and the rest of [`ApiError`].
pub async fn publish_all(
    organization: cynic::Id,
    property: Option<String>,
    notify: bool,
    key: String,
) -> Result<BillingRun, ApiError> {
    let input = InvoicePublishAllInput {
        organization_id: organization,
        property_id: property.map(cynic::Id::new),
        notify: Some(notify),
    };
    let payload = run(PublishAll::build(PublishAllVariables { input, key })).await?.invoice_publish_all;
    accepted(payload.billing_run, payload.user_errors)
}
