//! What can happen to invoices beside the straight way: many at once, voids, drafts that go, mail once more,
//! totals. What can happen to payments is in `payments`.

use std::collections::BTreeSet;

use futures::future::join_all;
use serde_json::{Value, json};
use support::community::{CHECKOUT, CREATE, PUBLISH, draft};
use support::{Client, Community, TestApp, on_each_database};
use worker::WorkerSettings;
use worker::run_due_jobs;

const DAY: i64 = 24 * 60 * 60;

const PUBLISH_ALL: &str = "mutation($id: ID!, $notify: Boolean!, $key: String!) {
    invoicePublishAll(input: { organizationId: $id, notify: $notify }, idempotencyKey: $key) {
        billingRun { id status total published failed } userErrors { code } } }";
const RUN: &str = "query($id: ID!) { billingRun(id: $id) {
    status total published failed failures { code invoice { id } } } }";
const NUMBERS: &str = "query($id: ID!) { organization(id: $id) {
    invoices(first: 200) { nodes { id number status } totalCount } } }";
/// Voids an invoice.
pub(crate) const VOID: &str = "mutation($id: ID!, $reason: String!, $key: String!) {
    invoiceVoid(id: $id, input: { reason: $reason }, idempotencyKey: $key) {
        invoice { status balance { amount } voidReason } userErrors { code field } } }";
const DISCARD: &str = "mutation($id: ID!) { invoiceDiscard(id: $id) { discardedId userErrors { code } } }";
/// Records a cheque.
pub(crate) const OFFLINE: &str = "mutation($id: ID!, $amount: Decimal!, $key: String!) {
    paymentRecordOffline(input: { invoiceId: $id, method: CHEQUE, amount: $amount, receivedOn: \"2026-11-02\",
        reference: \"No. 17\" }, idempotencyKey: $key) {
        payment { id status } invoice { status balance { amount } } userErrors { code field } } }";
