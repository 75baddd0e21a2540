//! Several invoices in one payment: what it costs, which of them can't be paid, and that nothing is half done.

use domain::payment::MAX_INVOICES_PER_PAYMENT;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use support::community::{CHECKOUT, CREATE, PUBLISH, draft};
use support::{Client, Community, TestApp, on_each_database};

use crate::invoices::{OFFLINE, VOID};

const DAY: i64 = 24 * 60 * 60;
const QUOTE: &str =
    "query($ids: [ID!]!, $amount: Decimal) { checkoutQuote(invoiceIds: $ids, amount: $amount) {
    payable { id } notPayable { id status activePayment { status } } balance { amount currency }
    feeQuotes { method available unavailableReason amount { amount } fee { amount } total { amount } } } }";

async fn quote(client: &Client, ids: &[&String]) -> Value {
    client.execute(QUOTE, json!({ "ids": ids })).await["checkoutQuote"].clone()
}

/// The code of a quote's error.
async fn quote_error_code(client: &Client, variables: Value) -> Value {
    let (_, _, body) = client.send(QUOTE, variables).await;
    assert!(
        body["errors"][0]["message"].as_str().unwrap().len() > 15,
        "an error says what is wrong: {body:#}"
    );
    body["errors"][0]["extensions"]["code"].clone()
}

fn ids(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

/// What one method costs: fee and total.
fn price<'a>(quote: &'a Value, method: &str) -> (&'a str, &'a str) {
    let of = quote["feeQuotes"].as_array().unwrap().iter().find(|quote| quote["method"] == method).unwrap();
    (of["fee"]["amount"].as_str().unwrap(), of["total"]["amount"].as_str().unwrap())
}

/// A published invoice with a due date.
async fn invoice_due_on(test: &TestApp, community: &Community, amount: &str, on: &str) -> String {
    let manager = test.sign_in(&community.manager).await;
    let mut input = draft(community, 0, amount, &format!("{amount} {on}"));
    input["input"]["dueOn"] = json!(on);
    let id = manager.mutate("invoiceCreate", CREATE, input).await["invoices"][0]["id"].clone();
    manager.mutate("invoicePublish", PUBLISH, json!({ "id": id, "notify": false, "key": id })).await;
    id.as_str().unwrap().to_owned()
}

#[on_each_database]
async fn multi_invoice_quote_matches_the_charge(test: &TestApp) {
    let community = test.connected_community("Together", 1).await;
    let late = invoice_due_on(test, &community, "300.00", "2026-12-03").await;
    let first = invoice_due_on(test, &community, "400.00", "2026-12-01").await;
    let second = invoice_due_on(test, &community, "500.00", "2026-12-02").await;
    let resident = test.sign_in(community.resident(0)).await;
    let quoted = quote(&resident, &[&late, &first, &second, &first]).await;
    assert_eq!(ids(&quoted["payable"]), [&first, &second, &late], "oldest due first, each once");
    assert_eq!(quoted["notPayable"], json!([]));
    assert_eq!(quoted["balance"], json!({ "amount": "1200.00", "currency": "USD" }));
    assert_eq!(price(&quoted, "CARD"), ("36.15", "1236.15"));
    assert_eq!(price(&quoted, "BANK"), ("5.00", "1205.00"));
    let mut alone = 0;
    for id in [&first, &second, &late] {
        let fee = price(&quote(&resident, &[id]).await, "CARD").0.replace('.', "");
        alone += fee.parse::<i64>().unwrap();
    }
    assert_eq!(alone, 3_677, "each by itself pays the fixed part again");

    let variables = json!({ "ids": [late, first, second], "method": "CARD", "key": "all" });
    let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
    assert_eq!(started["payment"]["fee"]["amount"], "36.15");
    assert_eq!(started["payment"]["total"]["amount"], "1236.15");
    // A page that is open stands in nobody's way: it makes room for another.
    assert_eq!(quote(&resident, &[&late, &first, &second]).await, quoted);
    let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
    test.sandbox.stripe.pay_card(session).unwrap();
    let events = test.sandbox.stripe.events();
    let done = events.iter().rev().find(|event| event.kind == "checkout.session.completed").unwrap().json();
    let back = done.pointer("/data/object/cancel_url").unwrap().as_str().unwrap();
    let (page, query) = back.split_once('?').unwrap();
    assert!(page.ends_with("/portal/pay") && query.ends_with("&cancelled=1"), "{back}");
    for id in [&late, &first, &second] {
        assert!(
            query.contains(id.as_str()),
            "whoever leaves the page comes back to the same invoices: {back}"
        );
    }
    test.run_jobs().await;
    let quoted = quote(&resident, &[&late, &first, &second]).await;
    assert_eq!(ids(&quoted["notPayable"]), [&first, &second, &late]);
    assert_eq!((&quoted["payable"], &quoted["feeQuotes"]), (&json!([]), &json!([])));
    assert_eq!(quoted["balance"]["amount"], "0.00");
}

