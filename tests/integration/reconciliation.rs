//! Whether everything agrees, and what does not: the books with Stripe's balance, with themselves and with invoices,
//! fees, transfers, payouts and events.

use domain::id::InvoiceId;
use domain::payment::PaymentMethod;
use entity::{invoice, payment, payout, webhook_event};
use sandbox::Outage;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use support::{Community, TestApp, on_each_database};
use worker::sweep;

const DAY: i64 = 24 * 60 * 60;

const CHECK: &str = "mutation($id: ID!) { reconciliationCheck(propertyId: $id) {
    property { reconciliation { checkedAt isReconciled ledgerBalance { amount } available { amount } pending { amount }
        inTransit { amount } findings { kind detail day expected { amount } actual { amount }
            payment { id } invoice { id } payout { id } webhookEvent { id kind } } } }
    userErrors { code } } }";
const LAST: &str =
    "query($id: ID!) { property(id: $id) { reconciliation { isReconciled checkedAt findings { kind } } } }";

async fn check(test: &TestApp, community: &Community) -> Value {
    let manager = test.sign_in(&community.manager).await;
    let payload =
        manager.mutate("reconciliationCheck", CHECK, json!({ "id": community.property_id() })).await;
    payload["property"]["reconciliation"].clone()
}

fn kinds(checked: &Value) -> Vec<&str> {
    checked["findings"].as_array().unwrap().iter().map(|finding| finding["kind"].as_str().unwrap()).collect()
}

async fn paid(test: &TestApp, community: &Community, home: usize, method: &str) -> String {
    let invoice = test.published_invoice(community, home, "100.00").await;
    let resident = test.sign_in(community.resident(home)).await;
    let (_, session) = test.checkout(&resident, &invoice, method).await;
    match method {
        "CARD" => test.sandbox.stripe.pay_card(&session).unwrap(),
        _ => test.sandbox.stripe.pay_bank(&session).unwrap(),
    };
    test.run_jobs().await;
    invoice
}

#[on_each_database]
async fn everything_agrees_before_during_and_after_a_payout(test: &TestApp) {
    let community = test.connected_community("Agreed", 2).await;
    let checked = check(test, &community).await;
    assert_eq!((kinds(&checked), &checked["isReconciled"]), (vec![], &json!(true)), "nothing has moved yet");
    paid(test, &community, 0, "CARD").await;
    paid(test, &community, 1, "BANK").await;
    let checked = check(test, &community).await;
    assert_eq!(kinds(&checked), Vec::<&str>::new(), "{checked:#}");
    assert_eq!(checked["ledgerBalance"]["amount"], "100.00");
    let mut on_the_way = false;
    for _ in 0..8 {
        test.advance_time(DAY).await;
        let checked = check(test, &community).await;
        assert_eq!(kinds(&checked), Vec::<&str>::new(), "{checked:#}");
        on_the_way |= checked["inTransit"]["amount"] != "0.00";
    }
    assert!(on_the_way, "a payout was under way on one of the days");
    let checked = check(test, &community).await;
    assert_eq!(checked["ledgerBalance"]["amount"], "0.00");
    let manager = test.sign_in(&community.manager).await;
    let last = manager.execute(LAST, json!({ "id": community.property_id() })).await;
    assert_eq!(last["property"]["reconciliation"]["isReconciled"], true, "kept until the next check");
}

