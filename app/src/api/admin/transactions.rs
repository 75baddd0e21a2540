//! What moved in the properties' books.

use cynic::QueryBuilder;

use super::payouts::TransactionPayment;
use super::{PropertyName, TransactionKind};
use crate::api::{ApiError, Date, Money, PageInfo, PaymentMethod, Slice, run, schema};

/// Something that moved.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct Transaction {
    pub kind: TransactionKind,
    pub recorded_on: Date,
    pub property: Option<PropertyName>,
    pub payment: Option<TransactionPayment>,
    pub payout: Option<PayoutName>,
    pub gross: Option<Money>,
    pub fee: Option<Money>,
    pub net: Option<Money>,
    pub paid_out: Option<Money>,
}

/// A payout by Stripe's id.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payout")]
pub struct PayoutName {
    pub id: cynic::Id,
    pub processor_id: String,
}

/// Sums in one currency.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub struct TransactionTotals {
    pub gross: Money,
    pub fees: Money,
    pub net: Money,
    pub paid_out: Money,
}

/// A page of what moved.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "TransactionConnection")]
pub struct TransactionPage {
    pub nodes: Vec<Transaction>,
    pub page_info: PageInfo,
    pub total_count: i32,
}

/// Which transactions are wanted. Days are written `2026-11-22`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransactionFilter {
    pub property: Option<String>,
    pub kinds: Option<Vec<TransactionKind>>,
    pub method: Option<PaymentMethod>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub search: Option<String>,
}

#[derive(cynic::QueryVariables)]
struct TransactionsVariables {
    organization: cynic::Id,
    property: Option<cynic::Id>,
    kinds: Option<Vec<TransactionKind>>,
    method: Option<PaymentMethod>,
    from: Option<Date>,
    to: Option<Date>,
    search: Option<String>,
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "TransactionsVariables")]
struct TransactionsQuery {
    #[arguments(id: $organization)]
    organization: Option<OrganizationTransactions>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Organization", variables = "TransactionsVariables")]
struct OrganizationTransactions {
    #[arguments(
        first: $first, after: $after, last: $last, before: $before,
        filter: {
            propertyId: $property, kinds: $kinds, method: $method, from: $from, to: $to, search: $search
        }
    )]
    transactions: TransactionPage,
    #[arguments(filter: {
        propertyId: $property, kinds: $kinds, method: $method, from: $from, to: $to, search: $search
    })]
    transaction_totals: Vec<TransactionTotals>,
}

/// A page of what moved, newest first, and the sums over all pages.
///
/// # Errors
/// [`ApiError::NotFound`] when the organization is not the caller's, and the rest of [`ApiError`].
pub async fn transactions(
    organization: cynic::Id,
    filter: TransactionFilter,
    slice: Slice,
) -> Result<(TransactionPage, Vec<TransactionTotals>), ApiError> {
    let Slice { first, after, last, before } = slice;
    let TransactionFilter { property, kinds, method, from, to, search } = filter;
    let (property, from, to) = (property.map(cynic::Id::new), from.map(Date), to.map(Date));
    let variables = TransactionsVariables {
        organization,
        property,
        kinds,
        method,
        from,
        to,
        search,
        first,
        after,
        last,
        before,
    };
    let found = run(TransactionsQuery::build(variables)).await?.organization.ok_or(ApiError::NotFound)?;
    Ok((found.transactions, found.transaction_totals))
}
