//! What happens after a payment: refunds and payouts that come back, questions, disputes and returns, each to the
//! cent.

use sandbox::DisputeStatus::{
    Lost, NeedsResponse, UnderReview, WarningClosed, WarningNeedsResponse, WarningUnderReview, Won,
};
use serde_json::{Value, json};
use stripe::StripeRequest;
use stripe_core::dispute::RetrieveDispute;
use stripe_core::payout::RetrievePayout;
use stripe_core::refund::RetrieveRefund;

use crate::support::{Allowed, DAY, TestSandbox, start};

/// A paid card or bank payment; its intent.
async fn paid(test: &TestSandbox, account: &str, amount: i64, method: Allowed) -> String {
    let stripe = &test.sandbox.stripe;
    let card = matches!(method, Allowed::Card);
    let session = test.session(account, amount, &[method]).await;
    if card {
        return stripe.pay_card(&session.id).unwrap();
    }
    let intent = stripe.pay_bank(&session.id).unwrap();
    stripe.settle_bank(&intent).unwrap();
    intent
}

async fn charge(test: &TestSandbox, account: &str, intent: &str) -> Value {
    let path = format!("v1/payment_intents/{intent}?expand[]=latest_charge.refunds");
    test.get(account, &path).await.1["latest_charge"].clone()
}

async fn refund(test: &TestSandbox, account: &str, intent: &str, amount: &str) -> Value {
    let form = [("payment_intent", intent), ("amount", amount)];
    let (status, refund) = test.post(account, "v1/refunds", &form).await;
    assert_eq!(status, 200, "{refund}");
    refund
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Type, category, amount and fee of the movements after the first `skip`.
fn moved(test: &TestSandbox, account: &str, skip: usize) -> Vec<(String, String, i64, i64)> {
    let all = test.sandbox.stripe.balance_transactions(account).unwrap();
    let tell = |one: &Value| {
        let number = |name: &str| one[name].as_i64().unwrap();
        (text(&one["type"]).into(), text(&one["reporting_category"]).into(), number("amount"), number("fee"))
    };
    all[skip..].iter().map(tell).collect()
}

fn movement(kind: &str, category: &str, amount: i64, fee: i64) -> (String, String, i64, i64) {
    (kind.to_owned(), category.to_owned(), amount, fee)
}

#[tokio::test]
async fn failed_refund_returns_to_the_balance() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    for (method, late) in
        [(Allowed::Card, true), (Allowed::UsBankAccount, false), (Allowed::UsBankAccount, true)]
    {
        let intent = paid(&test, &account, 100_000, method).await;
        let before = stripe.total_balance(&account).unwrap();
        let one = refund(&test, &account, &intent, "30000").await;
        let two = refund(&test, &account, &intent, "70000").await;
        assert_eq!(charge(&test, &account, &intent).await["refunded"], true);
        let id = text(&two["id"]);
        if late {
            stripe.advance(8 * DAY);
            assert_eq!(test.get(&account, &format!("v1/refunds/{id}")).await.1["status"], "succeeded");
        } else {
            assert_eq!((&one["status"], &one["pending_reason"]), (&"pending".into(), &"processing".into()));
        }
        let events = stripe.events().len();
        stripe.fail_refund(id, "expired_or_canceled_card").unwrap();
        assert_eq!(test.kinds()[events..], ["refund.updated", "refund.failed"]);
        let (_, failed) =
            test.get(&account, &format!("v1/refunds/{id}?expand[]=failure_balance_transaction")).await;
        assert_eq!(
            (&failed["status"], &failed["failure_reason"]),
            (&"failed".into(), &"expired_or_canceled_card".into())
        );
        let back = &failed["failure_balance_transaction"];
        assert_eq!(
            (&back["type"], &back["reporting_category"], &back["amount"], &back["source"]),
            (&"refund_failure".into(), &"refund_failure".into(), &70_000.into(), &id.into())
        );
        let charge = charge(&test, &account, &intent).await;
        assert_eq!((&charge["amount_refunded"], &charge["refunded"]), (&30_000.into(), &false.into()));
        assert_eq!(charge["refunds"]["data"].as_array().unwrap().len(), 2);
        if !late {
            assert_eq!(stripe.total_balance(&account).unwrap(), before - 30_000);
        }
        // It doesn't succeed afterwards, nor fail twice; the money can be refunded again.
        stripe.advance(10 * DAY);
        let request = RetrieveRefund::new(id).customize().account_id(account.as_str().into());
        let decoded = request.send(&test.client).await.unwrap();
        assert_eq!(decoded.status.as_deref(), Some("failed"));
        assert!(decoded.failure_balance_transaction.is_some());
        assert!(stripe.fail_refund(id, "declined").is_err());
        refund(&test, &account, &intent, "70000").await;
    }
    assert!(stripe.fail_refund("re_nobody", "declined").is_err());
}

