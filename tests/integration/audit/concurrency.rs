//! Many at once: whoever writes to the trail waits for the one before, nobody waits for ever, and the chain is whole.

use futures::future::join_all;
use serde_json::{Value, json};
use support::community::{CREATE, PUBLISH, draft};
use support::identity::PASSWORD;
use support::{Community, TestApp, on_each_database};

const RECORD: &str = "mutation($id: ID!, $key: String!) { paymentRecordOffline(idempotencyKey: $key, input: {
    invoiceId: $id,
    method: CASH, amount: \"1.00\", receivedOn: \"2026-11-02\", sendReceipt: false }) { payment { id }
    userErrors { code } } }";

#[on_each_database]
async fn concurrent_writes_keep_the_chain_intact(test: &TestApp) {
    let community = Community::build(&test.app, "Crowd", 4).await;
    let (managing, id) = (test.sign_in(&community.manager).await, community.organization_id());
    test.give_password(&community.property_manager, PASSWORD).await;
    let (_, key) =
        test.api_key(&managing, &id, &["INVOICES_WRITE", "INVOICES_READ", "PROPERTIES_READ"]).await;
    let program = test.anonymous().with_api_key(&key);
    let create = |number: usize| {
        let caller = if number.is_multiple_of(2) { &managing } else { &program };
        caller.mutate("invoiceCreate", CREATE, draft(&community, number % 4, "10.00", &format!("c{number}")))
    };
    let first = join_all((0..20).map(create)).await;
    let ids: Vec<Value> = first.iter().map(|made| made["invoices"][0]["id"].clone()).collect();
    let publish = |(number, id): (usize, &Value)| {
        let caller = if number.is_multiple_of(2) { &managing } else { &program };
        caller.mutate(
            "invoicePublish",
            PUBLISH,
            json!({ "id": id, "notify": false, "key": format!("p{number}") }),
        )
    };
    let published = join_all(ids[..10].iter().enumerate().map(publish)).await;
    assert_eq!(published.len(), 10);
    // Publishing, paying, creating and signing in, all of which end in the same chain.
    let publishing = join_all(ids[10..].iter().enumerate().map(|(number, id)| publish((number + 10, id))));
    let paying = join_all(ids[..10].iter().enumerate().map(|(number, id)| {
        managing.mutate("paymentRecordOffline", RECORD, json!({ "id": id, "key": format!("r{number}") }))
    }));
    let creating = join_all((20..30).map(create));
    let email = community.property_manager.user.email.as_str();
    let entering = join_all((0..5).map(|_| test.sign_in_by_password(email, PASSWORD)));
    let (published, paid, created, entered) = futures::join!(publishing, paying, creating, entering);
    assert_eq!((published.len(), paid.len(), created.len(), entered.len()), (10, 10, 10, 5));
    test.run_jobs().await;

    let (covered, problems) = application::audit::verify(&test.app).await.unwrap();
    assert_eq!(problems, Vec::<String>::new());
    let trail = test.audit_events(&managing, &id, json!({ "category": "MONEY" })).await;
    let count = |action: &str| trail.iter().filter(|event| event["action"] == action).count();
    assert_eq!(
        ["INVOICE_CREATED", "INVOICE_PUBLISHED", "PAYMENT_RECORDED"].map(count),
        [30, 20, 10],
        "of {covered}"
    );
    let published = trail.iter().filter(|event| event["action"] == "INVOICE_PUBLISHED");
    let changes = published.flat_map(|event| event["changes"].as_array().unwrap());
    let numbers =
        changes.filter(|change| change["name"] == "number").map(|change| change["after"].as_str().unwrap());
    let mut numbers: Vec<&str> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!((numbers.len(), numbers[0], numbers[19]), (20, "1001", "1020"), "none is lost or given twice");
}
