//! What moved: the list with its filters and sums, and the file made of it.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use support::{Client, Community, CommunityFixture, TestApp, on_each_database};

use crate::invoices::OFFLINE;

const DAY: i64 = 24 * 60 * 60;

const LIST: &str = "query($id: ID!, $filter: TransactionFilter, $first: Int, $after: String) {
    organization(id: $id) {
    transactions(first: $first, after: $after, filter: $filter) { totalCount pageInfo { hasNextPage endCursor } nodes {
        kind recordedOn gross { amount } fee { amount } net { amount } paidOut { amount } property { name } memo
        payment { id method resident { name } allocations { invoice { number } } } payout { id } } }
    transactionTotals(filter: $filter) {
        gross { amount currency } fees { amount } net { amount } paidOut { amount } } } }";
const REVERSE: &str = "mutation($id: ID!) { paymentReverseOffline(id: $id, input: { reason: \"Bounced\" },
    idempotencyKey: \"reverse\") { payment { status } userErrors { code } } }";

async fn list(client: &Client, community: &Community, filter: Value) -> Value {
    let variables = json!({ "id": community.organization_id(), "filter": filter, "first": 100 });
    client.execute(LIST, variables).await["organization"].clone()
}

fn kinds(data: &Value) -> Vec<&str> {
    data["transactions"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["kind"].as_str().unwrap())
        .collect()
}

