//! Relay connections: nodes, edges with cursors, page info, and a count that is only made when asked for.

use async_graphql::{Context, Result, SimpleObject};

use super::errors::bad_input;
use super::request::ContextExt;
use super::results::ResultExt;
use application::listing::CountQuery;
use store::{Page, PageRequest};

/// Where a page lies in its list, and the cursors to go on with.
#[derive(SimpleObject, Debug, Clone)]
pub struct PageInfo {
    /// Whether items follow the page.
    has_next_page: bool,
    /// Whether items come before the page.
    has_previous_page: bool,
    /// Cursor of the first item, for `before`; null when the page is empty.
    start_cursor: Option<String>,
    /// Cursor of the last item, for `after`; null when the page is empty.
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

/// Counts a list.
pub(super) async fn total_count(ctx: &Context<'_>, query: &CountQuery) -> Result<i32> {
    let count = query.count(ctx.app()?).await.or_internal_error(ctx)?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
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

/// A Relay connection with its edges, over nodes that descriptions call by a noun in the plural.
macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ident, $items:literal) => {
        #[doc = concat!("A page of a list of ", $items, ".")]
        pub struct $connection {
            rows: Vec<(String, $node)>,
            info: $crate::graphql::connection::PageInfo,
            count: application::listing::CountQuery,
        }

        impl $connection {
            pub(in $crate::graphql) fn new<T>(
                listing: application::listing::Listing<T>,
                node: impl Fn(T) -> $node,
            ) -> Self {
                let info = $crate::graphql::connection::PageInfo::of(&listing.page);
                let rows = listing.page.rows.into_iter();
                let rows = rows.map(|(cursor, row)| (cursor.encode(), node(row))).collect();
                Self { rows, info, count: listing.count }
            }
        }

        #[doc = concat!("A page of a list of ", $items, ".")]
        #[async_graphql::Object]
        impl $connection {
            /// The items of the page.
            async fn nodes(&self) -> Vec<&$node> {
                self.rows.iter().map(|(_, node)| node).collect()
            }
            /// The items of the page with their cursors.
            async fn edges(&self) -> Vec<$edge<'_>> {
                self.rows.iter().map(|(cursor, node)| $edge { cursor, node }).collect()
            }
            /// Where the page lies in the list.
            async fn page_info(&self) -> &$crate::graphql::connection::PageInfo {
                &self.info
            }
            /// Number of items in the whole list; it is counted only when selected.
            async fn total_count(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<i32> {
                $crate::graphql::connection::total_count(ctx, &self.count).await
            }
        }

        #[doc = concat!("An item of a list of ", $items, ", with its cursor.")]
        pub struct $edge<'a> {
            cursor: &'a str,
            node: &'a $node,
        }

        #[doc = concat!("An item of a list of ", $items, ", with its cursor.")]
        #[async_graphql::Object]
        impl $edge<'_> {
            /// Cursor of the item, for `after` and `before`.
            async fn cursor(&self) -> &str {
                self.cursor
            }
            /// The item.
            async fn node(&self) -> &$node {
                self.node
            }
        }
    };
}
pub(super) use connection;
