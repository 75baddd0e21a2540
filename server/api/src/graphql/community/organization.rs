//! An organization and the lists its team works with.

use async_graphql::{Context, ID, Object, Result};
use domain::id;
use entity::organization;

use super::{Country, Property, PropertyConnection, Resident, ResidentConnection, Unit, UnitConnection};
use crate::graphql::bookkeeping::{
    Transaction, TransactionConnection, TransactionFilter, TransactionTotals, WebhookEvent,
    WebhookEventConnection, WebhookEventFilter,
};
use crate::graphql::connection::{cost, page};
use crate::graphql::invoices::{Invoice, InvoiceConnection, InvoiceFilter, InvoiceOrder, InvoiceTotals};
use crate::graphql::payments::{
    Payment, PaymentConnection, PaymentFilter, Payout, PayoutConnection, PayoutFilter,
};
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_query_result};
use crate::graphql::scalars::{decode_id_or_nil, encode_id};
use crate::graphql::team::{
    ApiKey, AuditEvent, AuditEventConnection, AuditEventFilter, Member, MemberConnection, MemberInvitation,
};
use application::audit_trail::list_audit_events;
use application::bookkeeping::list_transactions::{list_transactions, transaction_totals};
use application::community::directory::{self, DirectoryQuery};
use application::identity::list_api_keys::list_api_keys;
use application::identity::list_invitations::list_invitations;
use application::identity::list_members::list_members;
use application::invoices::invoice_totals::invoice_totals;
use application::invoices::list_invoices::list_invoices;
use application::payments::list_payments::list_payments;
use application::payouts::list_payouts::list_payouts;
use application::webhooks::list_webhook_events::list_webhook_events;

/// A tenant: a management company or a self-managed community. Lists hold what the caller may see.
pub struct Organization(pub organization::Model);

fn directory_query(property: Option<ID>, search: Option<String>) -> DirectoryQuery {
    DirectoryQuery { property: property.as_ref().map(decode_id_or_nil::<id::Property>), search }
}

