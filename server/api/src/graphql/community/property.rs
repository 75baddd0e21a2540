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

/// A community with its own time zone, currency, books and payment account.
pub struct Property(pub property::Model);

/// A community with its own time zone, currency, books and payment account.
#[Object]
impl Property {
    /// Unique id, starting with `prop_`.
    pub async fn id(&self) -> ID {
        encode_id::<id::Property>(self.0.id)
    }
    /// Name of the property.
    async fn name(&self) -> &str {
        &self.0.name
    }
    /// Street and number of the property.
    async fn address(&self) -> &str {
        &self.0.address
    }
    /// City, region and postal code.
    async fn city(&self) -> &str {
        &self.0.city
    }
    /// IANA time zone, such as `America/New_York`.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }
    /// Currency of all its amounts.
    async fn currency(&self) -> Currency {
        self.0.currency.into()
    }
    /// Today's date in the property's time zone; the earliest due date of a new invoice.
    async fn today(&self, ctx: &Context<'_>) -> Result<Date> {
        Ok(Date(ctx.app()?.today(&self.0.time_zone)))
    }
    /// ISO 3166-2 code of the state, province or territory, such as `CA-QC`; null when it is not known.
    async fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }
    /// Who bears the processing fees of online payments.
    async fn fees(&self, ctx: &Context<'_>) -> Result<FeeSettings> {
        FeeSettings::of(ctx, &self.0)
    }
    /// Version of the settings, raised by each change; send it as `expectedVersion` to detect changes by
    /// others.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }
    /// The property's account at the payment processor.
    async fn payment_account(&self, ctx: &Context<'_>) -> Result<PaymentAccount> {
        let row = ctx.load(PaymentAccountOfProperty(self.0.id)).await?;
        Ok(PaymentAccount(VisibleAccount::new(ctx.caller()?, &self.0, row)))
    }
    /// Accounts that invoice lines can be billed to, without balances; empty for callers who may not see the
    /// books.
    async fn income_accounts(&self, ctx: &Context<'_>) -> Result<Vec<LedgerAccount>> {
        let accounts =
            books::income_accounts(ctx.app()?, ctx.caller()?, &self.0).await.or_internal_error(ctx)?;
        Ok(accounts.into_iter().map(|account| LedgerAccount::new(account, self.0.currency)).collect())
    }
    /// The chart of accounts with balances; accounts kept for each unit are summed. Empty for callers who may
    /// not see the books.
    #[graphql(complexity = "20 + child_complexity")]
    async fn ledger_accounts(&self, ctx: &Context<'_>) -> Result<Vec<LedgerAccount>> {
        let accounts = books::chart_of_accounts(ctx.app()?, ctx.caller()?, &self.0).await;
        let accounts = accounts.or_internal_error(ctx)?;
        Ok(accounts.into_iter().map(|account| LedgerAccount::new(account, self.0.currency)).collect())
    }
    /// All ledger transactions, newest first; empty for callers who may not see the books.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn ledger_transactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items from the start, 1 to 200; 50 when neither `first` nor `last` is given.")]
        first: Option<i32>,
        #[graphql(desc = "Return items after this cursor, such as the `endCursor` of the page before.")]
        after: Option<String>,
        #[graphql(desc = "Items from the end, 1 to 200; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Return items before this cursor, such as the `startCursor` of the page after.")]
        before: Option<String>,
    ) -> Result<LedgerTransactionConnection> {
        let page = page(first, after, last, before)?;
        let listing = books::list_ledger_transactions(ctx.app()?, ctx.caller()?, &self.0, &page).await;
        let transaction = |row| LedgerTransaction { row, currency: self.0.currency };
        Ok(LedgerTransactionConnection::new(listing.or_internal_error(ctx)?, transaction))
    }
    /// Payouts to the property's bank account, newest first; empty for callers who may not see the books.
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
    ) -> Result<PayoutConnection> {
        let page = page(first, after, last, before)?;
        let listing = list_payouts_of_property(ctx.app()?, ctx.caller()?, self.0.id, &page).await;
        Ok(PayoutConnection::new(listing.or_internal_error(ctx)?, Payout))
    }
    /// The last closed day of the books; null when none is closed or the caller may not see the books.
    async fn books_closed_through(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(books::closed_through(ctx.caller()?, &self.0).map(Date::from))
    }
    /// Closings and reopenings of the books, the latest first; empty for callers who may not see the books.
    #[graphql(complexity = "20 * child_complexity")]
    async fn period_closings(&self, ctx: &Context<'_>) -> Result<Vec<PeriodClosing>> {
        let property = books::readable_books(ctx.caller()?, &self.0);
        let rows = ctx.load(ClosingsOfProperty(property)).await?.unwrap_or_default();
        let closing = |row| PeriodClosing { row, currency: self.0.currency };
        Ok(rows.into_iter().map(closing).collect())
    }
    /// Result of the last reconciliation; null before the first, and for callers who may not see the books.
    async fn reconciliation(&self, ctx: &Context<'_>) -> Result<Option<Reconciliation>> {
        let row = ctx.load(ReconciliationOfProperty(books::readable_books(ctx.caller()?, &self.0))).await?;
        Ok(row.map(|row| Reconciliation { row, currency: self.0.currency }))
    }
    /// Units, sorted by label. Residents see their own.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
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
        #[graphql(desc = "Text to find in the label; case is ignored.")] search: Option<String>,
    ) -> Result<UnitConnection> {
        let page = page(first, after, last, before)?;
        let query = DirectoryQuery { property: Some(self.0.id), search };
        let listing = list_units(ctx.app()?, ctx.caller()?, self.0.organization_id, query, &page).await;
        Ok(UnitConnection::new(listing.or_internal_error(ctx)?, Unit::from))
    }
    /// What a payment of an amount would cost the resident and bring the community, for each online method.
    /// Nothing is saved.
    async fn fee_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Amount of the invoice, 0.01 to 999999.99, in the property's currency.")]
        amount: Decimal,
        #[graphql(desc = "Fee settings to try out; the property's own settings when left out.")]
        settings: Option<FeeSettingsInput>,
    ) -> Result<Vec<FeeQuote>> {
        let account = ctx.load(PaymentAccountOfProperty(self.0.id)).await?;
        let policy = settings.map(FeePolicy::from);
        let quotes = quote::preview(ctx.app()?, &self.0, account.as_ref(), &amount.0, policy);
        let quotes = into_query_result(ctx, quotes)?;
        Ok(quotes.iter().map(|quote| FeeQuote::new(quote, self.0.currency)).collect())
    }
}

connection!(PropertyConnection, PropertyEdge, Property, "properties");