#[on_each_database]
async fn partial_multi_invoice_quote_is_limited_to_the_balance(test: &TestApp) {
    let community = test.connected_community("Part", 1).await;
    let first = invoice_due_on(test, &community, "100.00", "2026-12-01").await;
    let second = invoice_due_on(test, &community, "200.00", "2026-12-02").await;
    let resident = test.sign_in(community.resident(0)).await;
    let of = |amount: &str| json!({ "ids": [first, second], "amount": amount });
    let quoted = resident.execute(QUOTE, of("150.00")).await["checkoutQuote"].clone();
    assert_eq!(quoted["balance"]["amount"], "300.00");
    assert_eq!(quoted["feeQuotes"][0]["amount"]["amount"], "150.00");
    for amount in ["0.99", "0", "-1", "300.01", "1.005", "much", ""] {
        assert_eq!(quote_error_code(&resident, of(amount)).await, "BAD_USER_INPUT", "{amount}");
    }
}

#[on_each_database]
async fn invoices_settled_meanwhile_are_listed_as_not_payable(test: &TestApp) {
    let community = test.connected_community("Meanwhile", 1).await;
    let mut all = Vec::new();
    for on in ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"] {
        all.push(invoice_due_on(test, &community, "50.00", on).await);
    }
    let [cheque, transfer, void, open] = [&all[0], &all[1], &all[2], &all[3]];
    let manager = test.sign_in(&community.manager).await;
    let resident = test.sign_in(community.resident(0)).await;
    manager
        .mutate("paymentRecordOffline", OFFLINE, json!({ "id": cheque, "amount": "50.00", "key": "c" }))
        .await;
    manager.mutate("invoiceVoid", VOID, json!({ "id": void, "reason": "Billed twice", "key": "v" })).await;
    let (_, session) = test.checkout(&resident, transfer, "BANK").await;
    test.sandbox.stripe.pay_bank(&session).unwrap();
    test.run_jobs().await;

    let quoted = quote(&resident, &[cheque, transfer, void, open]).await;
    assert_eq!(ids(&quoted["payable"]), [open]);
    assert_eq!(quoted["balance"]["amount"], "50.00", "what is owed on the one that is left");
    assert_eq!(
        quoted["notPayable"],
        json!([
            { "id": cheque, "status": "PAID", "activePayment": null },
            { "id": transfer, "status": "OPEN", "activePayment": { "status": "PROCESSING" } },
            { "id": void, "status": "VOID", "activePayment": null },
        ])
    );
    let (before, asked) = (test.snapshot().await, test.sandbox.stripe.requests().len());
    for (other, code) in
        [(cheque, "INVOICE_NOT_OPEN"), (transfer, "PAYMENT_IN_PROGRESS"), (void, "INVOICE_NOT_OPEN")]
    {
        let variables = json!({ "ids": [open, other], "method": "CARD", "key": other });
        assert_eq!(resident.expect_user_errors("checkoutStart", CHECKOUT, variables).await, [code]);
    }
    before.assert_unchanged(&test.snapshot().await);
    assert_eq!(test.sandbox.stripe.requests().len(), asked, "Stripe was not asked for anything");
    test.advance_time(7 * DAY).await;
}

