//! Cases of what can be asked: every object by its id, and every list that an id narrows.

use super::AuthorizedCaller::{Manager, Resident};
use super::{Case, case};

/// Questions.
pub const QUERIES: &[Case] = &[
    case("Node.Organization", "id", Manager, r#"node(id: "<organization>") { ... on Organization @ }"#),
    case("Node.Property", "id", Manager, r#"node(id: "<property>") { ... on Property @ }"#),
    case("Node.Unit", "id", Manager, r#"node(id: "<unit>") { ... on Unit @ }"#),
    case("Node.Resident", "id", Manager, r#"node(id: "<resident>") { ... on Resident @ }"#),
    case("Node.Invoice", "id", Manager, r#"node(id: "<draft>") { ... on Invoice @ }"#),
    case("Node.Payment", "id", Manager, r#"node(id: "<payment>") { ... on Payment @ }"#),
    case("Node.Payout", "id", Manager, r#"node(id: "<payout>") { ... on Payout @ }"#),
    case("Node.BillingRun", "id", Manager, r#"node(id: "<run>") { ... on BillingRun @ }"#),
    case("Node.Member", "id", Manager, r#"node(id: "<member>") { ... on Member @ }"#),
    case("Node.ApiKey", "id", Manager, r#"node(id: "<key>") { ... on ApiKey @ }"#),
    case("Query.organization", "id", Manager, r#"organization(id: "<organization>") @"#),
    case("Query.property", "id", Manager, r#"property(id: "<property>") @"#),
    case("Query.invoice", "id", Manager, r#"invoice(id: "<open>") @"#),
    case("Query.payment", "id", Manager, r#"payment(id: "<cheque>") @"#),
    case(
        "Query.checkoutQuote",
        "invoiceIds",
        Resident,
        r#"checkoutQuote(invoiceIds: ["<own open>", "<open>"]) @"#,
    ),
    case("Query.payout", "id", Manager, r#"payout(id: "<payout>") @"#),
    case("Query.billingRun", "id", Manager, r#"billingRun(id: "<run>") @"#),
    case(
        "Organization.invoices",
        "filter.propertyId",
        Manager,
        r#"organization(id: "<own organization>") { invoices(first: 2, filter: { propertyId: "<property>" }) @ }"#,
    ),
    case(
        "Organization.invoices",
        "filter.unitId",
        Manager,
        r#"organization(id: "<own organization>") { invoices(first: 2, filter: { unitId: "<unit>" }) @ }"#,
    ),
    case(
        "Organization.invoiceTotals",
        "filter.propertyId",
        Manager,
        r#"organization(id: "<own organization>") { invoiceTotals(filter: { propertyId: "<property>" }) @ }"#,
    ),
    case(
        "Organization.invoiceTotals",
        "filter.unitId",
        Manager,
        r#"organization(id: "<own organization>") { invoiceTotals(filter: { unitId: "<unit>" }) @ }"#,
    ),
    case(
        "Organization.units",
        "propertyId",
        Manager,
        r#"organization(id: "<own organization>") { units(first: 2, propertyId: "<property>") @ }"#,
    ),
    case(
        "Organization.residents",
        "propertyId",
        Manager,
        r#"organization(id: "<own organization>") { residents(first: 2, propertyId: "<property>") @ }"#,
    ),
    case(
        "Organization.payments",
        "filter.propertyId",
        Manager,
        r#"organization(id: "<own organization>") { payments(first: 2, filter: { propertyId: "<property>" }) @ }"#,
    ),
    case(
        "Organization.payouts",
        "filter.propertyId",
        Manager,
        r#"organization(id: "<own organization>") { payouts(first: 2, filter: { propertyId: "<property>" }) @ }"#,
    ),
    case(
        "Organization.webhookEvents",
        "filter.propertyId",
        Manager,
        r#"organization(id: "<own organization>") { webhookEvents(first: 2, filter: { propertyId: "<property>" }) @ }"#,
    ),
    case(
        "Organization.transactions",
        "filter.propertyId",
        Manager,
        r#"organization(id: "<own organization>") { transactions(first: 2, filter: { propertyId: "<property>" }) @ }"#,
    ),
    case(
        "Organization.transactionTotals",
        "filter.propertyId",
        Manager,
        r#"organization(id: "<own organization>") { transactionTotals(filter: { propertyId: "<property>" }) @ }"#,
    ),
];
