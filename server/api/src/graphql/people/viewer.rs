//! The person who is signed in, with everything that is theirs.

use async_graphql::{Context, Enum, ID, Object, Result};
use domain::id;

use super::session::Session;
use crate::graphql::community::{Organization, Property, Residency};
use crate::graphql::connection::{cost, page};
use crate::graphql::enums::schema_enum;
use crate::graphql::invoices::{Invoice, InvoiceConnection, InvoiceStatusFilter};
use crate::graphql::payments::{Autopay, Payment, PaymentConnection};
use crate::graphql::request::ContextExt;
use crate::graphql::results::ResultExt;
use crate::graphql::scalars::{Money, encode_id};
use application::autopay::list_autopays::list_own_autopays;
use application::community::directory;
use application::identity::Caller;
use application::identity::access::Membership as StoredMembership;
use application::identity::session::list as list_sessions;
use application::identity::set_up_second_factor::recovery_codes_left;
use application::invoices::list_invoices::list_own_invoices;
use application::invoices::own_balance::own_balance;
use application::payments::list_payments::list_own_payments;

/// A language of the interface and of emails.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "locales::Language")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

schema_enum!(Role = domain::roles::Role, if domain::roles::Role::is_member);

/// Queries of the signed-in person.
#[derive(Default)]
pub struct PeopleQuery;

/// Queries of the signed-in person.
#[Object]
impl PeopleQuery {
    /// The signed-in person; null when nobody is signed in, and for API keys.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        let caller = ctx.request()?.caller.as_ref().filter(|caller| caller.key.is_none());
        Ok(caller.cloned().map(Viewer))
    }
}

/// The signed-in person, with what is theirs.
pub struct Viewer(pub Caller);

/// The signed-in person, with what is theirs.
#[Object]
impl Viewer {
    /// Unique id, starting with `user_`.
    async fn id(&self) -> ID {
        encode_id::<id::User>(self.0.user.id)
    }
    /// Full name of the person.
    async fn name(&self) -> &str {
        &self.0.user.name
    }
    /// Email address the person signs in with.
    async fn email(&self) -> &str {
        &self.0.user.email
    }
    /// Language of the interface and of emails.
    async fn language(&self) -> Language {
        self.0.user.language.into()
    }
    /// Whether the account has a password; without one, only emailed links sign in.
    async fn has_password(&self) -> bool {
        self.0.user.password_hash.is_some()
    }
    /// State of the second factor.
    async fn second_factor(&self) -> SecondFactor {
        SecondFactor(self.0.clone())
    }
    /// Current sessions, the last used first.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let rows = list_sessions(ctx.app()?, self.0.user.id).await.or_internal_error(ctx)?;
        Ok(rows.into_iter().map(Session).collect())
    }
    /// Memberships in teams of organizations.
    async fn memberships(&self) -> Vec<Membership> {
        self.0.memberships.iter().cloned().map(Membership).collect()
    }
    /// Current residencies: the units the person owns or rents.
    async fn residencies(&self, ctx: &Context<'_>) -> Result<Vec<Residency>> {
        let rows = directory::own_residencies(ctx.app()?, &self.0).await.or_internal_error(ctx)?;
        Ok(rows.into_iter().map(Residency).collect())
    }
    /// The person's automatic payments, ended ones included, newest first.
    async fn autopays(&self, ctx: &Context<'_>) -> Result<Vec<Autopay>> {
        let rows = list_own_autopays(ctx.app()?, &self.0).await.or_internal_error(ctx)?;
        Ok(rows.into_iter().map(Autopay).collect())
    }
    /// Published invoices addressed to the person as a resident, latest due date first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
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
        #[graphql(desc = "Only invoices in this list; every published invoice when left out.")]
        status: Option<InvoiceStatusFilter>,
    ) -> Result<InvoiceConnection> {
        let page = page(first, after, last, before)?;
        let listing = list_own_invoices(ctx.app()?, &self.0, status.map(Into::into), &page).await;
        Ok(InvoiceConnection::new(listing.or_internal_error(ctx)?, Invoice))
    }
    /// The person's payments as a resident, newest first.
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
    ) -> Result<PaymentConnection> {
        let page = page(first, after, last, before)?;
        let listing = list_own_payments(ctx.app()?, &self.0, &page).await;
        Ok(PaymentConnection::new(listing.or_internal_error(ctx)?, Payment))
    }
    /// What the person owes on open invoices in the currency of their first property; other currencies are
    /// not added. Null when the person is no resident.
    async fn balance(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        Ok(own_balance(ctx.app()?, &self.0).await.or_internal_error(ctx)?.map(Money::from))
    }
}

/// Codes from an authenticator app, required at sign-in after password or link.
pub struct SecondFactor(Caller);

/// Codes from an authenticator app, required at sign-in after password or link.
#[Object]
impl SecondFactor {
    /// Whether codes are asked for at sign-in.
    async fn enabled(&self) -> bool {
        self.0.user.second_factor_enabled_at.is_some()
    }
    /// Whether an organization the person is a member of requires it.
    async fn required(&self) -> bool {
        self.0.is_second_factor_required()
    }
    /// Number of recovery codes not used yet.
    async fn recovery_codes_left(&self, ctx: &Context<'_>) -> Result<i32> {
        let left = recovery_codes_left(ctx.app()?, &self.0).await.or_internal_error(ctx)?;
        Ok(i32::try_from(left).unwrap_or(i32::MAX))
    }
}

/// A membership in the team of an organization.
pub struct Membership(StoredMembership);

/// A membership in the team of an organization.
#[Object]
impl Membership {
    /// Unique id, starting with `mem_`.
    async fn id(&self) -> ID {
        encode_id::<id::Member>(self.0.member.id)
    }
    /// What the person may do in the organization.
    async fn role(&self) -> Role {
        self.0.member.role.into()
    }
    /// Whether the organization requires a second factor and the person has none; nothing of it is shown
    /// until they have one.
    async fn second_factor_missing(&self) -> bool {
        self.0.second_factor_missing
    }
    /// The organization whose team the person belongs to.
    async fn organization(&self) -> Organization {
        Organization(self.0.organization.clone())
    }
    /// The properties the person manages, sorted by name; all for organization managers.
    async fn properties(&self, ctx: &Context<'_>) -> Result<Vec<Property>> {
        let rows = directory::team_properties(ctx.app()?, ctx.caller()?, self.0.organization.id).await;
        Ok(rows.or_internal_error(ctx)?.into_iter().map(Property).collect())
    }
}
