//! Lists of payments.

use async_graphql::{Context, ID, InputObject, Object, Result};
use domain::id;
use domain::roles::Permission;

use super::super::connection::Total;
use super::super::context::Here;
use super::super::errors::OrInner;
use super::super::scalars::key;
use super::types::{Payment, PaymentConnection, PaymentStatus};
use crate::store::payments::{self, Filter, Shown};
use crate::store::{Page, Scope};

/// What narrows a list of payments.
#[derive(InputObject, Debug, Clone, Default)]
pub struct PaymentFilter {
    /// One property.
    pub property_id: Option<ID>,
    /// One status.
    pub status: Option<PaymentStatus>,
}

/// Queries for one payment.
#[derive(Default)]
pub struct PaymentQuery;

/// Queries for one payment.
#[Object]
impl PaymentQuery {
    /// A payment the caller may see.
    async fn payment(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Payment>> {
        let scope = ctx.caller()?.scope(Permission::SeeInvoices);
        let Some(key) = key::<id::Payment>(&id) else { return Ok(None) };
        Ok(payments::get(ctx.app()?.db.read(), &scope, key).await.or_inner(ctx)?.map(Payment))
    }
}

/// A page of the payments a scope reaches.
pub(in super::super) async fn list(
    ctx: &Context<'_>,
    scope: Scope,
    filter: Option<PaymentFilter>,
    page: &Page,
) -> Result<PaymentConnection> {
    let filter = filter.unwrap_or_default();
    let property = filter.property_id.as_ref().map(|id| key::<id::Property>(id).unwrap_or_default());
    let filter = Filter { property, status: filter.status.map(Shown::from) };
    let slice = payments::list(ctx.app()?.db.read(), &scope, &filter, page).await.or_inner(ctx)?;
    Ok(PaymentConnection::new(slice, Total::Payments(scope, filter), Payment))
}
