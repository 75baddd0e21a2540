//! Any object by its id.

use async_graphql::{Context, ID, Interface, Object, Result};
use domain::id;

use super::billing_runs::{BillingRun, billing_run_by_key};
use super::community::{self, Organization, Property, Resident, Unit};
use super::invoices::{self, Invoice};
use super::payments::{self, Payment, Payout};
use super::request::ContextExt;
use super::scalars::decode_id_or_nil as key;
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
        ctx.caller()?;
        let kind = id.split_once('_').map_or("", |(kind, _)| kind);
        Ok(match kind {
            "org" => community::organization_by_key(ctx, key::<id::Organization>(&id)).await?.map(Node::from),
            "prop" => community::property_by_key(ctx, key::<id::Property>(&id)).await?.map(Node::from),
            "unit" => community::unit_by_key(ctx, key::<id::Unit>(&id)).await?.map(Node::from),
            "res" => community::resident_by_key(ctx, key::<id::Resident>(&id)).await?.map(Node::from),
            "mem" => team::member_by_key(ctx, key::<id::Member>(&id)).await?.map(Node::from),
            "key" => team::api_key_by_key(ctx, key::<id::ApiKey>(&id)).await?.map(Node::from),
            "inv" => invoices::invoice_by_key(ctx, key::<id::Invoice>(&id)).await?.map(Node::from),
            "pay" => payments::payment_by_key(ctx, key::<id::Payment>(&id)).await?.map(Node::from),
            "po" => payments::payout_by_key(ctx, key::<id::Payout>(&id)).await?.map(Node::from),
            "run" => billing_run_by_key(ctx, key::<id::BillingRun>(&id)).await?.map(Node::from),
            _ => None,
        })
    }
}
