//! Lists and totals of invoices.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::day::Day;
use domain::id;
use domain::money::Currency;
use domain::roles::Permission;
use entity::property;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::connection::CountQuery;
use super::super::context::ContextExt;
use super::super::errors::ResultExt;
use super::super::scalars::{Money, decode_id};
use super::input::{InvoiceFilter, InvoiceOrder};
use super::types::{Invoice, InvoiceConnection};
use store::invoices;
use store::invoices::{CurrencyTotal, InvoiceCriteria, InvoiceStatusFilter};
use store::{PageRequest, Scope, StoreError};

/// Queries for one invoice.
#[derive(Default)]
pub struct InvoiceQuery;

/// Queries for one invoice.
#[Object]
impl InvoiceQuery {
    /// An invoice the caller may see.
    async fn invoice(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Invoice>> {
        let scope = ctx.caller()?.scope(Permission::SeeInvoices);
        let Some(key) = decode_id::<id::Invoice>(&id) else { return Ok(None) };
        Ok(invoices::get(ctx.app()?.db.read(), &scope, key).await.or_internal_error(ctx)?.map(Invoice))
    }
}

/// Several invoices by key, in the order of the keys.
pub(in super::super) async fn invoices_by_id(ctx: &Context<'_>, keys: &[id::Uuid]) -> Result<Vec<Invoice>> {
    let scope = ctx.caller()?.scope(Permission::SeeInvoices);
    let mut rows = Vec::with_capacity(keys.len());
    for chunk in keys.chunks(500) {
        rows.extend(invoices::get_many(ctx.app()?.db.read(), &scope, chunk).await.or_internal_error(ctx)?);
    }
    rows.sort_by_key(|row| keys.iter().position(|key| *key == row.invoice.id));
    Ok(rows.into_iter().map(Invoice).collect())
}

/// A filter as the store knows it. An id of another kind becomes the nil key, which nothing has.
fn decode(filter: Option<InvoiceFilter>) -> InvoiceCriteria {
    let filter = filter.unwrap_or_default();
    let property = filter.property_id.map(|id| decode_id::<id::Property>(&id).unwrap_or_default());
    let unit = filter.unit_id.map(|id| decode_id::<id::Unit>(&id).unwrap_or_default());
    let status = filter.status.map(InvoiceStatusFilter::from);
    let search = filter.search.map(|text| text.chars().take(100).collect());
    InvoiceCriteria { property, unit, status, search, today: Vec::new() }
}

async fn today(ctx: &Context<'_>, scope: &Scope) -> Result<Vec<(id::Uuid, Date)>> {
    let app = ctx.app()?;
    let properties = store::properties::all_properties(app.db.read(), scope).await.or_internal_error(ctx)?;
    Ok(properties.into_iter().map(|property| (property.id, app.today(&property.time_zone))).collect())
}

/// A page of the invoices a scope reaches.
pub(in super::super) async fn list(
    ctx: &Context<'_>,
    scope: Scope,
    filter: Option<InvoiceFilter>,
    order: InvoiceOrder,
    page: &PageRequest,
) -> Result<InvoiceConnection> {
    let mut filter = decode(filter);
    if filter.status == Some(InvoiceStatusFilter::Overdue) {
        filter.today = today(ctx, &ctx.caller()?.scope(Permission::SeeProperty)).await?;
    }
    let slice = invoices::list(ctx.app()?.db.read(), &scope, &filter, order.stored(), page)
        .await
        .or_internal_error(ctx)?;
    Ok(InvoiceConnection::new(slice, CountQuery::Invoices(scope, Box::new(filter)), Invoice))
}

/// Count and sums of a group.
#[derive(SimpleObject)]
pub struct TotalsBucket {
    /// Invoices or payments in it.
    count: i32,
    /// Their sum in each currency; at least one, zero where there is nothing.
    amounts: Vec<Money>,
}

/// Figures over a list, whatever its status filter.
#[derive(SimpleObject)]
pub struct InvoiceTotals {
    /// Not published.
    draft: TotalsBucket,
    /// Published and not settled; what is owed.
    open: TotalsBucket,
    /// Open and late; what is owed.
    overdue: TotalsBucket,
    /// Bank transfers on their way.
    processing: TotalsBucket,
    /// Payments received this month.
    paid_this_month: TotalsBucket,
    /// Published this month.
    billed_this_month: Vec<Money>,
    /// All invoices.
    all: i32,
    /// Settled invoices.
    paid: i32,
    /// Withdrawn invoices.
    void: i32,
    /// Invoices written off.
    uncollectible: i32,
    /// Days since the oldest overdue invoice was due.
    oldest_overdue_days: Option<i32>,
}

/// The totals of the invoices a scope reaches.
pub(in super::super) async fn totals(
    ctx: &Context<'_>,
    scope: &Scope,
    filter: Option<InvoiceFilter>,
) -> Result<InvoiceTotals> {
    let app = ctx.app()?;
    let mut filter = decode(filter);
    filter.status = None;
    let properties = store::properties::all_properties(app.db.read(), scope).await.or_internal_error(ctx)?;
    filter.today = properties.iter().map(|row| (row.id, app.today(&row.time_zone))).collect();
    let mut chosen: Vec<&property::Model> =
        properties.iter().filter(|row| filter.property.is_none_or(|id| id == row.id)).collect();
    chosen.sort_by_key(|a| a.currency);
    let zone = chosen.first().map_or("UTC", |row| row.time_zone.as_str());
    let mut currencies: Vec<Currency> = chosen.iter().map(|row| row.currency).collect();
    currencies.dedup();
    compute(ctx, scope, &filter, &currencies, zone).await
}

async fn compute(
    ctx: &Context<'_>,
    scope: &Scope,
    filter: &InvoiceCriteria,
    currencies: &[Currency],
    zone: &str,
) -> Result<InvoiceTotals> {
    let app = ctx.app()?;
    let connection = app.db.read();
    let with = |status: InvoiceStatusFilter| InvoiceCriteria { status: Some(status), ..filter.clone() };
    let month = app.today(zone).first_of_month();
    let since = month.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
    let since = since.map_or(0, |start| start.timestamp().as_millisecond());
    let read = async {
        let draft = invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Draft)).await?;
        let open = invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Open)).await?;
        let overdue =
            invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Overdue)).await?;
        let paid = invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Paid)).await?;
        let void = invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Void)).await?;
        let uncollectible =
            invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Uncollectible)).await?;
        let processing = store::payments::processing_totals(connection, scope, filter.property).await?;
        let received =
            store::payments::received_totals_since(connection, scope, filter.property, since).await?;
        let billed = invoices::billed_totals_since(connection, scope, filter, since).await?;
        let oldest = invoices::oldest_due(connection, scope, &with(InvoiceStatusFilter::Overdue)).await?;
        Ok::<_, StoreError>((
            draft,
            open,
            overdue,
            paid,
            void,
            uncollectible,
            processing,
            received,
            billed,
            oldest,
        ))
    };
    let (draft, open, overdue, paid, void, uncollectible, processing, received, billed, oldest) =
        read.await.or_internal_error(ctx)?;
    let count = |totals: &[CurrencyTotal]| {
        let sum = totals.iter().fold(0_i64, |sum, bucket| sum.saturating_add(bucket.count));
        i32::try_from(sum).unwrap_or(i32::MAX)
    };
    let amounts = |totals: &[CurrencyTotal]| {
        let of = |currency: &Currency| {
            let found = totals.iter().find(|bucket| bucket.currency == *currency);
            Money::stored(found.map(|bucket| bucket.amount).unwrap_or_default(), *currency)
        };
        currencies.iter().map(of).collect::<Vec<Money>>()
    };
    let bucket = |totals: &[CurrencyTotal]| TotalsBucket { count: count(totals), amounts: amounts(totals) };
    let days = |due: Day| due.until(app.today(zone)).ok().map(|span| span.get_days());
    let all = [&draft, &open, &paid, &void, &uncollectible]
        .iter()
        .fold(0_i32, |sum, from| sum.saturating_add(count(from)));
    Ok(InvoiceTotals {
        draft: bucket(&draft),
        open: bucket(&open),
        overdue: bucket(&overdue),
        processing: bucket(&processing),
        paid_this_month: bucket(&received),
        billed_this_month: amounts(&billed),
        all,
        paid: count(&paid),
        void: count(&void),
        uncollectible: count(&uncollectible),
        oldest_overdue_days: oldest.and_then(days),
    })
}