#[tokio::test]
async fn application_fee_can_be_refunded() {
    let test = start().await;
    let account = test.account("US").await;
    let form = [
        ("mode", "payment"),
        ("success_url", "http://127.0.0.1:9/"),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", "usd"),
        ("line_items[0][price_data][unit_amount]", "10000"),
        ("line_items[0][price_data][product_data][name]", "Dues"),
        ("payment_intent_data[application_fee_amount]", "100"),
    ];
    let (_, session) = test.post(&account, "v1/checkout/sessions", &form).await;
    let intent = test.sandbox.stripe.pay_card(text(&session["id"])).unwrap();
    let form = [("payment_intent", intent.as_str()), ("amount", "5000"), ("refund_application_fee", "true")];
    assert_eq!(test.post(&account, "v1/refunds", &form).await.0, 200);
    assert_eq!(moved(&test, &account, 1), [movement("refund", "refund", -5_000, -50)]);
    let (_, platform) = test.get("", "v1/balance_transactions").await;
    assert_eq!(
        (&platform["data"][0]["type"], &platform["data"][0]["amount"]),
        (&"application_fee_refund".into(), &(-50).into())
    );
}

#[tokio::test]
async fn failed_payout_returns_to_the_balance() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    paid(&test, &account, 103_020, Allowed::Card).await;
    let net = 100_002;
    assert_eq!(stripe.total_balance(&account).unwrap(), net);
    stripe.advance(2 * DAY);
    let payout = async |at: usize| test.get(&account, "v1/payouts").await.1["data"][at].clone();
    // On its way, then sent back by the bank.
    let first = payout(0).await;
    assert_eq!((&first["status"], stripe.total_balance(&account).unwrap()), (&"in_transit".into(), 0));
    let events = stripe.events().len();
    assert!(stripe.fail_payout(text(&first["id"]), "sunspots").is_err());
    stripe.fail_payout(text(&first["id"]), "account_closed").unwrap();
    assert_eq!(test.kinds()[events..], ["payout.failed"]);
    let failed = payout(0).await;
    assert_eq!(
        (&failed["status"], &failed["failure_code"], &failed["failure_message"]),
        (&"failed".into(), &"account_closed".into(), &"The bank account has been closed".into())
    );
    assert_eq!(stripe.total_balance(&account).unwrap(), net);
    // The money goes out again with the next midnight, is paid, and comes back even then.
    stripe.advance(2 * DAY);
    let second = payout(0).await;
    assert_eq!((&second["status"], &second["amount"]), (&"paid".into(), &net.into()));
    let (_, parts) =
        test.get(&account, &format!("v1/balance_transactions?payout={}", text(&second["id"]))).await;
    let kinds: Vec<&str> = parts["data"].as_array().unwrap().iter().map(|one| text(&one["type"])).collect();
    assert_eq!(kinds, ["payout", "payout_failure"]);
    stripe.fail_payout(text(&second["id"]), "no_account").unwrap();
    assert!(stripe.fail_payout(text(&second["id"]), "no_account").is_err());
    let request = RetrievePayout::new(text(&second["id"])).customize().account_id(account.as_str().into());
    let decoded = request.send(&test.client).await.unwrap();
    assert_eq!((decoded.status.as_str(), decoded.failure_code.as_deref()), ("failed", Some("no_account")));
    assert!(decoded.failure_balance_transaction.is_some());
    // The third is called back on its way.
    stripe.advance(DAY);
    let third = payout(0).await;
    let events = stripe.events().len();
    stripe.cancel_payout(text(&third["id"])).unwrap();
    assert_eq!(test.kinds()[events..], ["payout.canceled"]);
    assert!(stripe.cancel_payout(text(&third["id"])).is_err());
    assert_eq!(
        moved(&test, &account, 1),
        [
            movement("payout", "payout", -net, 0),
            movement("payout_failure", "payout_reversal", net, 0),
            movement("payout", "payout", -net, 0),
            movement("payout_failure", "payout_reversal", net, 0),
            movement("payout", "payout", -net, 0),
            movement("payout_cancel", "payout_reversal", net, 0),
        ]
    );
    assert_eq!(stripe.total_balance(&account).unwrap(), net);
}

