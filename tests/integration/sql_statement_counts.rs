//! No list runs more SQL statements for more rows: the same document is asked of an organization with ten
//! homes and of one with two hundred, and the statements are counted.

use futures::stream::{self, StreamExt};
use serde_json::{Value, json};
use support::community::{CHECKOUT, CREATE, draft};
use support::{Client, Community, TestApp, on_each_database};

const OFFLINE: &str = "mutation($id: ID!, $key: String!) { paymentRecordOffline(input: { invoiceId: $id,
    method: CASH, amount: \"1.00\", receivedOn: \"2026-11-02\", sendReceipt: false }, idempotencyKey: $key) {
    payment { id } userErrors { code } } }";

const INVOICES: &str = "query($organization: ID!) { organization(id: $organization) { invoices(first: 200) {
    totalCount pageInfo { hasNextPage } nodes {
        id number status isOverdue total { amount } balance { amount } processing { amount } title dueOn
        lines { description amount { amount } account { name } }
        property { name today paymentAccount { status } } unit { label balance { amount } residencies { kind } }
        resident { name residencies { kind } } feeQuotes { total { amount } } activePayment { id }
        payments { id status resident { name } allocations { amount { amount } invoice { number } } }
        timeline { kind actor } } } } }";
const UNITS: &str = "query($organization: ID!) { organization(id: $organization) { units(first: 200) {
    totalCount nodes { label property { name } primaryResident { name } balance { amount }
        residencies { kind unit { label balance { amount } } resident { name residencies { kind } } } } } } }";
const RESIDENTS: &str = "query($organization: ID!) { organization(id: $organization) { residents(first: 200) {
    totalCount nodes { name residencies { unit { label balance { amount } primaryResident { name } } } } } } }";
const PAYMENTS: &str = "query($organization: ID!) { organization(id: $organization) { payments(first: 200) {
    totalCount nodes { id status amount { amount } resident { name }
        allocations { amount { amount } invoice { number unit { label } lines { description } } } } } } }";
const PAYOUTS: &str = "query($property: ID!) { property(id: $property) { payouts(first: 200) {
    totalCount nodes { status amount { amount } items { kind net { amount }
        payment { id resident { name } allocations { invoice { number } } } } } } } }";
const PAYOUTS_OF_ORGANIZATION: &str = "query($organization: ID!) { organization(id: $organization) { payouts(first: 200) {
    totalCount nodes { status unexplained { amount } property { name } composition { kind count net { amount } }
        items { kind payment { id resident { name } allocations { invoice { number } } } } } } } }";
const TRANSACTIONS: &str = "query($organization: ID!) { organization(id: $organization) {
    transactionTotals { net { amount } } transactions(first: 200, filter: { from: \"2026-01-01\", search: \"m\" }) {
    totalCount nodes { kind recordedOn gross { amount } fee { amount } net { amount } paidOut { amount } property { name }
        payment { resident { name } allocations { invoice { number unit { label } } } } payout { processorId } } } } }";
const EVENTS: &str =
    "query($organization: ID!) { organization(id: $organization) { webhookEvents(first: 200) {
    totalCount nodes { kind status outcome property { name } } } } }";
const LEDGER: &str =
    "query($property: ID!) { property(id: $property) { ledgerAccounts { code balance { amount } }
    ledgerTransactions(first: 200) { totalCount nodes { sequence memo hash
        entries { account { name } debit { amount } credit { amount } } } } } }";
const TOTALS: &str = "query($organization: ID!) { organization(id: $organization) {
    invoiceTotals { all open { count amounts { amount } } overdue { count } } } }";
/// A resident's pages, each with one list, since what two lists both ask for below may be read together or not.
const OWN: [(&str, &str); 3] = [
    (
        "a resident's invoices",
        "{ viewer { balance { amount } invoices(first: 200) { totalCount nodes {
        number status balance { amount } processing { amount } lines { description } property { name }
        unit { label balance { amount } residencies { kind } } feeQuotes { total { amount } }
        payments { status allocations { amount { amount } } } timeline { kind } } } } }",
    ),
    (
        "a resident's payments",
        "{ viewer { payments(first: 200) { totalCount nodes { id total { amount }
        allocations { amount { amount } invoice { number unit { label balance { amount } } } } } } } }",
    ),
    (
        "a resident's homes",
        "{ viewer { residencies { kind resident { name }
        unit { label balance { amount } property { name } } } } }",
    ),
];

