//! Publishing many drafts: how far it is.

use async_graphql::{Context, ID, Object, Result};
use domain::id::{self, BillingRunId};
use entity::billing_run;

use super::enums::schema_enum;
use super::errors::ErrorCode;
use super::invoices::Invoice;
use super::request::ContextExt;
use super::results::ResultExt;
use super::scalars::{decode_id, encode_id};
use application::invoices::billing_run::{FailedDraft, billing_run, failed_drafts};

schema_enum!(BillingRunStatus = domain::bookkeeping::BillingRunStatus);

/// The publishing of many drafts in the background, started by `invoicePublishAll`. Poll it until `status` is
/// `DONE`.
pub struct BillingRun(pub billing_run::Model);

/// The publishing of many drafts in the background, started by `invoicePublishAll`. Poll it until `status` is
/// `DONE`.
#[Object]
impl BillingRun {
    /// Unique id, starting with `run_`.
    pub async fn id(&self) -> ID {
        encode_id::<id::BillingRun>(self.0.id)
    }
    /// Whether the run is still at work.
    async fn status(&self) -> BillingRunStatus {
        self.0.status.into()
    }
    /// Number of drafts when the run was started.
    async fn total(&self) -> i32 {
        i32::try_from(self.0.total).unwrap_or(i32::MAX)
    }
    /// Number of drafts published so far.
    async fn published(&self) -> i32 {
        i32::try_from(self.0.published).unwrap_or(i32::MAX)
    }
    /// Number of drafts that could not be published so far.
    async fn failed(&self) -> i32 {
        i32::try_from(self.0.failed).unwrap_or(i32::MAX)
    }
    /// The first hundred drafts that could not be published and still exist.
    async fn failures(&self, ctx: &Context<'_>) -> Result<Vec<BillingRunFailure>> {
        let failed = failed_drafts(ctx.app()?, ctx.caller()?, self.0.id).await.or_internal_error(ctx)?;
        let failure = |draft: FailedDraft| BillingRunFailure {
            invoice: Invoice(draft.invoice),
            code: draft.code.into(),
        };
        Ok(failed.into_iter().map(failure).collect())
    }
}

/// A draft that a billing run could not publish.
#[derive(async_graphql::SimpleObject)]
pub struct BillingRunFailure {
    /// The invoice that stayed a draft, or was published by somebody else meanwhile.
    invoice: Invoice,
    /// Why it was not published, such as `INVOICE_ALREADY_PUBLISHED`.
    code: ErrorCode,
}

/// Queries of billing runs.
#[derive(Default)]
pub struct BillingRunQuery;

/// Queries of billing runs.
#[Object]
impl BillingRunQuery {
    /// A billing run; null when it does not exist or the caller may not see it. Seen by who started it, and
    /// by callers who may bill for all properties of the organization.
    async fn billing_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the run, starting with `run_`.")] id: ID,
    ) -> Result<Option<BillingRun>> {
        ctx.caller()?;
        match decode_id::<id::BillingRun>(&id) {
            Some(key) => billing_run_by_key(ctx, key).await,
            None => Ok(None),
        }
    }
}

/// A run by key.
pub(super) async fn billing_run_by_key(ctx: &Context<'_>, key: BillingRunId) -> Result<Option<BillingRun>> {
    let found = billing_run(ctx.app()?, ctx.caller()?, key).await.or_internal_error(ctx)?;
    Ok(found.map(BillingRun))
}
