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

/// An object with a globally unique id.
#[derive(Interface)]
#[expect(clippy::large_enum_variant, reason = "a query makes one, which is moved once")]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Unique id, whose prefix tells the kind of object, such as `inv_`."
))]
pub enum Node {
    /// A tenant.
    Organization(Organization),
    /// A community.
    Property(Property),
    /// A unit of a property.
    Unit(Unit),
    /// A resident.
    Resident(Resident),
    /// An invoice.
    Invoice(Invoice),
    /// A payment.
    Payment(Payment),
    /// A payout.
    Payout(Payout),
    /// A billing run.
    BillingRun(BillingRun),
    /// A member of a team.
    Member(Member),
    /// An API key.
    ApiKey(ApiKey),
}

/// Queries by id.
#[derive(Default)]
pub struct NodeQuery;

/// Queries by id.
#[Object]
impl NodeQuery {
    /// The object with this id; null when it does not exist, is of another kind, or the caller may not see
    /// it.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Id of an organization, property, unit, resident, invoice, payment, payout, billing run, member or API key."
        )]
        id: ID,
    ) -> Result<Option<Node>> {
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
