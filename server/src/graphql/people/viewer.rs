//! The person who is signed in, with everything that is theirs.

use async_graphql::{Context, Enum, ID, Object, Result};
use domain::id;
use domain::roles::Permission;

use super::super::community::{Organization, Property, Residency};
use super::super::connection::{cost, page};
use super::super::context::Here;
use super::super::errors::OrInner;
use super::super::invoices::{self, InvoiceConnection, InvoiceFilter, InvoiceListStatus, InvoiceOrder};
use super::super::payments::{self, PaymentConnection};
use super::super::scalars::{Money, id};
use crate::people::Caller;
use crate::people::access::Membership as StoredMembership;
use crate::store::invoices::{Filter, ListStatus};
use crate::store::properties::{Residencies, all_properties, residencies};
use crate::store::words::Word;

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

/// Queries for who is signed in.
#[derive(Default)]
pub struct PeopleQuery;

/// Queries for who is signed in.
#[Object]
impl PeopleQuery {
    /// Who is signed in; null when nobody is.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        Ok(ctx.request()?.caller.clone().map(Viewer))
    }
}

/// The person who is signed in.
pub struct Viewer(pub Caller);

/// The person who is signed in.
#[Object]
impl Viewer {
    /// `user_…`
    async fn id(&self) -> ID {
        id::<id::User>(self.0.user.id)
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
    async fn language(&self, ctx: &Context<'_>) -> Result<Language> {
        Ok(locales::Language::from_word(&self.0.user.language).or_inner(ctx)?.into())
    }
    /// The teams they belong to.
    async fn memberships(&self) -> Vec<Membership> {
        self.0.memberships.iter().cloned().map(Membership).collect()
    }
    /// Units they own or rent.
    async fn residencies(&self, ctx: &Context<'_>) -> Result<Vec<Residency>> {
        let ids: Vec<id::Uuid> = self.0.residents.iter().map(|own| own.resident.id).collect();
        let rows = residencies(ctx.app()?.db.read(), Residencies::OfResidents(&ids)).await.or_inner(ctx)?;
        Ok(rows.into_iter().map(Residency).collect())
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
        status: Option<InvoiceListStatus>,
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
        let Some(first) = properties.or_inner(ctx)?.into_iter().next() else { return Ok(None) };
        let filter = Filter { status: Some(ListStatus::Open), ..Filter::default() };
        let owed = crate::store::invoices::balance_of(connection, &scope, &filter).await.or_inner(ctx)?;
        let owed = owed.iter().find(|bucket| bucket.currency == first.currency);
        let minor = owed.map(|bucket| bucket.amount).unwrap_or_default();
        Ok(Some(Money::stored(minor, &first.currency).or_inner(ctx)?))
    }
}

/// A place in a team.
pub struct Membership(StoredMembership);

/// A place in a team.
#[Object]
impl Membership {
    /// `mem_…`
    async fn id(&self) -> ID {
        id::<id::Member>(self.0.member.id)
    }
    /// What they may do.
    async fn role(&self) -> Role {
        match self.0.role {
            domain::roles::Role::OrganizationManager => Role::OrganizationManager,
            _ => Role::PropertyManager,
        }
    }
    /// The organization.
    async fn organization(&self) -> Organization {
        Organization(self.0.organization.clone())
    }
    /// The properties this member works on.
    async fn properties(&self, ctx: &Context<'_>) -> Result<Vec<Property>> {
        let scope = ctx.caller()?.scope(Permission::Bill).within(self.0.organization.id);
        let rows = all_properties(ctx.app()?.db.read(), &scope).await.or_inner(ctx)?;
        Ok(rows.into_iter().map(Property).collect())
    }
}
