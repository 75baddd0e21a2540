//! Totals over an organization's invoices: what is drafted, owed, overdue, on its way, received and billed.
//!
//! "This month" is the calendar month that has begun in one time zone, that of the first property by currency and
//! name; with properties in several zones, the others' months begin some hours apart. Amounts are given in every
//! currency the properties bill in, zero where there is nothing.

use domain::day::Day;
use domain::id::OrganizationId;
use domain::instant::Instant;
use domain::money::{Currency, Money};
use domain::roles::Permission;
use entity::property;
use jiff::tz::TimeZone;

use super::list_invoices::InvoiceQuery;
use crate::app::App;
use crate::error::AppResult;
use crate::identity::Caller;
use store::Scope;
use store::invoices::{self, CurrencyTotal, InvoiceCriteria, InvoiceStatusFilter};

/// Number of invoices or payments, and their sum in each currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TotalsGroup {
    /// How many.
    pub count: i64,
    /// One amount for each currency.
    pub amounts: Vec<Money>,
}

/// Totals over invoices, whatever their status.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvoiceTotals {
    /// Drafts.
    pub draft: TotalsGroup,
    /// Open invoices; what is owed.
    pub open: TotalsGroup,
    /// Overdue invoices; what is owed.
    pub overdue: TotalsGroup,
    /// Paid invoices; nothing is owed.
    pub paid: TotalsGroup,
    /// Void invoices; nothing is owed.
    pub void: TotalsGroup,
    /// Invoices written off; nothing is owed.
    pub uncollectible: TotalsGroup,
    /// Bank transfers on their way.
    pub processing: TotalsGroup,
    /// Payments received this month.
    pub received_this_month: TotalsGroup,
    /// Invoices published this month.
    pub billed_this_month: TotalsGroup,
    /// Days since the due date of the oldest overdue invoice.
    pub oldest_overdue_days: Option<i32>,
}

impl InvoiceTotals {
    /// Invoices of every status together.
    pub fn invoices(&self) -> i64 {
        [&self.draft, &self.open, &self.paid, &self.void, &self.uncollectible]
            .iter()
            .fold(0_i64, |sum, group| sum.saturating_add(group.count))
    }
}

/// The totals of the invoices that the caller may see in an organization. The query's status is ignored.
pub async fn invoice_totals(
    app: &App,
    caller: &Caller,
    organization: OrganizationId,
    query: InvoiceQuery,
) -> AppResult<InvoiceTotals> {
    let scope = caller.scope(Permission::SeeInvoices).within(organization);
    let mut filter = query.into_criteria();
    filter.status = None;
    let properties = store::properties::all_properties(app.db.read(), &scope).await?;
    filter.today = properties.iter().map(|row| (row.id, app.today(&row.time_zone))).collect();
    let mut chosen: Vec<&property::Model> =
        properties.iter().filter(|row| filter.property.is_none_or(|id| id == row.id)).collect();
    chosen.sort_by_key(|row| row.currency);
    let time_zone = chosen.first().map_or("UTC", |row| row.time_zone.as_str());
    let mut currencies: Vec<Currency> = chosen.iter().map(|row| row.currency).collect();
    currencies.dedup();
    read(app, &scope, &filter, &currencies, time_zone).await
}

async fn read(
    app: &App,
    scope: &Scope,
    filter: &InvoiceCriteria,
    currencies: &[Currency],
    time_zone: &str,
) -> AppResult<InvoiceTotals> {
    let connection = app.db.read();
    let with = |status: InvoiceStatusFilter| InvoiceCriteria { status: Some(status), ..filter.clone() };
    let group = |totals: &[CurrencyTotal]| group(totals, currencies);
    let (property, since) = (filter.property, month_start(app, time_zone));
    let overdue = with(InvoiceStatusFilter::Overdue);
    let oldest = invoices::oldest_due(connection, scope, &overdue).await?;
    let days_since = |due: Day| due.until(app.today(time_zone)).ok().map(|span| span.get_days());
    Ok(InvoiceTotals {
        draft: group(&invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Draft)).await?),
        open: group(&invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Open)).await?),
        overdue: group(&invoices::balance_totals(connection, scope, &overdue).await?),
        paid: group(&invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Paid)).await?),
        void: group(&invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Void)).await?),
        uncollectible: group(
            &invoices::balance_totals(connection, scope, &with(InvoiceStatusFilter::Uncollectible)).await?,
        ),
        processing: group(&store::payments::processing_totals(connection, scope, property).await?),
        received_this_month: group(
            &store::payments::received_totals_since(connection, scope, property, since).await?,
        ),
        billed_this_month: group(&invoices::billed_totals_since(connection, scope, filter, since).await?),
        oldest_overdue_days: oldest.and_then(days_since),
    })
}

/// The instant at which this month began in a time zone.
fn month_start(app: &App, time_zone: &str) -> Instant {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let start = app.today(time_zone).first_of_month().to_zoned(zone);
    start.map_or(Instant::UNIX_EPOCH, |start| start.timestamp().into())
}

fn group(totals: &[CurrencyTotal], currencies: &[Currency]) -> TotalsGroup {
    let amount = |currency: &Currency| {
        let found = totals.iter().find(|total| total.currency == *currency);
        Money::new(found.map(|total| total.amount).unwrap_or_default(), *currency)
    };
    TotalsGroup {
        count: totals.iter().fold(0_i64, |sum, total| sum.saturating_add(total.count)),
        amounts: currencies.iter().map(amount).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_has_an_amount() {
        let dollars = CurrencyTotal { currency: Currency::Usd, count: 2, amount: 300 };
        let found = group(&[dollars], &[Currency::Cad, Currency::Usd]);
        assert_eq!(found.count, 2);
        assert_eq!(found.amounts, [Money::new(0, Currency::Cad), Money::new(300, Currency::Usd)]);
    }

    #[test]
    fn overdue_invoices_are_counted_once() {
        let group = |count| TotalsGroup { count, ..TotalsGroup::default() };
        let totals = InvoiceTotals {
            draft: group(1),
            open: group(20),
            overdue: group(5),
            paid: group(300),
            void: group(4_000),
            uncollectible: group(50_000),
            ..InvoiceTotals::default()
        };
        assert_eq!(totals.invoices(), 54_321);
    }
}
