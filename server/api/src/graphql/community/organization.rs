//! An organization and the lists its team works with.

use async_graphql::{Context, ID, Object, Result};
use domain::id;
use domain::id::Uuid;
use domain::roles::Permission;
use entity::organization;

use super::super::bookkeeping::{
    self, TransactionConnection, TransactionFilter, TransactionTotals, WebhookEventConnection,
    WebhookEventFilter,
};
use super::super::connection::{CountQuery, cost, page};
use super::super::context::ContextExt;
use super::super::errors::ResultExt;
use super::super::invoices::{self, InvoiceConnection, InvoiceFilter, InvoiceOrder, InvoiceTotals};
use super::super::payments::{self, PaymentConnection, PaymentFilter, PayoutConnection, PayoutFilter};
use super::super::scalars::{decode_id, encode_id};
use super::super::team::{
    self, ApiKey, AuditEventConnection, AuditEventFilter, MemberConnection, MemberInvitation,
};
use super::{Country, Property, PropertyConnection, Resident, ResidentConnection, Unit, UnitConnection};
use store::{Scope, properties};

/// A tenant: a management company or a self-managed community.
pub struct Organization(pub organization::Model);

impl Organization {
    fn scope(&self, ctx: &Context<'_>, permission: Permission) -> Result<Scope> {
        Ok(ctx.caller()?.scope(permission).within(self.0.id))
    }
}

fn property_key(id: Option<ID>) -> Option<Uuid> {
    id.map(|id| decode_id::<id::Property>(&id).unwrap_or_default())
}

/// A tenant: a management company or a self-managed community.
#[Object]
impl Organization {
    /// `org_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::Organization>(self.0.id)
    }
    /// As residents see it in mail.
    async fn name(&self) -> &str {
        &self.0.name
    }
    /// Where it is.
    async fn country(&self) -> Country {
        self.0.country.into()
    }
    /// Whether members need a second factor.
    async fn second_factor_required(&self) -> bool {
        self.0.second_factor_required
    }
    /// Its team by name; for organization managers.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<MemberConnection> {
        team::members(ctx, self.0.id, &page(first, after, last, before)?).await
    }
    /// Invitations that nobody has accepted yet, newest first; for organization managers.
    #[graphql(complexity = "100 * child_complexity")]
    async fn member_invitations(&self, ctx: &Context<'_>) -> Result<Vec<MemberInvitation>> {
        team::invitations(ctx, self.0.id).await
    }
    /// Its keys for programs, newest first; for organization managers.
    #[graphql(complexity = "100 * child_complexity")]
    async fn api_keys(&self, ctx: &Context<'_>) -> Result<Vec<ApiKey>> {
        team::api_keys(ctx, self.0.id).await
    }
    /// What was done, newest first; for organization managers.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<AuditEventFilter>,
    ) -> Result<AuditEventConnection> {
        team::audit_events(ctx, self.0.id, filter, &page(first, after, last, before)?).await
    }
    /// Its properties by name, as far as the caller may see them.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn properties(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<PropertyConnection> {
        let (scope, page) = (self.scope(ctx, Permission::SeeProperty)?, page(first, after, last, before)?);
        let slice =
            properties::properties(ctx.app()?.db.read(), &scope, &page).await.or_internal_error(ctx)?;
        Ok(PropertyConnection::new(slice, CountQuery::Properties(scope), Property))
    }
    /// Its invoices; residents see their own once published.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "Relay's four, a filter and an order")]
    async fn invoices(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<InvoiceFilter>,
        order_by: Option<InvoiceOrder>,
    ) -> Result<InvoiceConnection> {
        let (scope, page) = (self.scope(ctx, Permission::SeeInvoices)?, page(first, after, last, before)?);
        invoices::list(ctx, scope, filter, order_by.unwrap_or(InvoiceOrder::DueDesc), &page).await
    }
    /// Figures over its invoices, whatever the filter's status.
    #[graphql(complexity = "40 + child_complexity")]
    async fn invoice_totals(
        &self,
        ctx: &Context<'_>,
        filter: Option<InvoiceFilter>,
    ) -> Result<InvoiceTotals> {
        invoices::totals(ctx, &self.scope(ctx, Permission::SeeInvoices)?, filter).await
    }
    /// Its units by label.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "Relay's four and two filters")]
    async fn units(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        property_id: Option<ID>,
        search: Option<String>,
    ) -> Result<UnitConnection> {
        let (scope, page) = (self.scope(ctx, Permission::SeeProperty)?, page(first, after, last, before)?);
        let property = property_key(property_id);
        let slice = properties::units(ctx.app()?.db.read(), &scope, property, search.as_deref(), &page).await;
        Ok(UnitConnection::new(
            slice.or_internal_error(ctx)?,
            CountQuery::Units(scope, property, search),
            Unit::from,
        ))
    }
    /// Its residents by name.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "Relay's four and two filters")]
    async fn residents(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        property_id: Option<ID>,
        search: Option<String>,
    ) -> Result<ResidentConnection> {
        let (scope, page) = (self.scope(ctx, Permission::SeeProperty)?, page(first, after, last, before)?);
        let property = property_key(property_id);
        let slice =
            properties::residents(ctx.app()?.db.read(), &scope, property, search.as_deref(), &page).await;
        Ok(ResidentConnection::new(
            slice.or_internal_error(ctx)?,
            CountQuery::Residents(scope, property, search),
            Resident,
        ))
    }
    /// Its payments, newest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn payments(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<PaymentFilter>,
    ) -> Result<PaymentConnection> {
        let (scope, page) = (self.scope(ctx, Permission::SeeInvoices)?, page(first, after, last, before)?);
        payments::list(ctx, scope, filter, &page).await
    }
    /// Webhook events about its properties' accounts, newest first; for organization managers.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn webhook_events(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<WebhookEventFilter>,
    ) -> Result<WebhookEventConnection> {
        let (scope, page) = (self.scope(ctx, Permission::ReplayEvents)?, page(first, after, last, before)?);
        bookkeeping::list_webhook_events(ctx, scope, filter, &page).await
    }
    /// Transactions in its properties' books: payments, refunds, disputes, fees and payouts, newest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn transactions(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<TransactionFilter>,
    ) -> Result<TransactionConnection> {
        let (scope, page) = (self.scope(ctx, Permission::SeeLedger)?, page(first, after, last, before)?);
        bookkeeping::transactions(ctx, scope, filter, &page).await
    }
    /// Sums over transactions, in each currency.
    #[graphql(complexity = "40 + child_complexity")]
    async fn transaction_totals(
        &self,
        ctx: &Context<'_>,
        filter: Option<TransactionFilter>,
    ) -> Result<Vec<TransactionTotals>> {
        bookkeeping::totals(ctx, self.scope(ctx, Permission::SeeLedger)?, filter).await
    }
    /// Payouts into its properties' bank accounts, newest first, as far as the caller may see their books.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn payouts(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<PayoutFilter>,
    ) -> Result<PayoutConnection> {
        let (scope, page) = (self.scope(ctx, Permission::SeeLedger)?, page(first, after, last, before)?);
        payments::payouts(ctx, scope, filter, &page).await
    }
}
