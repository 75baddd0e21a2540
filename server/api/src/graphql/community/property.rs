//! A property: its settings, books, payouts and units.

use async_graphql::{Context, ID, Object, Result};
use domain::fee::FeePolicy;
use domain::id;
use domain::ledger::is_billable;
use domain::money::parse_decimal;
use domain::roles::Permission;
use entity::property;

use super::super::bookkeeping::{PeriodClosing, Reconciliation};
use super::super::connection::{CountQuery, connection, cost, page};
use super::super::context::ContextExt;
use super::super::errors::{ResultExt, bad_input};
use super::super::ledger::{LedgerAccount, LedgerTransaction, LedgerTransactionConnection};
use super::super::loaders::{ClosingsOfProperty, PaymentAccountOfProperty, ReconciliationOfProperty};
use super::super::payments::{
    self, FeeQuote, FeeSettings, FeeSettingsInput, PaymentAccount, PayoutConnection, PayoutFilter,
};
use super::super::scalars::{Currency, Date, Decimal, encode_id};
use super::{Unit, UnitConnection};
use application::fees::quote;
use store::{PageRequest, Scope};

/// One community: its own time zone, currency and payment account.
pub struct Property(pub property::Model);

impl Property {
    fn allows(&self, ctx: &Context<'_>, permission: Permission) -> Result<bool> {
        Ok(ctx.caller()?.scope(permission).reaches(self.0.organization_id, self.0.id))
    }

    /// The property to read books of; none for those who may not, who see empty lists.
    fn books(&self, ctx: &Context<'_>) -> Result<id::Uuid> {
        Ok(if self.allows(ctx, Permission::SeeLedger)? { self.0.id } else { id::Uuid::nil() })
    }
}

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
    async fn currency(&self) -> Result<Currency> {
        Ok(self.0.currency.into())
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
        let row = ctx.loaders()?.get(PaymentAccountOfProperty(self.0.id)).await?;
        Ok(PaymentAccount { row, for_managers: self.allows(ctx, Permission::ConnectPayments)? })
    }
    /// The accounts invoices can be billed to.
    async fn income_accounts(&self, ctx: &Context<'_>) -> Result<Vec<LedgerAccount>> {
        let chart =
            store::ledger::chart(ctx.app()?.db.read(), self.books(ctx)?).await.or_internal_error(ctx)?;
        let billable = chart.iter().filter(|row| is_billable(&row.code));
        Ok(billable.map(|row| LedgerAccount::of_chart(&row.code, self.0.currency)).collect())
    }
    /// Its chart of accounts with balances; accounts kept per unit are summed.
    #[graphql(complexity = "20 + child_complexity")]
    async fn ledger_accounts(&self, ctx: &Context<'_>) -> Result<Vec<LedgerAccount>> {
        let (connection, property) = (ctx.app()?.db.read(), self.books(ctx)?);
        let chart = store::ledger::chart(connection, property).await.or_internal_error(ctx)?;
        let balances = store::ledger::balances(connection, property).await.or_internal_error(ctx)?;
        let account = |row: &entity::ledger_account::Model| {
            let balance = balances.get(&row.code).copied().unwrap_or_default();
            LedgerAccount::new(row, balance, self.0.currency).or_internal_error(ctx)
        };
        chart.iter().map(account).collect()
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
        let (property, page) = (self.books(ctx)?, page(first, after, last, before)?);
        let slice = store::ledger::transactions(ctx.app()?.db.read(), property, &page)
            .await
            .or_internal_error(ctx)?;
        let total = CountQuery::LedgerTransactions(property);
        let currency = self.0.currency;
        Ok(LedgerTransactionConnection::new(slice, total, |row| LedgerTransaction { row, currency }))
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
        let scope = ctx.caller()?.scope(Permission::SeeLedger);
        let filter = PayoutFilter { property_id: Some(encode_id::<id::Property>(self.0.id)), status: None };
        payments::payouts(ctx, scope, Some(filter), &page(first, after, last, before)?).await
    }
    /// The last day of its books that is closed.
    async fn books_closed_through(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        let closed = self.0.books_closed_through;
        let seen = self.allows(ctx, Permission::SeeLedger)?;
        Ok(closed.filter(|_| seen).map(|day| Date(day.0)))
    }
    /// Periods of its books that were closed and reopened, the latest first.
    #[graphql(complexity = "20 * child_complexity")]
    async fn period_closings(&self, ctx: &Context<'_>) -> Result<Vec<PeriodClosing>> {
        let rows = ctx.loaders()?.get(ClosingsOfProperty(self.books(ctx)?)).await?.unwrap_or_default();
        let closing = |row| PeriodClosing { row, currency: self.0.currency };
        Ok(rows.into_iter().map(closing).collect())
    }
    /// What the last check of its money found; null before the first.
    async fn reconciliation(&self, ctx: &Context<'_>) -> Result<Option<Reconciliation>> {
        let row = ctx.loaders()?.get(ReconciliationOfProperty(self.books(ctx)?)).await?;
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
        let page: PageRequest = page(first, after, last, before)?;
        let scope: Scope = ctx.caller()?.scope(Permission::SeeProperty);
        let property = Some(self.0.id);
        let slice =
            store::properties::units(ctx.app()?.db.read(), &scope, property, search.as_deref(), &page).await;
        Ok(UnitConnection::new(
            slice.or_internal_error(ctx)?,
            CountQuery::Units(scope, property, search),
            Unit::from,
        ))
    }
    /// What an invoice of this amount costs the resident and brings the community, by method: as it is now, or
    /// as it would be with other settings.
    async fn fee_preview(
        &self,
        ctx: &Context<'_>,
        amount: Decimal,
        settings: Option<FeeSettingsInput>,
    ) -> Result<Vec<FeeQuote>> {
        let net = parse_decimal(&amount.0).map_err(|error| bad_input(error.to_string()))?;
        if !(1..=domain::money::MAX_MINOR).contains(&net) {
            return Err(bad_input("write an amount from 0.01 to 999999.99"));
        }
        let account = ctx.loaders()?.get(PaymentAccountOfProperty(self.0.id)).await?;
        let choices = match settings {
            None => quote::fee_policy(&self.0).or_internal_error(ctx)?,
            Some(settings) => {
                let region = quote::region(&self.0).or_internal_error(ctx)?;
                FeePolicy::from(settings).check(region).map_err(|error| bad_input(error.to_string()))?
            }
        };
        let quotes =
            quote::price_both(ctx.app()?, &self.0, choices, account.as_ref(), net).or_internal_error(ctx)?;
        quotes.iter().map(|quote| FeeQuote::new(quote, self.0.currency, None)).collect()
    }
}

connection!(PropertyConnection, PropertyEdge, Property);
