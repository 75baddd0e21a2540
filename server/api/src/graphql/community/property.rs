//! A property: its settings, books, payouts and units.

use async_graphql::{Context, ID, Object, Result};
use domain::fee::FeePolicy;
use domain::id;
use entity::property;

use super::{Unit, UnitConnection};
use crate::graphql::bookkeeping::{PeriodClosing, Reconciliation};
use crate::graphql::connection::{connection, cost, page};
use crate::graphql::ledger::{LedgerAccount, LedgerTransaction, LedgerTransactionConnection};
use crate::graphql::loaders::{
    ClosingsOfProperty, LoadExt, PaymentAccountOfProperty, ReconciliationOfProperty,
};
use crate::graphql::payments::{
    FeeQuote, FeeSettings, FeeSettingsInput, PaymentAccount, Payout, PayoutConnection,
};
use crate::graphql::request::ContextExt;
use crate::graphql::results::{ResultExt, into_query_result};
use crate::graphql::scalars::{Currency, Date, Decimal, encode_id};
use application::bookkeeping::books;
use application::community::directory::{DirectoryQuery, list_units};
use application::fees::quote;
use application::payment_accounts::visibility::VisibleAccount;
use application::payouts::list_payouts::list_payouts_of_property;

/// One community: its own time zone, currency and payment account.
pub struct Property(pub property::Model);

/// One community: its own time zone, currency and payment account.
#[Object]
impl Property {
    /// `prop_…`
    pub async fn id(&self) -> ID {
        encode_id::<id::Property>(self.0.id)
    }
    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }
    /// Street and number.
    async fn address(&self) -> &str {
        &self.0.address
    }
    /// City, region and postal code.
    async fn city(&self) -> &str {
        &self.0.city
    }
    /// IANA name.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }
    /// What it bills in.
    async fn currency(&self) -> Currency {
        self.0.currency.into()
    }
    /// Today's date in its time zone: the earliest due date.
    async fn today(&self, ctx: &Context<'_>) -> Result<Date> {
        Ok(Date(ctx.app()?.today(&self.0.time_zone)))
    }
    /// ISO 3166-2 code of its state, province or territory, such as `CA-QC`.
    async fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }
    /// Who bears the fees of online payments.
    async fn fees(&self, ctx: &Context<'_>) -> Result<FeeSettings> {
        FeeSettings::of(ctx, &self.0)
    }
    /// Raised with each change of its settings; send it back as `expectedVersion`.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }
    /// Its account at Stripe.
    async fn payment_account(&self, ctx: &Context<'_>) -> Result<PaymentAccount> {
        let row = ctx.load(PaymentAccountOfProperty(self.0.id)).await?;
        Ok(PaymentAccount(VisibleAccount::new(ctx.caller()?, &self.0, row)))
    }
    /// The accounts invoices can be billed to.
    async fn income_accounts(&self, ctx: &Context<'_>) -> Result<Vec<LedgerAccount>> {
        let accounts =
            books::income_accounts(ctx.app()?, ctx.caller()?, &self.0).await.or_internal_error(ctx)?;
        Ok(accounts.into_iter().map(|account| LedgerAccount::new(account, self.0.currency)).collect())
    }
    /// Its chart of accounts with balances; accounts kept per unit are summed.
    #[graphql(complexity = "20 + child_complexity")]
    async fn ledger_accounts(&self, ctx: &Context<'_>) -> Result<Vec<LedgerAccount>> {
        let accounts = books::chart_of_accounts(ctx.app()?, ctx.caller()?, &self.0).await;
        let accounts = accounts.or_internal_error(ctx)?;
        Ok(accounts.into_iter().map(|account| LedgerAccount::new(account, self.0.currency)).collect())
    }
    /// Its transactions, newest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn ledger_transactions(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<LedgerTransactionConnection> {
        let page = page(first, after, last, before)?;
        let listing = books::list_ledger_transactions(ctx.app()?, ctx.caller()?, &self.0, &page).await;
        let transaction = |row| LedgerTransaction { row, currency: self.0.currency };
        Ok(LedgerTransactionConnection::new(listing.or_internal_error(ctx)?, transaction))
    }
    /// Payouts into its bank account, newest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn payouts(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<PayoutConnection> {
        let page = page(first, after, last, before)?;
        let listing = list_payouts_of_property(ctx.app()?, ctx.caller()?, self.0.id, &page).await;
        Ok(PayoutConnection::new(listing.or_internal_error(ctx)?, Payout))
    }
    /// The last day of its books that is closed.
    async fn books_closed_through(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(books::closed_through(ctx.caller()?, &self.0).map(Date::from))
    }
    /// Periods of its books that were closed and reopened, the latest first.
    #[graphql(complexity = "20 * child_complexity")]
    async fn period_closings(&self, ctx: &Context<'_>) -> Result<Vec<PeriodClosing>> {
        let property = books::readable_books(ctx.caller()?, &self.0);
        let rows = ctx.load(ClosingsOfProperty(property)).await?.unwrap_or_default();
        let closing = |row| PeriodClosing { row, currency: self.0.currency };
        Ok(rows.into_iter().map(closing).collect())
    }
    /// What the last check of its money found; null before the first.
    async fn reconciliation(&self, ctx: &Context<'_>) -> Result<Option<Reconciliation>> {
        let row = ctx.load(ReconciliationOfProperty(books::readable_books(ctx.caller()?, &self.0))).await?;
        Ok(row.map(|row| Reconciliation { row, currency: self.0.currency }))
    }
    /// Its units by label.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn units(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        search: Option<String>,
    ) -> Result<UnitConnection> {
        let page = page(first, after, last, before)?;
        let query = DirectoryQuery { property: Some(self.0.id), search };
        let listing = list_units(ctx.app()?, ctx.caller()?, self.0.organization_id, query, &page).await;
        Ok(UnitConnection::new(listing.or_internal_error(ctx)?, Unit::from))
    }
    /// What an invoice of this amount costs the resident and brings the community, by method: as it is now, or
    /// as it would be with other settings.
    async fn fee_preview(
        &self,
        ctx: &Context<'_>,
        amount: Decimal,
        settings: Option<FeeSettingsInput>,
    ) -> Result<Vec<FeeQuote>> {
        let account = ctx.load(PaymentAccountOfProperty(self.0.id)).await?;
        let policy = settings.map(FeePolicy::from);
        let quotes = quote::preview(ctx.app()?, &self.0, account.as_ref(), &amount.0, policy);
        let quotes = into_query_result(ctx, quotes)?;
        Ok(quotes.iter().map(|quote| FeeQuote::new(quote, self.0.currency)).collect())
    }
}

connection!(PropertyConnection, PropertyEdge, Property);
