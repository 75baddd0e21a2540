//! The person who is signed in, with everything that is theirs.

use async_graphql::{Context, Enum, ID, Object, Result};
use domain::id;
use domain::roles::Permission;

use super::super::community::{Organization, Property, Residency};
use super::super::connection::{cost, page};
use super::super::context::ContextExt;
use super::super::errors::ResultExt;
use super::super::invoices::{self, InvoiceConnection, InvoiceFilter, InvoiceOrder, InvoiceStatusFilter};
use super::super::payments::{self, Autopay, PaymentConnection};
use super::super::scalars::{Money, encode_id};
use super::session::Session;
use application::identity::Caller;
use application::identity::access::Membership as StoredMembership;
use application::identity::session::list as list_sessions;
use store::invoices::InvoiceCriteria;
use store::properties::{Residencies, all_properties, residencies};
use store::second_factors;

/// A language Propty speaks.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "locales::Language")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

/// What a member may do.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Runs the organization.
    OrganizationManager,
    /// Runs the properties assigned to them.
    PropertyManager,
}

impl Role {
    /// A member's role.
    pub fn from_member(role: domain::roles::Role) -> Role {
        if role == domain::roles::Role::OrganizationManager {
            Role::OrganizationManager
        } else {
            Role::PropertyManager
        }
    }
}

impl From<Role> for domain::roles::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::OrganizationManager => domain::roles::Role::OrganizationManager,
            Role::PropertyManager => domain::roles::Role::PropertyManager,
        }
    }
}

/// Queries for who is signed in.
#[derive(Default)]
pub struct PeopleQuery;

/// Queries for who is signed in.
#[Object]
impl PeopleQuery {
    /// Who is signed in; null when nobody is.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        let caller = ctx.request()?.caller.as_ref().filter(|caller| caller.key.is_none());
        Ok(caller.cloned().map(Viewer))
    }
}

/// The person who is signed in.
pub struct Viewer(pub Caller);

/// The person who is signed in.
#[Object]
impl Viewer {
    /// `user_…`
    async fn id(&self) -> ID {
        encode_id::<id::User>(self.0.user.id)
    }
    /// Full name.
    async fn name(&self) -> &str {
        &self.0.user.name
    }
    /// Address they sign in with.
    async fn email(&self) -> &str {
        &self.0.user.email
    }
    /// Language of the interface and of mail.
    async fn language(&self) -> Result<Language> {
        Ok(self.0.user.language.into())
    }
    /// Whether they can sign in by password.
    async fn has_password(&self) -> bool {
        self.0.user.password_hash.is_some()
    }
    /// Their second factor.
    async fn second_factor(&self) -> SecondFactor {
        SecondFactor(self.0.clone())
    }
    /// Where they are signed in, the latest used first.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let rows = list_sessions(ctx.app()?, self.0.user.id).await.or_internal_error(ctx)?;
        Ok(rows.into_iter().map(Session).collect())
    }
    /// The teams they belong to.
    async fn memberships(&self) -> Vec<Membership> {
        self.0.memberships.iter().cloned().map(Membership).collect()
    }
    /// Units they own or rent.
    async fn residencies(&self, ctx: &Context<'_>) -> Result<Vec<Residency>> {
        let ids: Vec<id::Uuid> = self.0.residents.iter().map(|own| own.resident.id).collect();
        let rows =
            residencies(ctx.app()?.db.read(), Residencies::OfResidents(&ids)).await.or_internal_error(ctx)?;
        Ok(rows.into_iter().map(Residency).collect())
    }
    /// Their automatic payments, the newest first.
    async fn autopays(&self, ctx: &Context<'_>) -> Result<Vec<Autopay>> {
        payments::own_autopays(ctx, &self.0).await
    }
    /// Published invoices addressed to them, latest due first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn invoices(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        status: Option<InvoiceStatusFilter>,
    ) -> Result<InvoiceConnection> {
        let (scope, page) = (self.0.own_scope(Permission::SeeInvoices), page(first, after, last, before)?);
        let filter = InvoiceFilter { status, ..InvoiceFilter::default() };
        invoices::list(ctx, scope, Some(filter), InvoiceOrder::DueDesc, &page).await
    }
    /// Their payments, newest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn payments(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<PaymentConnection> {
        let (scope, page) = (self.0.own_scope(Permission::SeeInvoices), page(first, after, last, before)?);
        payments::list(ctx, scope, None, &page).await
    }
    /// What they owe now over all open invoices in the currency of their first property; null for somebody who
    /// is no resident. What they owe elsewhere in another currency is never added to it.
    async fn balance(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        let scope = self.0.own_scope(Permission::SeeInvoices);
        let connection = ctx.app()?.db.read();
        let properties = all_properties(connection, &self.0.own_scope(Permission::SeeProperty)).await;
        let Some(first) = properties.or_internal_error(ctx)?.into_iter().next() else { return Ok(None) };
        let filter = InvoiceCriteria {
            status: Some(store::invoices::InvoiceStatusFilter::Open),
            ..InvoiceCriteria::default()
        };
        let owed =
            store::invoices::balance_totals(connection, &scope, &filter).await.or_internal_error(ctx)?;
        let owed = owed.iter().find(|bucket| bucket.currency == first.currency);
        let minor = owed.map(|bucket| bucket.amount).unwrap_or_default();
        Ok(Some(Money::stored(minor, first.currency)))
    }
}

/// Codes from an authenticator app, asked for after password or link.
pub struct SecondFactor(Caller);

/// Codes from an authenticator app, asked for after password or link.
#[Object]
impl SecondFactor {
    /// Whether it is asked for.
    async fn enabled(&self) -> bool {
        self.0.user.second_factor_enabled_at.is_some()
    }
    /// Whether an organization they belong to asks for it.
    async fn required(&self) -> bool {
        self.0.memberships.iter().any(|membership| membership.organization.second_factor_required)
    }
    /// Recovery codes that were not used.
    async fn recovery_codes_left(&self, ctx: &Context<'_>) -> Result<i32> {
        let left =
            second_factors::codes_left(ctx.app()?.db.read(), self.0.user.id).await.or_internal_error(ctx)?;
        Ok(i32::try_from(left).unwrap_or(i32::MAX))
    }
}

/// A place in a team.
pub struct Membership(StoredMembership);

/// A place in a team.
#[Object]
impl Membership {
    /// `mem_…`
    async fn id(&self) -> ID {
        encode_id::<id::Member>(self.0.member.id)
    }
    /// What they may do.
    async fn role(&self) -> Role {
        Role::from_member(self.0.member.role)
    }
    /// The organization asks for a second factor and this person has none yet: nothing of it is shown until they
    /// do.
    async fn second_factor_missing(&self) -> bool {
        self.0.second_factor_missing
    }
    /// The organization.
    async fn organization(&self) -> Organization {
        Organization(self.0.organization.clone())
    }
    /// The properties this member works on.
    async fn properties(&self, ctx: &Context<'_>) -> Result<Vec<Property>> {
        let scope = ctx.caller()?.scope(Permission::Bill).within(self.0.organization.id);
        let rows = all_properties(ctx.app()?.db.read(), &scope).await.or_internal_error(ctx)?;
        Ok(rows.into_iter().map(Property).collect())
    }
}