#[on_each_database]
async fn invoices_must_share_a_property_and_respect_the_limit(test: &TestApp) {
    let here = test.connected_community("Here", 1).await;
    let there = test.connected_community("There", 1).await;
    // The same person lives in both.
    let person = here.resident(0).user.id;
    let rows = entity::resident::Entity::find()
        .filter(entity::resident::Column::UserId.eq(there.resident(0).user.id))
        .all(test.app.db.read())
        .await
        .unwrap();
    for row in rows {
        let mut row = row.into_active_model();
        row.user_id = Set(Some(person));
        row.update(test.app.db.write()).await.unwrap();
    }
    let a = invoice_due_on(test, &here, "10.00", "2026-12-01").await;
    let b = invoice_due_on(test, &there, "20.00", "2026-12-01").await;
    let resident = test.sign_in(here.resident(0)).await;
    for id in [&a, &b] {
        assert_eq!(ids(&quote(&resident, &[id]).await["payable"]), [id], "each by itself");
    }
    assert_eq!(quote_error_code(&resident, json!({ "ids": [a, b] })).await, "BAD_USER_INPUT");
    assert_eq!(quote_error_code(&resident, json!({ "ids": [] })).await, "BAD_USER_INPUT");
    let variables = json!({ "ids": [a, b], "method": "CARD", "key": "both" });
    assert_eq!(resident.expect_user_errors("checkoutStart", CHECKOUT, variables).await, ["NOT_FOUND"]);

    let mut many = vec![a.clone()];
    for index in 0..MAX_INVOICES_PER_PAYMENT {
        many.push(invoice_due_on(test, &here, &format!("{}.00", index + 1), "2026-12-05").await);
    }
    assert_eq!(quote_error_code(&resident, json!({ "ids": many })).await, "BAD_USER_INPUT");
    let pay =
        |ids: &[String]| json!({ "ids": ids, "method": "CARD", "key": format!("{} of them", ids.len()) });
    let before = test.snapshot().await;
    assert_eq!(resident.expect_user_errors("checkoutStart", CHECKOUT, pay(&many)).await, ["INVALID_VALUE"]);
    before.assert_unchanged(&test.snapshot().await);
    let started = resident.mutate("checkoutStart", CHECKOUT, pay(&many[1..])).await;
    assert!(started["redirectUrl"].is_string(), "so many are paid at once: {started:#}");
    assert_eq!(quote(&resident, &many[1..].iter().collect::<Vec<_>>()).await["balance"]["amount"], "210.00");

    // Whoever does not pay them learns nothing, nor does it matter that the others exist.
    for client in [test.sign_in(&here.manager).await, test.sign_in(there.resident(0)).await] {
        assert_eq!(quote(&client, &[&a]).await, Value::Null);
    }
    for other in [here.property_id(), "inv_nothing".to_owned()] {
        assert_eq!(quote(&resident, &[&a, &other]).await, Value::Null);
    }
    test.run_jobs().await;
}

#[on_each_database]
async fn property_without_payment_account_gives_the_reason(test: &TestApp) {
    let community = Community::build(&test.app, "Unconnected", 1).await;
    let first = invoice_due_on(test, &community, "10.00", "2026-12-01").await;
    let second = invoice_due_on(test, &community, "20.00", "2026-12-02").await;
    let resident = test.sign_in(community.resident(0)).await;
    let quoted = quote(&resident, &[&first, &second]).await;
    assert_eq!(ids(&quoted["payable"]).len(), 2);
    for quote in quoted["feeQuotes"].as_array().unwrap() {
        assert_eq!(
            (&quote["available"], &quote["unavailableReason"]),
            (&json!(false), &json!("PAYMENTS_NOT_CONNECTED"))
        );
    }
    test.run_jobs().await;
}

#[on_each_database]
async fn failed_multi_invoice_bank_debit_email_links_to_all_invoices(test: &TestApp) {
    let community = test.connected_community("Bounced", 1).await;
    let first = invoice_due_on(test, &community, "40.00", "2026-12-01").await;
    let second = invoice_due_on(test, &community, "60.00", "2026-12-02").await;
    let resident = test.sign_in(community.resident(0)).await;
    let variables = json!({ "ids": [second, first], "method": "BANK", "key": "both" });
    let started = resident.mutate("checkoutStart", CHECKOUT, variables).await;
    let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap();
    test.sandbox.stripe.fail_bank(session).unwrap();
    test.run_jobs().await;
    let resident = test.sign_in(community.resident(0)).await;
    assert_eq!(quote(&resident, &[&first, &second]).await["payable"], json!([]), "both are on their way");
    test.advance_time(7 * DAY).await;
    let resident = test.sign_in(community.resident(0)).await;
    assert_eq!(
        ids(&quote(&resident, &[&first, &second]).await["payable"]),
        [&first, &second],
        "both are owed again"
    );
    let mails = test.sandbox.inbox.messages();
    let link = format!("/portal/pay?invoices={first},{second}");
    let about = |mail: &&sandbox::Message| mail.text.as_deref().is_some_and(|text| text.contains(&link));
    assert_eq!(mails.iter().filter(about).count(), 1, "the mail about the failure leads to both");
}
