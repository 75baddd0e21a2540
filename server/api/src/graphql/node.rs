//! Any object by its id.

use async_graphql::{Context, ID, Interface, Object, Result};
use domain::id;
use domain::roles::Permission;

use super::billing_runs::{BillingRun, billing_run};
use super::community::{Organization, Property, Resident, Unit};
use super::invoices::{Invoice, invoices_by_id};
use super::payments::{Payment, Payout};
use super::request::ContextExt;
use super::results::ResultExt;
use super::scalars::decode_id;
use super::team::{self, ApiKey, Member};

/// What has an id.
#[derive(Interface)]
#[expect(clippy::large_enum_variant, reason = "a query makes one, which is moved once")]
#[graphql(field(name = "id", ty = "ID", desc = "The kind and the key: `inv_…`."))]
pub enum Node {
    /// A tenant.
    Organization(Organization),
    /// A community.
    Property(Property),
    /// What is owned or rented.
    Unit(Unit),
    /// A person in a unit.
    Resident(Resident),
    /// A bill.
    Invoice(Invoice),
    /// A payment, whatever its status.
    Payment(Payment),
    /// A payout.
    Payout(Payout),
    /// A run that publishes drafts.
    BillingRun(BillingRun),
    /// Somebody on the team.
    Member(Member),
    /// A key for a program.
    ApiKey(ApiKey),
}

/// Queries for any object.
#[derive(Default)]
pub struct NodeQuery;

/// Queries for any object.
#[Object]
impl NodeQuery {
    /// An object the caller may see; null for any other.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        let (caller, connection) = (ctx.caller()?, ctx.app()?.db.read());
        let see = caller.scope(Permission::SeeProperty);
        let kind = id.split_once('_').map_or("", |(kind, _)| kind);
        let found = match kind {
            "org" => {
                let Some(key) = decode_id::<id::Organization>(&id) else { return Ok(None) };
                store::properties::organization(connection, &see, key)
                    .await
                    .or_internal_error(ctx)?
                    .map(|row| Organization(row).into())
            }
            "prop" => {
                let Some(key) = decode_id::<id::Property>(&id) else { return Ok(None) };
                store::properties::property(connection, &see, key)
                    .await
                    .or_internal_error(ctx)?
                    .map(|row| Property(row).into())
            }
            "unit" => {
                let Some(key) = decode_id::<id::Unit>(&id) else { return Ok(None) };
                let mut rows =
                    store::properties::units_by_id(connection, &see, &[key]).await.or_internal_error(ctx)?;
                rows.pop().map(|row| Unit::from(row).into())
            }
            "res" => {
                let Some(key) = decode_id::<id::Resident>(&id) else { return Ok(None) };
                store::properties::resident(connection, &see, key)
                    .await
                    .or_internal_error(ctx)?
                    .map(|row| Resident(row).into())
            }
            "mem" => {
                let Some(key) = decode_id::<id::Member>(&id) else { return Ok(None) };
                team::member(ctx, key).await?.map(Node::from)
            }
            "key" => {
                let Some(key) = decode_id::<id::ApiKey>(&id) else { return Ok(None) };
                team::api_key(ctx, key).await?.map(Node::from)
            }
            "inv" => {
                let Some(key) = decode_id::<id::Invoice>(&id) else { return Ok(None) };
                invoices_by_id(ctx, &[key]).await?.pop().map(Node::from)
            }
            "pay" => {
                let Some(key) = decode_id::<id::Payment>(&id) else { return Ok(None) };
                let scope = caller.scope(Permission::SeeInvoices);
                store::payments::get(connection, &scope, key)
                    .await
                    .or_internal_error(ctx)?
                    .map(|row| Payment(row).into())
            }
            "po" => {
                let Some(key) = decode_id::<id::Payout>(&id) else { return Ok(None) };
                let scope = caller.scope(Permission::SeeLedger);
                let found = store::payouts::get(connection, key).await.or_internal_error(ctx)?;
                found
                    .filter(|row| scope.reaches(row.organization_id, row.property_id))
                    .map(|row| Payout(row).into())
            }
            "run" => {
                let Some(key) = decode_id::<id::BillingRun>(&id) else { return Ok(None) };
                billing_run(ctx, key).await?.map(Node::from)
            }
            _ => None,
        };
        Ok(found)
    }
}
