//! A page of a list, and how to count the whole list: callers ask for the count only now and then, and it reads
//! every row.

use domain::id::{OrganizationId, PropertyId};

use crate::app::App;
use crate::error::AppResult;
use store::{Page, Scope};

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Listing<T> {
    /// The page.
    pub page: Page<T>,
    /// Counts the list the page is of.
    pub count: CountQuery,
}

/// How to count a list: what was listed, with the scope it was listed in.
#[derive(Debug, Clone)]
pub enum CountQuery {
    /// Invoices.
    Invoices(Scope, Box<store::invoices::InvoiceCriteria>),
    /// Payments.
    Payments(Scope, store::payments::PaymentCriteria),
    /// Properties.
    Properties(Scope),
    /// Units, of one property and by text.
    Units(Scope, Option<PropertyId>, Option<String>),
    /// Residents, of one property and by text.
    Residents(Scope, Option<PropertyId>, Option<String>),
    /// Payouts.
    Payouts(Scope, store::payouts::PayoutCriteria),
    /// All ledger transactions of a property.
    LedgerTransactions(PropertyId),
    /// Ledger transactions that moved money.
    Transactions(Scope, Box<store::ledger_transactions::LedgerTransactionCriteria>),
    /// Members of an organization.
    Members(OrganizationId),
    /// Audit events of an organization.
    AuditEvents(OrganizationId, store::audit::AuditEventCriteria),
    /// Webhook events.
    WebhookEvents(Scope, store::webhook_events::WebhookEventCriteria),
}

impl CountQuery {
    /// Counts the list.
    pub async fn count(&self, app: &App) -> AppResult<u64> {
        let connection = app.db.read();
        Ok(match self {
            CountQuery::Invoices(scope, filter) => store::invoices::count(connection, scope, filter).await?,
            CountQuery::Payments(scope, filter) => store::payments::count(connection, scope, filter).await?,
            CountQuery::Properties(scope) => store::properties::count_properties(connection, scope).await?,
            CountQuery::Units(scope, property, search) => {
                store::properties::count_units(connection, scope, *property, search.as_deref()).await?
            }
            CountQuery::Residents(scope, property, search) => {
                store::properties::count_residents(connection, scope, *property, search.as_deref()).await?
            }
            CountQuery::Payouts(scope, filter) => store::payouts::count(connection, scope, filter).await?,
            CountQuery::LedgerTransactions(property) => store::ledger::count(connection, *property).await?,
            CountQuery::Transactions(scope, filter) => {
                store::ledger_transactions::count(connection, scope, filter).await?
            }
            CountQuery::Members(organization) => store::members::count(connection, *organization).await?,
            CountQuery::AuditEvents(organization, filter) => {
                store::audit::count(connection, *organization, filter).await?
            }
            CountQuery::WebhookEvents(scope, filter) => {
                store::webhook_events::count(connection, scope, filter).await?
            }
        })
    }
}