const LEDGER: &str = "query($id: ID!) { property(id: $id) { ledgerAccounts { code balance { amount } } } }";
/// Drafts for every unit of a community; gives their ids.
async fn drafts(manager: &Client, community: &Community, amount: &str) -> Vec<String> {
    let mut input = draft(community, 0, amount, &format!("all {amount}"));
    input["input"]["allUnits"] = json!(true);
    let made = manager.mutate("invoiceCreate", CREATE, input).await;
    let rows = made["invoices"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// Numbers of an organization's invoices without their prefix, in order.
async fn numbers(manager: &Client, community: &Community) -> Vec<u32> {
    let data = manager.execute(NUMBERS, json!({ "id": community.organization_id() })).await;
    let nodes = data["organization"]["invoices"]["nodes"].as_array().unwrap().clone();
    let number = |node: &Value| Some(node["number"].as_str()?.strip_prefix("INV-")?.parse().unwrap());
    let mut numbers: Vec<u32> = nodes.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers
}

/// The balance of an account of the property's books.
pub(crate) async fn ledger(test: &TestApp, community: &Community, code: &str) -> String {
    let manager = test.sign_in(&community.manager).await;
    let data = manager.execute(LEDGER, json!({ "id": community.property_id() })).await;
    let accounts = data["property"]["ledgerAccounts"].as_array().unwrap().clone();
    let account = accounts.iter().find(|account| account["code"] == code).unwrap();
    account["balance"]["amount"].as_str().unwrap().to_owned()
}

#[on_each_database]
async fn billing_run_reports_progress_and_failures(test: &TestApp) {
    let community = test.connected_community("Sixty", 60).await;
    let manager = test.sign_in(&community.manager).await;
    let ids = drafts(&manager, &community, "100.00").await;
    assert_eq!(ids.len(), 60);
    let all = json!({ "id": community.organization_id(), "notify": true, "key": "all" });
    let started = manager.mutate("invoicePublishAll", PUBLISH_ALL, all.clone()).await["billingRun"].clone();
    assert_eq!((&started["status"], &started["total"]), (&json!("RUNNING"), &json!(60)));
    let again = manager.mutate("invoicePublishAll", PUBLISH_ALL, all).await;
    assert_eq!(again["billingRun"]["id"], started["id"], "the same key starts no second run");

    // Somebody publishes one by hand before the run comes to it.
    let by_hand = json!({ "id": ids[30], "notify": false, "key": "by hand" });
    manager.mutate("invoicePublish", PUBLISH, by_hand).await;
    let run = json!({ "id": started["id"] });
    assert_eq!(run_due_jobs(&test.app, WorkerSettings::default()).await.unwrap(), 1);
    let half = manager.execute(RUN, run.clone()).await["billingRun"].clone();
    let so_far = half["published"].as_u64().unwrap() + half["failed"].as_u64().unwrap();
    assert_eq!((&half["status"], so_far), (&json!("RUNNING"), 25), "a batch of the sixty");
    test.run_jobs().await;
    let done = manager.execute(RUN, run).await["billingRun"].clone();
    assert_eq!(
        (&done["status"], &done["published"], &done["failed"]),
        (&json!("DONE"), &json!(59), &json!(1))
    );
    let failure = json!([{ "code": "INVOICE_ALREADY_PUBLISHED", "invoice": { "id": ids[30] } }]);
    assert_eq!(done["failures"], failure);

    assert_eq!(numbers(&manager, &community).await, (1001..=1060).collect::<Vec<u32>>());
    let response: BTreeSet<String> =
        test.sandbox.inbox.messages().into_iter().flat_map(|mail| mail.to).collect();
    assert_eq!((response.len(), test.sandbox.inbox.messages().len()), (59, 59), "each resident is told once");
    let none = json!({ "id": community.organization_id(), "notify": true, "key": "none" });
    assert_eq!(
        manager.expect_user_errors("invoicePublishAll", PUBLISH_ALL, none).await,
        ["NOTHING_TO_PUBLISH"]
    );
}

#[on_each_database]
async fn concurrent_publishing_leaves_no_number_gap(test: &TestApp) {
    let community = test.connected_community("Rush", 24).await;
    let manager = test.sign_in(&community.manager).await;
    let ids = drafts(&manager, &community, "50.00").await;
    let each = ids.iter().map(|id| {
        let variables = json!({ "id": id, "notify": false, "key": id });
        manager.mutate("invoicePublish", PUBLISH, variables)
    });
    join_all(each).await;
    assert_eq!(numbers(&manager, &community).await, (1001..=1024).collect::<Vec<u32>>());
    assert_eq!(ledger(test, &community, "1100").await, "1200.00");
}

#[on_each_database]
async fn concurrent_publish_of_one_draft_succeeds_once(test: &TestApp) {
    let community = test.connected_community("Both", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let other = test.sign_in(&community.property_manager).await;
    let id = drafts(&manager, &community, "50.00").await.remove(0);
    let publish = |client: Client, key: &str| {
        let variables = json!({ "id": id, "notify": true, "key": key });
        async move { client.execute(PUBLISH, variables).await["invoicePublish"]["userErrors"].clone() }
    };
    let (first, second) = futures::join!(publish(manager.clone(), "a"), publish(other, "b"));
    let lost = if first == json!([]) { second } else { first };
    assert_eq!(lost[0]["code"], "INVOICE_ALREADY_PUBLISHED");
    assert_eq!(numbers(&manager, &community).await, [1001]);

    // A double click: the same key twice at once, and both are told the same.
    let id = test.app.new_uuid().to_string();
    let variables = draft(&community, 0, "60.00", &id);
    let made = manager.mutate("invoiceCreate", CREATE, variables).await["invoices"][0]["id"].clone();
    let click = json!({ "id": made, "notify": true, "key": "click" });
    let clicks = (0..4).map(|_| manager.mutate("invoicePublish", PUBLISH, click.clone()));
    let response = join_all(clicks).await;
    assert!(response.iter().all(|payload| payload["invoice"]["number"] == "INV-1002"), "{response:#?}");
    test.run_jobs().await;
    assert_eq!(test.sandbox.inbox.messages().len(), 2, "one mail for each invoice");
}

#[on_each_database]
async fn void_reverses_the_posting(test: &TestApp) {
    let community = test.connected_community("Void", 1).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    assert_eq!(ledger(test, &community, "4000").await, "80.00");
    let manager = test.sign_in(&community.manager).await;
    let void = |reason: &str, key: &str| json!({ "id": invoice, "reason": reason, "key": key });
    assert_eq!(manager.expect_user_errors("invoiceVoid", VOID, void(" ", "empty")).await, ["REQUIRED"]);
    let payload = manager.mutate("invoiceVoid", VOID, void("Billed twice", "void")).await;
    assert_eq!(
        (&payload["invoice"]["status"], &payload["invoice"]["voidReason"]),
        (&json!("VOID"), &json!("Billed twice"))
    );
    assert_eq!(
        (ledger(test, &community, "1100").await, ledger(test, &community, "4000").await),
        ("0.00".into(), "0.00".into())
    );
    assert_eq!(
        manager.expect_user_errors("invoiceVoid", VOID, void("Again", "again")).await,
        ["INVOICE_NOT_OPEN"]
    );
    let resident = test.sign_in(community.resident(0)).await;
    let pay = json!({ "ids": [invoice], "method": "CARD", "key": "pay" });
    assert_eq!(resident.expect_user_errors("checkoutStart", CHECKOUT, pay).await, ["INVOICE_NOT_OPEN"]);

    let paid = test.published_invoice(&community, 0, "30.00").await;
    test.run_jobs().await;
    test.checkout(&resident, &paid, "CARD").await;
    let under_way = json!({ "id": paid, "reason": "No", "key": "under way" });
    assert_eq!(manager.expect_user_errors("invoiceVoid", VOID, under_way).await, ["INVOICE_HAS_PAYMENTS"]);
    let part = json!({ "id": paid, "amount": "10.00", "key": "part" });
    manager.mutate("paymentRecordOffline", OFFLINE, part).await;
    let with_money = json!({ "id": paid, "reason": "No", "key": "with money" });
    assert_eq!(manager.expect_user_errors("invoiceVoid", VOID, with_money).await, ["INVOICE_HAS_PAYMENTS"]);
    test.run_jobs().await;
}

#[on_each_database]
async fn only_drafts_can_be_discarded(test: &TestApp) {
    let community = test.connected_community("Draft", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let id = drafts(&manager, &community, "10.00").await.remove(0);
    manager.mutate("invoiceDiscard", DISCARD, json!({ "id": id })).await;
    assert_eq!(test.invoice(&manager, &id).await, Value::Null);
    assert_eq!(
        manager.expect_user_errors("invoiceDiscard", DISCARD, json!({ "id": id })).await,
        ["NOT_FOUND"]
    );
    let open = test.published_invoice(&community, 0, "10.00").await;
    assert_eq!(
        manager.expect_user_errors("invoiceDiscard", DISCARD, json!({ "id": open })).await,
        ["INVOICE_NOT_DRAFT"]
    );
    assert_eq!(numbers(&manager, &community).await, [1001], "a discarded draft took no number");
    test.run_jobs().await;
}

#[on_each_database]
async fn publish_with_stale_version_is_rejected(test: &TestApp) {
    let community = test.connected_community("Version", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let id = drafts(&manager, &community, "10.00").await.remove(0);
    let query = "mutation($id: ID!, $version: Int!) { invoicePublish(id: $id,
            input: { notify: false, expectedVersion: $version }, idempotencyKey: \"v\") {
            invoice { status } userErrors { code } } }";
    let stale = json!({ "id": id, "version": 2 });
    assert_eq!(manager.expect_user_errors("invoicePublish", query, stale).await, ["VERSION_CONFLICT"]);
    manager.mutate("invoicePublish", query, json!({ "id": id, "version": 1 })).await;
}

#[on_each_database]
async fn invoice_email_is_resent_on_request(test: &TestApp) {
    let community = test.connected_community("Resend", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let query = "mutation($id: ID!, $key: String!) { invoiceEmailResend(id: $id, idempotencyKey: $key) {
            invoice { id timeline { kind } } userErrors { code } } }";
    let id = drafts(&manager, &community, "10.00").await.remove(0);
    let resend = |key: &str| json!({ "id": id, "key": key });
    assert_eq!(
        manager.expect_user_errors("invoiceEmailResend", query, resend("draft")).await,
        ["INVOICE_NOT_OPEN"]
    );
    manager.mutate("invoicePublish", PUBLISH, json!({ "id": id, "notify": false, "key": "p" })).await;
    test.run_jobs().await;
    assert!(test.sandbox.inbox.messages().is_empty(), "publishing without telling");
    for key in ["one", "one", "two"] {
        manager.mutate("invoiceEmailResend", query, resend(key)).await;
        test.run_jobs().await;
    }
    let mail = test.sandbox.inbox.messages();
    assert_eq!(mail.len(), 2, "the same key sends nothing new");
    assert_ne!(mail[0].message_id, mail[1].message_id);
}

#[on_each_database]
async fn invoice_totals_by_status(test: &TestApp) {
    let community = test.connected_community("Totals", 1).await;
    let manager = test.sign_in(&community.manager).await;
    drafts(&manager, &community, "5.00").await;
    test.published_invoice(&community, 0, "20.00").await;
    let paid = test.published_invoice(&community, 0, "40.00").await;
    let voided = test.published_invoice(&community, 0, "80.00").await;
    let moving = test.published_invoice(&community, 0, "160.00").await;
    test.run_jobs().await;
    manager
        .mutate("paymentRecordOffline", OFFLINE, json!({ "id": paid, "amount": "40.00", "key": "p" }))
        .await;
    manager.mutate("invoiceVoid", VOID, json!({ "id": voided, "reason": "No", "key": "v" })).await;
    let resident = test.sign_in(community.resident(0)).await;
    let (_, session) = test.checkout(&resident, &moving, "BANK").await;
    test.sandbox.stripe.pay_bank(&session).unwrap();
    test.run_jobs().await;
    let query = "query($id: ID!) { organization(id: $id) { invoiceTotals { all paid void oldestOverdueDays
            draft { count amounts { amount } } open { count amounts { amount } } overdue { count amounts { amount } }
            processing { count amounts { amount } } paidThisMonth { count amounts { amount } }
            billedThisMonth { amount } } } }";
    let bucket = |count: u32, amount: &str| json!({ "count": count, "amounts": [{ "amount": amount }] });
    let totals = manager.execute(query, json!({ "id": community.organization_id() })).await;
    let totals = &totals["organization"]["invoiceTotals"];
    assert_eq!(totals["draft"], bucket(1, "5.00"));
    assert_eq!(totals["open"], bucket(2, "180.00"));
    assert_eq!(totals["overdue"], bucket(0, "0.00"));
    assert_eq!(totals["processing"], bucket(1, "160.00"));
    assert_eq!(totals["paidThisMonth"], bucket(1, "40.00"));
    assert_eq!((&totals["all"], &totals["paid"], &totals["void"]), (&json!(5), &json!(1), &json!(1)));
    assert_eq!(totals["oldestOverdueDays"], Value::Null);

    // The due date is over in New York when 2 December begins there.
    test.advance_time(7 * DAY).await;
    test.advance_time(24 * DAY).await;
    let manager = test.sign_in(&community.manager).await;
    let totals = manager.execute(query, json!({ "id": community.organization_id() })).await;
    let totals = &totals["organization"]["invoiceTotals"];
    assert_eq!(totals["overdue"], bucket(1, "20.00"));
    assert_eq!(totals["oldestOverdueDays"], 2);
    assert_eq!(totals["paidThisMonth"], bucket(0, "0.00"), "a new month");
    assert_eq!(totals["processing"], bucket(0, "0.00"));
}