/// A community whose every home has an invoice with a part paid by hand; `cards` of them also pay online, in
/// as many payouts. The first home has an invoice for every home.
async fn community_with_payments(test: &TestApp, name: &str, homes: usize, cards: usize) -> Community {
    let community = test.connected_community(name, homes).await;
    let manager = test.sign_in(&community.manager).await;
    let mut input = draft(&community, 0, "100.00", name);
    input["input"]["allUnits"] = json!(true);
    let made = manager.mutate("invoiceCreate", CREATE, input).await;
    for number in 1..homes {
        let key = format!("{name} {number}");
        manager.mutate("invoiceCreate", CREATE, draft(&community, 0, "10.00", &key)).await;
    }
    let query = "mutation($id: ID!) { invoicePublishAll(input: { organizationId: $id, notify: false },
        idempotencyKey: \"all\") { billingRun { id } userErrors { code } } }";
    manager.mutate("invoicePublishAll", query, json!({ "id": community.organization_id() })).await;
    test.run_jobs().await;
    let ids: Vec<String> = made["invoices"].as_array().unwrap().iter().map(id).collect();
    let manager = &manager;
    let parts = ids.iter().map(|id| async move {
        manager.mutate("paymentRecordOffline", OFFLINE, json!({ "id": id, "key": id })).await
    });
    stream::iter(parts).buffer_unordered(4).collect::<Vec<_>>().await;
    for (home, invoice) in ids.iter().enumerate().take(cards) {
        let resident = test.sign_in(community.resident(home)).await;
        let variables = json!({ "ids": [invoice], "method": "CARD", "key": "card" });
        let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
        let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
        test.sandbox.stripe.pay_card(session).unwrap();
        // Every second payment is paid out together with the one before it.
        if home % 2 == 1 {
            test.sandbox.stripe.payouts_now(&test.stripe_account(&community).await).unwrap();
        }
    }
    test.run_jobs().await;
    community
}

fn id(row: &Value) -> String {
    row["id"].as_str().unwrap().to_owned()
}

/// Asks and counts; gives the statements and the longest list of the answer.
async fn count(test: &TestApp, client: &Client, query: &str, community: &Community) -> (u64, usize) {
    let variables =
        json!({ "organization": community.organization_id(), "property": community.property_id() });
    let before = test.app.db.statements();
    let data = client.execute(query, variables).await;
    (test.app.db.statements() - before, longest(&data))
}

fn longest(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(longest).max().unwrap_or(0).max(items.len()),
        Value::Object(fields) => fields.values().map(longest).max().unwrap_or(0),
        _ => 0,
    }
}

#[on_each_database]
async fn statement_count_does_not_grow_with_rows(test: &TestApp) {
    let (few, many) = (
        community_with_payments(test, "Few", 10, 2).await,
        community_with_payments(test, "Many", 200, 8).await,
    );
    let team = [
        ("invoices with everything below", INVOICES, (19, 200)),
        ("units with residents and balances", UNITS, (10, 200)),
        ("residents with units", RESIDENTS, (10, 200)),
        ("payments with invoices", PAYMENTS, (12, 200)),
        ("payouts with items", PAYOUTS, (2, 4)),
        ("payouts of the organization", PAYOUTS_OF_ORGANIZATION, (2, 4)),
        ("what moved", TRANSACTIONS, (10, 200)),
        ("what Stripe told", EVENTS, (0, 0)),
        ("ledger transactions with entries", LEDGER, (20, 200)),
        ("totals", TOTALS, (0, 0)),
    ];
    let mut grown = Vec::new();
    for (what, query, (least_few, least_many)) in team {
        let mut counted = Vec::new();
        for (community, least) in [(&few, least_few), (&many, least_many)] {
            for person in [&community.manager, &community.property_manager] {
                let client = test.sign_in(person).await;
                let (statements, rows) = count(test, &client, query, community).await;
                assert!(rows >= least, "{what}: only {rows} rows");
                counted.push((person.user.id == community.manager.user.id, statements, rows));
            }
        }
        println!("{what}: {counted:?} (manager of the organization, statements, rows)");
        // Two hundred rows asked for together may split one look-up in two; what grows with rows grows by many.
        if counted[0].1.abs_diff(counted[2].1) > 1 || counted[1].1.abs_diff(counted[3].1) > 1 {
            grown.push(what);
        }
    }
    for (what, query) in OWN {
        let mut own = Vec::new();
        for community in [&few, &many] {
            let client = test.sign_in(community.resident(0)).await;
            own.push(count(test, &client, query, community).await);
        }
        println!("{what}: {own:?} (statements, rows)");
        if own[0].0 != own[1].0 {
            grown.push(what);
        }
        if what == "a resident's invoices" {
            assert!(own[0].1 >= 10 && own[1].1 >= 200, "{own:?}");
        }
    }
    assert!(grown.is_empty(), "statements grow with rows: {grown:?}");
}