#[tokio::test]
async fn dispute_lifecycle_to_lost_and_won() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let intent = paid(&test, &account, 100_000, Allowed::Card).await;
    refund(&test, &account, &intent, "25000").await;
    let before = stripe.total_balance(&account).unwrap();
    let events = stripe.events().len();
    let dispute = stripe.dispute(&intent).unwrap();
    assert_eq!(test.kinds()[events..], ["charge.dispute.created", "charge.dispute.funds_withdrawn"]);
    assert_eq!(moved(&test, &account, 2), [movement("adjustment", "dispute", -75_000, 1_500)]);
    assert_eq!(stripe.total_balance(&account).unwrap(), before - 76_500);
    let read = async || test.get(&account, &format!("v1/disputes/{dispute}")).await.1;
    let opened = read().await;
    assert_eq!((&opened["amount"], &opened["status"]), (&75_000.into(), &"needs_response".into()));
    assert_eq!(opened["balance_transactions"][0]["fee_details"][0]["description"], "Dispute fee");
    assert!(opened["evidence_details"]["due_by"].as_i64().unwrap() == stripe.now() + 14 * DAY);
    assert_eq!(charge(&test, &account, &intent).await["disputed"], true);
    assert!(stripe.dispute(&intent).is_err(), "once");
    let more = [("payment_intent", intent.as_str())];
    assert_eq!(test.post(&account, "v1/refunds", &more).await.1["error"]["code"], "charge_disputed");
    // The owner answers; the deadline then does nothing.
    let path = format!("v1/disputes/{dispute}");
    let events = stripe.events().len();
    let kept = [("evidence[uncategorized_text]", "The lease"), ("submit", "false")];
    assert_eq!(test.post(&account, &path, &kept).await.1["status"], "needs_response");
    let (status, answered) = test.post(&account, &path, &[("evidence[receipt]", "file_1")]).await;
    assert_eq!((status, &answered["status"]), (200, &"under_review".into()));
    assert_eq!(answered["evidence"]["uncategorized_text"], "The lease");
    assert_eq!(answered["evidence_details"]["submission_count"], 1);
    stripe.advance(15 * DAY);
    assert_eq!(test.kinds()[events..][..2], ["charge.dispute.updated", "charge.dispute.updated"]);
    let events = stripe.events().len();
    stripe.set_dispute_status(&dispute, Lost).unwrap();
    assert_eq!(test.kinds()[events..], ["charge.dispute.closed"]);
    let balance = stripe.total_balance(&account).unwrap();
    stripe.set_dispute_status(&dispute, Won).unwrap();
    assert_eq!(test.kinds()[events + 1..], ["charge.dispute.funds_reinstated", "charge.dispute.closed"]);
    assert_eq!(stripe.total_balance(&account).unwrap(), balance + 75_000);
    let request = RetrieveDispute::new(dispute.as_str()).customize().account_id(account.as_str().into());
    let decoded = request.send(&test.client).await.unwrap();
    assert_eq!((decoded.balance_transactions.len(), decoded.status.as_str()), (2, "won"));
    assert!(stripe.set_dispute_status(&dispute, Lost).is_err());
    assert_eq!(charge(&test, &account, &intent).await["disputed"], true, "that it was disputed stays true");
    refund(&test, &account, &intent, "75000").await;
}

#[tokio::test]
async fn unanswered_disputes_close_at_the_deadline() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let (one, two) = (
        paid(&test, &account, 50_000, Allowed::Card).await,
        paid(&test, &account, 60_000, Allowed::Card).await,
    );
    let lost = stripe.dispute(&one).unwrap();
    let asked = stripe.dispute_as(&two, "unrecognized", WarningNeedsResponse).unwrap();
    stripe.advance(14 * DAY);
    for (id, status) in [(lost, "lost"), (asked, "warning_closed")] {
        let (_, dispute) = test.get(&account, &format!("v1/disputes/{id}")).await;
        assert_eq!(
            (&dispute["status"], &dispute["evidence_details"]["past_due"]),
            (&status.into(), &true.into())
        );
    }
    assert_eq!(test.kinds().iter().filter(|kind| *kind == "charge.dispute.closed").count(), 2);
}

#[tokio::test]
async fn inquiry_takes_no_funds_until_escalated() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let serious = paid(&test, &account, 50_000, Allowed::Card).await;
    let settled = paid(&test, &account, 50_000, Allowed::Card).await;
    let before = stripe.total_balance(&account).unwrap();
    let question = stripe.dispute_as(&serious, "general", WarningNeedsResponse).unwrap();
    let other = stripe.dispute_as(&settled, "general", WarningNeedsResponse).unwrap();
    let (_, read) = test.get(&account, &format!("v1/disputes/{question}")).await;
    assert_eq!((&read["balance_transactions"], &read["is_charge_refundable"]), (&json!([]), &true.into()));
    assert_eq!(stripe.total_balance(&account).unwrap(), before);
    // Refunding everything settles a question.
    refund(&test, &account, &settled, "50000").await;
    let (_, read) = test.get(&account, &format!("v1/disputes/{other}")).await;
    assert_eq!(read["status"], "warning_closed");
    let before = stripe.total_balance(&account).unwrap();
    let events = stripe.events().len();
    stripe.set_dispute_status(&question, WarningUnderReview).unwrap();
    stripe.set_dispute_status(&question, NeedsResponse).unwrap();
    assert_eq!(
        test.kinds()[events..],
        ["charge.dispute.updated", "charge.dispute.funds_withdrawn", "charge.dispute.updated"]
    );
    assert_eq!(stripe.total_balance(&account).unwrap(), before - 51_500);
    assert!(stripe.set_dispute_status(&question, WarningClosed).is_err());
    let (_, accepted) = test.post(&account, &format!("v1/disputes/{question}/close"), &[]).await;
    assert_eq!(accepted["status"], "lost");
}