/// A tenant: a management company or a self-managed community. Lists hold what the caller may see.
#[Object]
impl Organization {
    /// Unique id, starting with `org_`.
    pub async fn id(&self) -> ID {
        encode_id::<id::Organization>(self.0.id)
    }
    /// Name, as residents see it in emails and the portal.
    async fn name(&self) -> &str {
        &self.0.name
    }
    /// Country the organization signed up in.
    async fn country(&self) -> Country {
        self.0.country.into()
    }
    /// Whether members need a second factor; those without one see nothing of the organization.
    async fn second_factor_required(&self) -> bool {
        self.0.second_factor_required
    }
    /// The team, sorted by name; empty for all but organization managers.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
    ) -> Result<MemberConnection> {
        let page = page(first, after, last, before)?;
        let listing =
            list_members(ctx.app()?, ctx.caller()?, self.0.id, &page).await.or_internal_error(ctx)?;
        Ok(MemberConnection::new(listing, Member))
    }
    /// Invitations to the team that were not accepted, newest first, expired ones included; empty for all but
    /// organization managers.
    #[graphql(complexity = "100 * child_complexity")]
    async fn member_invitations(&self, ctx: &Context<'_>) -> Result<Vec<MemberInvitation>> {
        let rows = list_invitations(ctx.app()?, ctx.caller()?, self.0.id).await.or_internal_error(ctx)?;
        Ok(rows.into_iter().map(MemberInvitation).collect())
    }
    /// API keys, newest first, at most 500; empty for all but organization managers.
    #[graphql(complexity = "100 * child_complexity")]
    async fn api_keys(&self, ctx: &Context<'_>) -> Result<Vec<ApiKey>> {
        let rows = list_api_keys(ctx.app()?, ctx.caller()?, self.0.id).await.or_internal_error(ctx)?;
        Ok(rows.into_iter().map(ApiKey).collect())
    }
    /// The audit trail, newest first; empty for all but organization managers.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
        #[graphql(desc = "Conditions that events must meet to be listed; the whole list when left out.")]
        filter: Option<AuditEventFilter>,
    ) -> Result<AuditEventConnection> {
        let page = page(first, after, last, before)?;
        let query = filter.unwrap_or_default().into();
        let listing = list_audit_events(ctx.app()?, ctx.caller()?, self.0.id, query, &page).await;
        Ok(AuditEventConnection::new(into_query_result(ctx, listing)?, AuditEvent))
    }
    /// Properties, sorted by name.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn properties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
    ) -> Result<PropertyConnection> {
        let page = page(first, after, last, before)?;
        let listing = directory::list_properties(ctx.app()?, ctx.caller()?, self.0.id, &page).await;
        Ok(PropertyConnection::new(listing.or_internal_error(ctx)?, Property))
    }
    /// Invoices. The team sees all, drafts included; residents see those addressed to them once they are
    /// published.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "Relay's four, a filter and an order")]
    async fn invoices(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
        #[graphql(desc = "Conditions that invoices must meet to be listed; the whole list when left out.")]
        filter: Option<InvoiceFilter>,
        #[graphql(desc = "Sort order; `DUE_DESC` when left out.")] order_by: Option<InvoiceOrder>,
    ) -> Result<InvoiceConnection> {
        let page = page(first, after, last, before)?;
        let query = filter.unwrap_or_default().into();
        let sort = order_by.unwrap_or(InvoiceOrder::DueDesc).into();
        let listing = list_invoices(ctx.app()?, ctx.caller()?, self.0.id, query, sort, &page).await;
        Ok(InvoiceConnection::new(listing.or_internal_error(ctx)?, Invoice))
    }
    /// Totals over the invoices that match, whatever their status: `filter.status` is ignored.
    #[graphql(complexity = "40 + child_complexity")]
    async fn invoice_totals(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only invoices that match; all invoices when left out. `processing` and `paidThisMonth` follow `propertyId` only."
        )]
        filter: Option<InvoiceFilter>,
    ) -> Result<InvoiceTotals> {
        let query = filter.unwrap_or_default().into();
        let totals = invoice_totals(ctx.app()?, ctx.caller()?, self.0.id, query).await;
        Ok(InvoiceTotals::new(&totals.or_internal_error(ctx)?))
    }
    /// Units, sorted by label. Residents see their own.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "Relay's four and two filters")]
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
        #[graphql(desc = "Only units of this property.")] property_id: Option<ID>,
        #[graphql(desc = "Text to find in the label; case is ignored.")] search: Option<String>,
    ) -> Result<UnitConnection> {
        let page = page(first, after, last, before)?;
        let query = directory_query(property_id, search);
        let listing = directory::list_units(ctx.app()?, ctx.caller()?, self.0.id, query, &page).await;
        Ok(UnitConnection::new(listing.or_internal_error(ctx)?, Unit::from))
    }
    /// Residents, sorted by name, those who moved out included. Residents see themselves.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "Relay's four and two filters")]
    async fn residents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
        #[graphql(desc = "Only residents with a residency in this property.")] property_id: Option<ID>,
        #[graphql(desc = "Text to find in name or email address; case is ignored.")] search: Option<String>,
    ) -> Result<ResidentConnection> {
        let page = page(first, after, last, before)?;
        let query = directory_query(property_id, search);
        let listing = directory::list_residents(ctx.app()?, ctx.caller()?, self.0.id, query, &page).await;
        Ok(ResidentConnection::new(listing.or_internal_error(ctx)?, Resident))
    }
    /// Payments, newest first. Residents see their own.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn payments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
        #[graphql(desc = "Conditions that payments must meet to be listed; the whole list when left out.")]
        filter: Option<PaymentFilter>,
    ) -> Result<PaymentConnection> {
        let page = page(first, after, last, before)?;
        let filter = filter.unwrap_or_default().into();
        let listing = list_payments(ctx.app()?, ctx.caller()?, self.0.id, filter, &page).await;
        Ok(PaymentConnection::new(listing.or_internal_error(ctx)?, Payment))
    }
    /// Webhook events about the properties' payment accounts, newest first; empty for all but organization
    /// managers.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn webhook_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
        #[graphql(desc = "Conditions that events must meet to be listed; the whole list when left out.")]
        filter: Option<WebhookEventFilter>,
    ) -> Result<WebhookEventConnection> {
        let page = page(first, after, last, before)?;
        let filter = filter.unwrap_or_default().into();
        let listing = list_webhook_events(ctx.app()?, ctx.caller()?, self.0.id, filter, &page).await;
        Ok(WebhookEventConnection::new(listing.or_internal_error(ctx)?, WebhookEvent))
    }
    /// Ledger transactions that moved money, newest first; empty for residents and for API keys without
    /// `LEDGER_READ`.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn transactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
        #[graphql(
            desc = "Conditions that transactions must meet to be listed; the whole list when left out."
        )]
        filter: Option<TransactionFilter>,
    ) -> Result<TransactionConnection> {
        let page = page(first, after, last, before)?;
        let query = filter.unwrap_or_default().decode()?;
        let listing = list_transactions(ctx.app()?, ctx.caller()?, self.0.id, query, &page).await;
        Ok(TransactionConnection::new(listing.or_internal_error(ctx)?, Transaction))
    }
    /// Sums over the transactions that match, one entry for each currency.
    #[graphql(complexity = "40 + child_complexity")]
    async fn transaction_totals(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Conditions that transactions must meet to be counted; all are counted when left out."
        )]
        filter: Option<TransactionFilter>,
    ) -> Result<Vec<TransactionTotals>> {
        let query = filter.unwrap_or_default().decode()?;
        let totals = transaction_totals(ctx.app()?, ctx.caller()?, self.0.id, query).await;
        Ok(totals.or_internal_error(ctx)?.iter().map(TransactionTotals::new).collect())
    }
    /// Payouts, newest first; empty for residents and for API keys without `LEDGER_READ`.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn payouts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
        #[graphql(desc = "Conditions that payouts must meet to be listed; the whole list when left out.")]
        filter: Option<PayoutFilter>,
    ) -> Result<PayoutConnection> {
        let page = page(first, after, last, before)?;
        let filter = filter.unwrap_or_default().into();
        let listing = list_payouts(ctx.app()?, ctx.caller()?, self.0.id, filter, &page).await;
        Ok(PayoutConnection::new(listing.or_internal_error(ctx)?, Payout))
    }
}
