//! Publishing many drafts: how far it is.

use async_graphql::{Context, Enum, ID, Object, Result};
use domain::id::{self, Uuid};
use domain::roles::Permission;
use entity::billing_run;

use super::context::ContextExt;
use super::errors::{ErrorCode, ResultExt};
use super::invoices::{Invoice, invoices_by_id};
use super::scalars::{decode_id, encode_id};

/// Whether a run goes on.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::bookkeeping::BillingRunStatus")]
pub enum BillingRunStatus {
    /// Being worked on.
    Running,
    /// Ended.
    Done,
}

/// Publishing many drafts in the background.
pub struct BillingRun(pub billing_run::Model);

/// Publishing many drafts in the background.
#[Object]
impl BillingRun {
    /// `run_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::BillingRun>(self.0.id)
    }
    /// Whether it goes on.
    async fn status(&self) -> BillingRunStatus {
        self.0.status.into()
    }
    /// Drafts when it began.
    async fn total(&self) -> i32 {
        i32::try_from(self.0.total).unwrap_or(i32::MAX)
    }
    /// Published so far.
    async fn published(&self) -> i32 {
        i32::try_from(self.0.published).unwrap_or(i32::MAX)
    }
    /// Refused so far.
    async fn failed(&self) -> i32 {
        i32::try_from(self.0.failed).unwrap_or(i32::MAX)
    }
    /// The first hundred that were refused.
    async fn failures(&self, ctx: &Context<'_>) -> Result<Vec<BillingRunFailure>> {
        let items = store::billing_runs::failed_items(ctx.app()?.db.read(), self.0.id)
            .await
            .or_internal_error(ctx)?;
        let ids: Vec<Uuid> = items.iter().map(|item| item.invoice_id).collect();
        let invoices = invoices_by_id(ctx, &ids).await?;
        let failure = |invoice: Invoice| {
            let item = items.iter().find(|item| item.invoice_id == invoice.0.invoice.id);
            let already = item.and_then(|item| item.outcome.as_deref()) == Some("InvoiceAlreadyPublished");
            let code = if already { ErrorCode::InvoiceAlreadyPublished } else { ErrorCode::NotFound };
            BillingRunFailure { invoice, code }
        };
        Ok(invoices.into_iter().map(failure).collect())
    }
}

/// A draft that a run did not publish.
#[derive(async_graphql::SimpleObject)]
pub struct BillingRunFailure {
    /// The invoice.
    invoice: Invoice,
    /// Why.
    code: ErrorCode,
}

/// Queries for runs.
#[derive(Default)]
pub struct BillingRunQuery;

/// Queries for runs.
#[Object]
impl BillingRunQuery {
    /// A run of an organization the caller bills for.
    async fn billing_run(&self, ctx: &Context<'_>, id: ID) -> Result<Option<BillingRun>> {
        ctx.caller()?;
        match decode_id::<id::BillingRun>(&id) {
            Some(key) => billing_run(ctx, key).await,
            None => Ok(None),
        }
    }
}

/// A run by key.
pub(super) async fn billing_run(ctx: &Context<'_>, key: Uuid) -> Result<Option<BillingRun>> {
    let caller = ctx.caller()?;
    let scope = caller.scope(Permission::Bill);
    let found = store::billing_runs::get(ctx.app()?.db.read(), &scope, key).await.or_internal_error(ctx)?;
    // A run may span properties: who doesn't reach all of them sees what they started themselves.
    let key = caller.key.as_ref().map(|identity| identity.key.id);
    let own = |run: &billing_run::Model| run.started_by == caller.user.id && run.started_by_key == key;
    Ok(found.filter(|run| own(run) || scope.reaches(run.organization_id, Uuid::nil())).map(BillingRun))
}