#[tokio::test]
async fn bank_debit_is_returned_with_a_reason() {
    let test = start().await;
    let account = test.account("CA").await;
    let stripe = &test.sandbox.stripe;
    let intent = paid(&test, &account, 80_000, Allowed::AcssDebit).await;
    stripe.advance(40 * DAY);
    assert_eq!(stripe.total_balance(&account).unwrap(), 0, "paid out long ago");
    assert!(stripe.dispute_as(&intent, "weather", Lost).is_err());
    let dispute = stripe.dispute_as(&intent, "debit_not_authorized", Lost).unwrap();
    let (_, read) = test.get(&account, &format!("v1/disputes/{dispute}")).await;
    assert_eq!((&read["reason"], &read["status"]), (&"debit_not_authorized".into(), &"lost".into()));
    assert!(read["evidence_details"]["due_by"].is_null());
    assert_eq!(stripe.total_balance(&account).unwrap(), -81_500);
    // A negative balance waits for income, which then pays it first.
    stripe.advance(5 * DAY);
    assert_eq!(test.get(&account, "v1/payouts").await.1["data"].as_array().unwrap().len(), 1);
    paid(&test, &account, 100_000, Allowed::AcssDebit).await;
    stripe.advance(2 * DAY);
    let (_, payouts) = test.get(&account, "v1/payouts").await;
    assert_eq!(payouts["data"][0]["amount"], 100_000 - 1_040 - 81_500);
}

#[tokio::test]
async fn a_card_dispute_can_arrive_under_review_or_lost() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    for status in [UnderReview, Lost] {
        let intent = paid(&test, &account, 10_000, Allowed::Card).await;
        let before = stripe.total_balance(&account).unwrap();
        let dispute = stripe.dispute_as(&intent, "duplicate", status).unwrap();
        assert_eq!(stripe.total_balance(&account).unwrap(), before - 11_500);
        stripe.set_dispute_status(&dispute, Won).unwrap();
        assert_eq!(stripe.total_balance(&account).unwrap(), before - 1_500, "the fee stays");
    }
    let intent = paid(&test, &account, 10_000, Allowed::Card).await;
    refund(&test, &account, &intent, "10000").await;
    assert!(stripe.dispute(&intent).is_err(), "there is nothing left to take");
}

#[tokio::test]
async fn return_later_outcome_returns_the_debit() {
    let test = start().await;
    let account = test.account("US").await;
    let stripe = &test.sandbox.stripe;
    let session = test.session(&account, 50_000, &[Allowed::UsBankAccount]).await;
    let page = test.http.get(session.url.clone().unwrap()).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Payer par un virement que la banque reprendra plus tard"));
    let form = [("method", "us_bank_account"), ("outcome", "return_later")];
    let pay = format!("{}/pay", session.url.unwrap());
    assert_eq!(test.http.post(pay).form(&form).send().await.unwrap().status().as_u16(), 303);
    stripe.advance(6 * DAY);
    let (_, intents) = test.get(&account, "v1/payment_intents").await;
    assert_eq!(intents["data"][0]["status"], "succeeded");
    assert_eq!(test.get(&account, "v1/disputes").await.1["data"], json!([]));
    stripe.advance(5 * DAY);
    let (_, disputes) = test.get(&account, "v1/disputes").await;
    let dispute = &disputes["data"][0];
    assert_eq!(
        (&dispute["status"], &dispute["reason"], &dispute["amount"]),
        (&"lost".into(), &"insufficient_funds".into(), &50_000.into())
    );
    assert_eq!(stripe.total_balance(&account).unwrap(), -51_500);
    let card = test.session(&account, 50_000, &[Allowed::Card]).await;
    assert!(
        stripe
            .confirm(&card.id, sandbox::PaymentMethodType::Card, sandbox::SimulatedOutcome::ReturnLater)
            .is_err()
    );
}