/// A card payment of 1,200.00 and its payout, and a cheque of 80.00 that bounced.
async fn create_transactions(test: &TestApp, community: &Community) {
    let manager = test.sign_in(&community.manager).await;
    let invoice = test.published_invoice(community, 0, "1200.00").await;
    let resident = test.sign_in(community.resident(0)).await;
    let (_, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    test.clock.advance(60);
    let invoice = test.published_invoice(community, 1, "80.00").await;
    let record = json!({ "id": invoice, "amount": "80.00", "key": "cheque" });
    let cheque = manager.mutate("paymentRecordOffline", OFFLINE, record).await["payment"]["id"].clone();
    test.clock.advance(60);
    manager.mutate("paymentReverseOffline", REVERSE, json!({ "id": cheque })).await;
    test.clock.advance(DAY);
    test.sandbox.stripe.advance(0);
    test.sandbox.stripe.payouts_now(&test.stripe_account(community).await).ok();
    test.run_jobs().await;
    test.clock.advance(60);
}

async fn export_csv(client: &Client, query: &str) -> (StatusCode, String) {
    let path = format!("/admin/export/transactions.csv?{query}");
    let answer = client.request(Method::GET, &path).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[on_each_database]
async fn lists_transactions_with_gross_fee_and_net(test: &TestApp) {
    let community = test.connected_community("Moved", 2).await;
    create_transactions(test, &community).await;
    let manager = test.sign_in(&community.manager).await;
    let data = list(&manager, &community, json!({})).await;
    assert_eq!(kinds(&data), ["PAYOUT", "OFFLINE_REVERSAL", "OFFLINE_PAYMENT", "ONLINE_PAYMENT"]);
    let nodes = data["transactions"]["nodes"].as_array().unwrap();
    let online = &nodes[3];
    let amounts = |node: &Value| {
        ["gross", "fee", "net", "paidOut"].map(|name| node[name]["amount"].as_str().unwrap_or("").to_owned())
    };
    assert_eq!(amounts(online), ["1236.15", "36.15", "1200.00", ""]);
    assert_eq!(online["payment"]["resident"]["name"], "Marcus Moved 0");
    assert_eq!(online["recordedOn"], "2026-11-02");
    assert_eq!(amounts(&nodes[2]), ["80.00", "0.00", "80.00", ""]);
    assert_eq!(amounts(&nodes[1]), ["-80.00", "0.00", "-80.00", ""]);
    assert_eq!(amounts(&nodes[0]), ["", "", "", "1200.00"]);
    assert!(nodes[0]["payout"]["id"].as_str().unwrap().starts_with("po_"));
    assert_eq!(
        data["transactionTotals"],
        json!([{
            "gross": { "amount": "1236.15", "currency": "USD" }, "fees": { "amount": "36.15" },
            "net": { "amount": "1200.00" }, "paidOut": { "amount": "1200.00" },
        }])
    );
}

#[on_each_database]
async fn filters_apply_to_list_and_totals(test: &TestApp) {
    let community = test.connected_community("Sieve", 2).await;
    create_transactions(test, &community).await;
    let manager = test.sign_in(&community.manager).await;
    let property = community.property_id();
    for (filter, expected, net) in [
        (json!({ "kinds": ["ONLINE_PAYMENT"] }), vec!["ONLINE_PAYMENT"], "1200.00"),
        (json!({ "kinds": ["PAYOUT", "PAYOUT_FAILED"] }), vec!["PAYOUT"], "0.00"),
        (json!({ "method": "CHEQUE" }), vec!["OFFLINE_REVERSAL", "OFFLINE_PAYMENT"], "0.00"),
        (json!({ "search": "marcus" }), vec!["ONLINE_PAYMENT"], "1200.00"),
        (json!({ "search": "102" }), vec!["OFFLINE_REVERSAL", "OFFLINE_PAYMENT"], "0.00"),
        (json!({ "search": "no. 17" }), vec!["OFFLINE_REVERSAL", "OFFLINE_PAYMENT"], "0.00"),
        (json!({ "search": "INV-1001" }), vec!["ONLINE_PAYMENT"], "1200.00"),
        (json!({ "search": "100%_" }), vec![], ""),
        (
            json!({ "to": "2026-11-02" }),
            vec!["OFFLINE_REVERSAL", "OFFLINE_PAYMENT", "ONLINE_PAYMENT"],
            "1200.00",
        ),
        (json!({ "from": "2026-11-03" }), vec!["PAYOUT"], "0.00"),
        (json!({ "from": "2026-11-04" }), vec![], ""),
        (json!({ "to": "9999-12-31", "kinds": ["PAYOUT"] }), vec!["PAYOUT"], "0.00"),
        (json!({ "propertyId": property, "kinds": ["REFUND"] }), vec![], ""),
        (json!({ "propertyId": community.organization_id() }), vec![], ""),
    ] {
        let data = list(&manager, &community, filter.clone()).await;
        assert_eq!(kinds(&data), expected, "{filter}");
        assert_eq!(data["transactions"]["totalCount"], expected.len(), "{filter}");
        let totals = data["transactionTotals"].as_array().unwrap();
        assert_eq!(
            totals.first().map_or("", |total| total["net"]["amount"].as_str().unwrap()),
            net,
            "{filter}"
        );
    }
    let first = json!({ "id": community.organization_id(), "first": 3 });
    let page = manager.execute(LIST, first).await["organization"]["transactions"].clone();
    let after = json!({ "id": community.organization_id(), "first": 3,
            "after": page["pageInfo"]["endCursor"] });
    let rest = manager.execute(LIST, after).await["organization"].clone();
    assert_eq!(kinds(&rest), ["ONLINE_PAYMENT"]);
}

#[on_each_database]
async fn csv_export_matches_the_list(test: &TestApp) {
    let community = test.connected_community("File", 2).await;
    create_transactions(test, &community).await;
    let manager = test.sign_in(&community.manager).await;
    let organization = format!("organization={}", community.organization_id());
    let path = format!(
        "/admin/export/transactions.csv?{organization}&property={}&from=2026-11-01&to=2026-11-30",
        community.property_id()
    );
    let answer = manager.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert!(header("content-type").starts_with("text/csv; charset=utf-8"));
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"transactions-file-2026-11-01-2026-11-30.csv\""
    );
    assert_eq!(header("cache-control"), "no-store");
    let body = answer.bytes().await.unwrap();
    assert!(body.starts_with(b"\xef\xbb\xbf"), "a byte order mark");
    let text = String::from_utf8(body.to_vec()).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
    assert_eq!(
        lines[0],
        "Date,Kind,Property,Unit,Payer,Invoices,Method,Reference,Amount,Fee,Net,Deposited,\
            Currency,Transaction"
    );
    assert_eq!(lines.len(), 6, "a head, four lines and an end: {text}");
    assert!(lines[1].starts_with("2026-11-03,Deposit,File,,,,,po_"), "{}", lines[1]);
    assert!(lines[1].contains(",,,,1200.00,USD,txn_"), "{}", lines[1]);
    assert!(
        lines[4].starts_with("2026-11-02,Online payment,File,101,Marcus File 0,INV-1001,"),
        "{}",
        lines[4]
    );
    assert!(lines[4].contains(",1236.15,36.15,1200.00,,USD,txn_"), "{}", lines[4]);
    assert!(lines[3].contains(",No. 17,80.00,0.00,80.00,,USD,"), "{}", lines[3]);

    let (_, french) = export_csv(&manager, &format!("{organization}&language=fr&kinds=payout")).await;
    assert!(french.contains("Date,Type,") && french.contains(",Dépôt,"), "{french}");
    assert_eq!(french.split("\r\n").count(), 3, "{french}");
}

#[on_each_database]
async fn csv_export_requires_ledger_access(test: &TestApp) {
    let fixture = CommunityFixture::build(test, "Oldtown").await;
    let other = CommunityFixture::build(test, "Elsewhere").await;
    let community = &fixture.community;
    let organization = format!("organization={}", community.organization_id());
    assert_eq!(export_csv(&test.anonymous(), &organization).await.0, StatusCode::UNAUTHORIZED);
    for person in [community.resident(0), &other.community.manager] {
        let client = test.sign_in(person).await;
        assert_eq!(export_csv(&client, &organization).await.0, StatusCode::NOT_FOUND);
    }
    let manager = test.sign_in(&community.manager).await;
    let foreign = format!("{organization}&property={}", other.community.property_id());
    assert_eq!(export_csv(&manager, &foreign).await.0, StatusCode::NOT_FOUND);
    let pat = test.sign_in(&community.property_manager).await;
    assert_eq!(export_csv(&pat, &organization).await.0, StatusCode::OK);

    let books = fixture.api_client(test, &["LEDGER_READ"], None).await;
    let (status, text) = export_csv(&books, &organization).await;
    assert_eq!(status, StatusCode::OK);
    assert!(text.contains("Online payment"), "{text}");
    assert!(!text.contains("Marcus") && !text.contains("INV-"), "names nobody: {text}");
    let blind = fixture.api_client(test, &["PROPERTIES_READ"], None).await;
    assert_eq!(export_csv(&blind, &organization).await.0, StatusCode::NOT_FOUND);
    assert_eq!(
        export_csv(&Client::for_api_key(&test.site, "nothing"), &organization).await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[on_each_database]
async fn invalid_export_parameters_are_rejected(test: &TestApp) {
    let community = test.connected_community("Nonsense", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let organization = format!("organization={}", community.organization_id());
    for query in [
        "",
        "organization=",
        "organization=1",
        "organization=prop_01jd4w8h2qf3v9n6c0r5t7x8yz",
        &format!("{organization}&kinds=theft"),
        &format!("{organization}&method=gold"),
        &format!("{organization}&from=yesterday"),
        &format!("{organization}&to=2026-02-30"),
        &format!("{organization}&property=x"),
        &format!("{organization}&colour=red"),
    ] {
        assert_eq!(export_csv(&manager, query).await.0, StatusCode::BAD_REQUEST, "{query}");
    }
    let empty = export_csv(&manager, &format!("{organization}&property=&kinds=&method=&search=")).await;
    assert_eq!(empty.0, StatusCode::OK);
    let post = manager.request(Method::POST, &format!("/admin/export/transactions.csv?{organization}"));
    assert_eq!(post.send().await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
}
