//! Relay connections: nodes, edges with cursors, page info, and a count that is only made when asked for.

use async_graphql::{Context, Result, SimpleObject};
use domain::id::Uuid;

use super::errors::bad_input;
use super::request::ContextExt;
use super::results::ResultExt;
use store::{Page, PageRequest, Scope, StoreResult};

/// Where a page lies in its list.
#[derive(SimpleObject, Debug, Clone)]
pub struct PageInfo {
    /// More follow.
    has_next_page: bool,
    /// More come before.
    has_previous_page: bool,
    /// Cursor of the first row.
    start_cursor: Option<String>,
    /// Cursor of the last row.
    end_cursor: Option<String>,
}

impl PageInfo {
    pub(super) fn of<T>(slice: &Page<T>) -> PageInfo {
        PageInfo {
            has_next_page: slice.has_next,
            has_previous_page: slice.has_previous,
            start_cursor: slice.rows.first().map(|(cursor, _)| cursor.encode()),
            end_cursor: slice.rows.last().map(|(cursor, _)| cursor.encode()),
        }
    }
}

/// How to count a list.
#[derive(Debug, Clone)]
pub(super) enum CountQuery {
    Invoices(Scope, Box<store::invoices::InvoiceCriteria>),
    Payments(Scope, store::payments::PaymentCriteria),
    Properties(Scope),
    Units(Scope, Option<Uuid>, Option<String>),
    Residents(Scope, Option<Uuid>, Option<String>),
    Payouts(Scope, store::payouts::PayoutCriteria),
    LedgerTransactions(Uuid),
    Members(Uuid),
    AuditEvents(Uuid, store::audit::AuditEventCriteria),
    WebhookEvents(Scope, store::webhook_events::WebhookEventCriteria),
    Transactions(Scope, Box<store::ledger_transactions::LedgerTransactionCriteria>),
}

impl CountQuery {
    pub(super) async fn count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = self.stored(ctx.app()?.db.read()).await.or_internal_error(ctx)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    async fn stored(&self, connection: &sea_orm::DatabaseConnection) -> StoreResult<u64> {
        match self {
            CountQuery::Invoices(scope, filter) => store::invoices::count(connection, scope, filter).await,
            CountQuery::Payments(scope, filter) => store::payments::count(connection, scope, filter).await,
            CountQuery::Properties(scope) => store::properties::count_properties(connection, scope).await,
            CountQuery::Units(scope, property, search) => {
                store::properties::count_units(connection, scope, *property, search.as_deref()).await
            }
            CountQuery::Residents(scope, property, search) => {
                store::properties::count_residents(connection, scope, *property, search.as_deref()).await
            }
            CountQuery::Payouts(scope, filter) => store::payouts::count(connection, scope, filter).await,
            CountQuery::Members(organization) => store::members::count(connection, *organization).await,
            CountQuery::AuditEvents(organization, filter) => {
                store::audit::count(connection, *organization, filter).await
            }
            CountQuery::WebhookEvents(scope, filter) => {
                store::webhook_events::count(connection, scope, filter).await
            }
            CountQuery::Transactions(scope, filter) => {
                store::ledger_transactions::count(connection, scope, filter).await
            }
            CountQuery::LedgerTransactions(property) => store::ledger::count(connection, *property).await,
        }
    }
}

/// Relay's arguments as a page.
pub(super) fn page(
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> Result<PageRequest> {
    PageRequest::from_arguments(first, after.as_deref(), last, before.as_deref())
        .map_err(|error| bad_input(error.to_string()))
}

/// What a page of a list costs: its size times the cost of a row. It stays far below what a sum of many could
/// overflow, because the sum is made with a plain `+`.
pub(super) fn cost(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let size = first.or(last).and_then(|size| usize::try_from(size).ok()).unwrap_or(50);
    size.min(200).saturating_mul(child.max(1)).min(1 << 32)
}

macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ident) => {
        /// A page of a list.
        pub struct $connection {
            rows: Vec<(String, $node)>,
            info: $crate::graphql::connection::PageInfo,
            total: $crate::graphql::connection::CountQuery,
        }

        impl $connection {
            pub(in $crate::graphql) fn new<T>(
                slice: store::Page<T>,
                total: $crate::graphql::connection::CountQuery,
                node: impl Fn(T) -> $node,
            ) -> Self {
                let info = $crate::graphql::connection::PageInfo::of(&slice);
                let rows = slice.rows.into_iter().map(|(cursor, row)| (cursor.encode(), node(row))).collect();
                Self { rows, info, total }
            }
        }

        /// A page of a list.
        #[async_graphql::Object]
        impl $connection {
            /// The rows.
            async fn nodes(&self) -> Vec<&$node> {
                self.rows.iter().map(|(_, node)| node).collect()
            }
            /// The rows with their cursors.
            async fn edges(&self) -> Vec<$edge<'_>> {
                self.rows.iter().map(|(cursor, node)| $edge { cursor, node }).collect()
            }
            /// Where the page lies.
            async fn page_info(&self) -> &$crate::graphql::connection::PageInfo {
                &self.info
            }
            /// Rows of the whole list; counted only when selected.
            async fn total_count(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<i32> {
                self.total.count(ctx).await
            }
        }

        /// A row with its cursor.
        pub struct $edge<'a> {
            cursor: &'a str,
            node: &'a $node,
        }

        /// A row with its cursor.
        #[async_graphql::Object]
        impl $edge<'_> {
            /// Marks the row in its list.
            async fn cursor(&self) -> &str {
                self.cursor
            }
            /// The row.
            async fn node(&self) -> &$node {
                self.node
            }
        }
    };
}
pub(super) use connection;
