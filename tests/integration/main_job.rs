//! An admin publishes, the resident is told and pays, Stripe confirms, the invoice is Paid, the payout is
//! explained.

use serde_json::json;
use support::community::{CHECKOUT, CREATE, PUBLISH, draft};
use support::{TestApp, on_each_database};

const DAY: i64 = 24 * 60 * 60;

#[on_each_database]
async fn a_card_payment_settles_the_invoice_and_the_payout_is_explained(test: &TestApp) {
    let community = test.connected_community("Sunny", 2).await;
    let invoice = test.published_invoice(&community, 0, "1200.00").await;
    test.run_jobs().await;
    let mail = test.sandbox.inbox.messages();
    assert_eq!(mail.len(), 1, "the resident is told once");
    assert_eq!(mail[0].to, vec![community.resident(0).user.email.clone()]);
    assert!(mail[0].text.as_deref().unwrap().contains("$1,200.00"), "{mail:?}");

    let resident = test.sign_in(community.resident(0)).await;
    let (payment, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;

    let seen = test.invoice(&resident, &invoice).await;
    assert_eq!((&seen["status"], &seen["balance"]["amount"]), (&json!("PAID"), &json!("0.00")));
    assert_eq!(seen["payments"], json!([{ "id": payment, "status": "SUCCEEDED" }]));
    let subjects: Vec<String> = test.sandbox.inbox.messages().into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects.len(), 4, "invoice, receipt, and a notice to each of the two managers: {subjects:?}");

    for _ in 0..6 {
        test.advance_time(DAY).await;
    }
    let manager = test.sign_in(&community.manager).await;
    let query = "query($id: ID!) { property(id: $id) {
            payouts(first: 5) { nodes { status amount { amount } items { kind gross { amount } fee { amount } net { amount }
                payment { id } } } }
            ledgerAccounts { code balance { amount } } } }";
    let property = manager.execute(query, json!({ "id": community.property_id() })).await["property"].clone();
    let payout = &property["payouts"]["nodes"][0];
    assert_eq!(payout["status"], "PAID", "{property:#}");
    assert_eq!(payout["amount"]["amount"], "1200.00");
    let item = &payout["items"][0];
    assert_eq!((&item["gross"]["amount"], &item["fee"]["amount"]), (&json!("1236.15"), &json!("36.15")));
    assert_eq!(item["payment"]["id"], json!(payment));
    let balance = |code: &str| {
        let accounts = property["ledgerAccounts"].as_array().unwrap();
        accounts.iter().find(|account| account["code"] == code).unwrap()["balance"]["amount"].clone()
    };
    assert_eq!(
        (balance("1000"), balance("1200"), balance("1100")),
        (json!("1200.00"), json!("0.00"), json!("0.00"))
    );
}

#[on_each_database]
async fn bank_debit_marks_invoice_paid_only_after_settlement(test: &TestApp) {
    let community = test.connected_community("Canal", 2).await;
    let invoice = test.published_invoice(&community, 1, "350.00").await;
    let resident = test.sign_in(community.resident(1)).await;
    let (_, session) = test.checkout(&resident, &invoice, "BANK").await;
    test.sandbox.stripe.pay_bank(&session).unwrap();
    test.run_jobs().await;

    let seen = test.invoice(&resident, &invoice).await;
    assert_eq!((&seen["status"], &seen["processing"]["amount"]), (&json!("OPEN"), &json!("350.00")));
    let variables = json!({ "ids": [invoice], "method": "CARD", "key": "again" });
    assert_eq!(
        resident.expect_user_errors("checkoutStart", CHECKOUT, variables).await,
        ["PAYMENT_IN_PROGRESS"]
    );

    test.advance_time(7 * DAY).await;
    // The session has ended meanwhile.
    let resident = test.sign_in(community.resident(1)).await;
    assert_eq!(test.invoice(&resident, &invoice).await["status"], "PAID");
    let french = test.sandbox.inbox.messages().into_iter().filter(|mail| {
        mail.to == vec![community.resident(1).user.email.clone()]
            && mail.text.as_deref().unwrap().contains("350,00")
    });
    assert_eq!(french.count(), 3, "the invoice, the transfer on its way and the receipt, in French");
}

#[on_each_database]
async fn idempotency_keys_prevent_duplicates(test: &TestApp) {
    let community = test.connected_community("Twice", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let variables = draft(&community, 0, "80.00", "create-once");
    let first = manager.mutate("invoiceCreate", CREATE, variables.clone()).await;
    let second = manager.mutate("invoiceCreate", CREATE, variables).await;
    assert_eq!(first["invoices"][0]["id"], second["invoices"][0]["id"]);
    let other = draft(&community, 0, "81.00", "create-once");
    assert_eq!(manager.expect_user_errors("invoiceCreate", CREATE, other).await, ["IDEMPOTENCY_KEY_REUSED"]);

    let id = first["invoices"][0]["id"].clone();
    let publish = json!({ "id": id, "notify": true, "key": "publish-once" });
    manager.mutate("invoicePublish", PUBLISH, publish.clone()).await;
    manager.mutate("invoicePublish", PUBLISH, publish).await;
    let again = json!({ "id": id, "notify": true, "key": "another" });
    assert_eq!(
        manager.expect_user_errors("invoicePublish", PUBLISH, again).await,
        ["INVOICE_ALREADY_PUBLISHED"]
    );
    test.run_jobs().await;
    assert_eq!(test.sandbox.inbox.messages().len(), 1);
}