#[on_each_database]
async fn each_discrepancy_is_reported(test: &TestApp) {
    let community = test.connected_community("Torn", 2).await;
    let account = test.stripe_account(&community).await;
    let settled = paid(test, &community, 0, "CARD").await;
    test.sandbox.stripe.payouts_now(&account).unwrap();
    test.run_jobs().await;
    paid(test, &community, 1, "BANK").await;
    // Stripe took something that no payout has told of yet.
    test.sandbox.stripe.charge_fee(&account, 300, "Account fee").unwrap();
    let write = test.app.db.write();
    let all = payment::Entity::find().all(write).await.unwrap();
    let (card, bank) = (
        all.iter().find(|row| row.method == PaymentMethod::Card).unwrap(),
        all.iter().find(|row| row.method == PaymentMethod::Bank).unwrap(),
    );
    use payment::Column as P;
    let change = |id, column: P, value: Expr| {
        payment::Entity::update_many().col_expr(column, value).filter(P::Id.eq(id))
    };
    change(card.id, P::Mismatch, Expr::val("other_amount")).exec(write).await.unwrap();
    change(card.id, P::ProcessorFee, Expr::val(1_i64)).exec(write).await.unwrap();
    change(bank.id, P::ExpectedBy, Expr::val("2026-11-01")).exec(write).await.unwrap();
    let key = support::community::invoice_key(&settled);
    let owes = invoice::Entity::update_many().col_expr(invoice::Column::Balance, Expr::val(100_i64));
    owes.filter(invoice::Column::Id.eq(key)).exec(write).await.unwrap();
    payout::Entity::update_many()
        .col_expr(payout::Column::Amount, Expr::val(1_i64))
        .exec(write)
        .await
        .unwrap();
    let now = test.app.now();
    webhook_event::Entity::update_many()
        .col_expr(webhook_event::Column::GivenUpAt, Expr::val(now))
        .filter(webhook_event::Column::Kind.eq("payout.paid"))
        .exec(write)
        .await
        .unwrap();

    let checked = check(test, &community).await;
    assert_eq!(checked["isReconciled"], false);
    assert_eq!(
        kinds(&checked),
        [
            "BALANCE_MISMATCH",
            "INVOICE_MISMATCH",
            "PAYMENT_MISMATCH",
            "FEE_MISMATCH",
            "SETTLEMENT_OVERDUE",
            "PAYOUT_MISMATCH",
            "WEBHOOK_EVENT_FAILED"
        ],
        "{checked:#}"
    );
    let found = |kind: &str| {
        let findings = checked["findings"].as_array().unwrap();
        findings.iter().find(|finding| finding["kind"] == kind).unwrap().clone()
    };
    let balance = found("BALANCE_MISMATCH");
    assert_eq!(
        (&balance["expected"]["amount"], &balance["actual"]["amount"]),
        (&json!("0.00"), &json!("-3.00"))
    );
    assert_eq!(found("INVOICE_MISMATCH")["invoice"]["id"], settled);
    assert_eq!(found("PAYMENT_MISMATCH")["detail"], "other_amount");
    assert!(found("FEE_MISMATCH")["payment"]["id"].is_string());
    assert_eq!(found("SETTLEMENT_OVERDUE")["day"], "2026-11-01");
    assert!(found("PAYOUT_MISMATCH")["payout"]["id"].is_string());
    assert_eq!(found("WEBHOOK_EVENT_FAILED")["webhookEvent"]["kind"], "payout.paid");
    let pat = test.sign_in(&community.property_manager).await;
    let payload = pat.mutate("reconciliationCheck", CHECK, json!({ "id": community.property_id() })).await;
    let findings = payload["property"]["reconciliation"]["findings"].as_array().unwrap().clone();
    assert!(
        findings.iter().all(|finding| finding["webhookEvent"].is_null()),
        "events are for organization managers"
    );

    // Repaired again, as TestApp::finish requires.
    owes_nothing(test, key).await;
    change(card.id, P::Mismatch, Expr::val(None::<String>)).exec(write).await.unwrap();
    test.advance_time(7 * DAY).await;
}

#[on_each_database]
async fn unreachable_stripe_is_reported(test: &TestApp) {
    let community = test.connected_community("Silent", 1).await;
    test.sandbox.stripe.set_outage_for("/v1/balance", Outage::ServerError, 5);
    let checked = check(test, &community).await;
    assert_eq!(kinds(&checked), ["PROCESSOR_UNREACHABLE"], "{checked:#}");
    assert!(checked["available"].is_null());
    let without = Community::build(&test.app, "Alone", 1).await;
    let checked = check(test, &without).await;
    assert_eq!(checked["isReconciled"], true, "without an account there is nothing to compare");
}

#[on_each_database]
async fn a_payout_that_came_back_is_found_until_another_has_arrived(test: &TestApp) {
    let community = test.connected_community("Back", 1).await;
    let account = test.stripe_account(&community).await;
    paid(test, &community, 0, "CARD").await;
    let made = test.sandbox.stripe.payouts_now(&account).unwrap();
    test.run_jobs().await;
    test.sandbox.stripe.fail_payout(&made[0], "no_account").unwrap();
    test.run_jobs().await;
    let checked = check(test, &community).await;
    assert_eq!(kinds(&checked), ["PAYOUT_FAILED"], "{checked:#}");
    test.advance_time(DAY).await;
    test.advance_time(2 * DAY).await;
    assert_eq!(kinds(&check(test, &community).await), Vec::<&str>::new());
}

#[on_each_database]
async fn reconciliation_runs_daily(test: &TestApp) {
    let community = test.connected_community("Daily", 1).await;
    let last = async || {
        let manager = test.sign_in(&community.manager).await;
        let data = manager.execute(LAST, json!({ "id": community.property_id() })).await;
        data["property"]["reconciliation"].clone()
    };
    sweep::run(&test.app).await;
    assert!(last().await.is_null(), "the account is younger than a day");
    test.advance_time(DAY + 60).await;
    sweep::run(&test.app).await;
    let first = last().await;
    assert_eq!(first["isReconciled"], true);
    sweep::run(&test.app).await;
    assert_eq!(last().await, first);
    test.advance_time(DAY + 60).await;
    sweep::run(&test.app).await;
    assert_ne!(last().await["checkedAt"], first["checkedAt"]);
}

async fn owes_nothing(test: &TestApp, key: InvoiceId) {
    invoice::Entity::update_many()
        .col_expr(invoice::Column::Balance, Expr::val(0_i64))
        .filter(invoice::Column::Id.eq(key))
        .exec(test.app.db.write())
        .await
        .unwrap();
}
