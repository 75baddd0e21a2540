//! A mail server or a Stripe that is away, busy, refuses or talks nonsense: the caller is told or the work is
//! tried again, and nothing is lost or half done.

use sandbox::{Outage, SmtpFault};
use serde_json::{Value, json};
use support::community::CHECKOUT;
use support::{Community, TestApp, on_each_database};

const CONNECT: &str = "mutation($id: ID!, $key: String!) {
    paymentAccountConnect(propertyId: $id, idempotencyKey: $key) { redirectUrl userErrors { code message } } }";
const RESEND: &str = "mutation($id: ID!, $key: String!) {
    invoiceEmailResend(id: $id, idempotencyKey: $key) { invoice { id } userErrors { code } } }";
const TIMELINE: &str = "query($id: ID!) { invoice(id: $id) { timeline { kind detail emailTo } } }";

async fn timeline(test: &TestApp, community: &Community, invoice: &str) -> Vec<Value> {
    let manager = test.sign_in(&community.manager).await;
    let data = manager.execute(TIMELINE, json!({ "id": invoice })).await;
    data["invoice"]["timeline"].as_array().unwrap().clone()
}

/// The mail server is back: waits until it listens again.
async fn mail_server_returns(test: &TestApp) {
    test.sandbox.inbox.set_fault(SmtpFault::None);
    while tokio::net::TcpStream::connect(test.sandbox.inbox.smtp_addr()).await.is_err() {
        tokio::task::yield_now().await;
    }
}

#[on_each_database]
async fn email_is_retried_until_sent_once(test: &TestApp) {
    let community = test.connected_community("Down", 1).await;
    test.sandbox.inbox.set_fault(SmtpFault::RefuseConnections);
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    for seconds in [0, 2, 4, 8] {
        test.advance_time(seconds).await;
        assert!(test.sandbox.inbox.messages().is_empty());
    }
    let entries = timeline(test, &community, &invoice).await;
    let queued = entries.iter().find(|entry| entry["kind"] == "EMAIL_QUEUED").unwrap();
    assert!(queued["detail"].as_str().unwrap().contains("mail server"), "{queued}");

    mail_server_returns(test).await;
    test.run_jobs().await;
    assert!(test.sandbox.inbox.messages().is_empty(), "the next try is not due yet");
    test.advance_time(16).await;
    let mail = test.sandbox.inbox.messages();
    assert_eq!(mail.len(), 1);
    assert_eq!(mail[0].to, vec![community.resident(0).user.email.clone()]);
    let entries = timeline(test, &community, &invoice).await;
    assert!(entries.iter().any(|entry| entry["kind"] == "EMAIL_SENT" && entry["detail"].is_null()));
    test.advance_time(24 * 60 * 60).await;
    assert_eq!(test.sandbox.inbox.messages().len(), 1, "once");
}

#[on_each_database]
async fn transient_smtp_failure_is_retried(test: &TestApp) {
    let community = test.connected_community("Busy", 1).await;
    test.sandbox.inbox.set_fault(SmtpFault::TempFail);
    test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    assert!(test.sandbox.inbox.messages().is_empty());
    test.sandbox.inbox.set_fault(SmtpFault::None);
    test.advance_time(2).await;
    assert_eq!(test.sandbox.inbox.messages().len(), 1);
}

#[on_each_database]
async fn permanent_smtp_failure_is_shown_with_reason(test: &TestApp) {
    let community = test.connected_community("Bounce", 1).await;
    test.sandbox.inbox.set_fault(SmtpFault::PermFail);
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    let entries = timeline(test, &community, &invoice).await;
    let failed = entries.iter().find(|entry| entry["kind"] == "EMAIL_FAILED").unwrap();
    assert!(failed["detail"].as_str().unwrap().contains("550"), "{failed}");
    assert_eq!(failed["emailTo"], json!(community.resident(0).user.email));

    test.sandbox.inbox.set_fault(SmtpFault::None);
    test.advance_time(24 * 60 * 60).await;
    assert!(test.sandbox.inbox.messages().is_empty(), "trying again would change nothing");
    test.expect_failed_jobs(1);
    let manager = test.sign_in(&community.manager).await;
    manager.mutate("invoiceEmailResend", RESEND, json!({ "id": invoice, "key": "again" })).await;
    test.run_jobs().await;
    assert_eq!(test.sandbox.inbox.messages().len(), 1, "but an admin can send it again");
}

#[on_each_database]
async fn account_creation_is_retried_after_stripe_outage(test: &TestApp) {
    let community = Community::build(&test.app, "Unconnected", 1).await;
    let manager = test.sign_in(&community.manager).await;
    let connect = |key: &str| json!({ "id": community.property_id(), "key": key });
    let before = test.snapshot().await;
    for outage in [Outage::Refuse, Outage::NonJson] {
        test.sandbox.stripe.set_outage(outage);
        let codes = manager.expect_user_errors("paymentAccountConnect", CONNECT, connect("one")).await;
        assert_eq!(codes, ["PROCESSOR_UNAVAILABLE"], "{outage:?}");
        before.assert_unchanged(&test.snapshot().await);
    }
    test.sandbox.stripe.set_outage(Outage::None);
    // The account is opened, the answer is lost, and asking again gives the same account.
    test.sandbox.stripe.set_outage_for("/v2/core/accounts", Outage::LostAnswer, 1);
    test.sandbox.stripe.set_outage_for("/v2/core/account_links", Outage::Refuse, 1);
    let codes = manager.expect_user_errors("paymentAccountConnect", CONNECT, connect("one")).await;
    assert_eq!(codes, ["PROCESSOR_UNAVAILABLE"]);
    let account = test.stripe_account(&community).await;
    let payload = manager.mutate("paymentAccountConnect", CONNECT, connect("two")).await;
    assert!(payload["redirectUrl"].as_str().unwrap().starts_with("http"));
    assert_eq!(test.stripe_account(&community).await, account, "no second account");
    test.run_jobs().await;
}

#[on_each_database]
async fn checkout_is_resumed_after_stripe_outage(test: &TestApp) {
    let community = test.connected_community("Unpaid", 2).await;
    for (unit, outage, next_key) in
        [(0, Outage::Refuse, "first"), (1, Outage::NonJson, "second"), (0, Outage::LostAnswer, "third")]
    {
        let invoice = test.published_invoice(&community, unit, "80.00").await;
        test.run_jobs().await;
        let resident = test.sign_in(community.resident(unit)).await;
        let variables = |key: &str| json!({ "ids": [invoice], "method": "CARD", "key": key });
        test.sandbox.stripe.set_outage(outage);
        let key = format!("first-{outage:?}");
        let codes = resident.expect_user_errors("checkoutStart", CHECKOUT, variables(&key)).await;
        assert_eq!(codes, ["PROCESSOR_UNAVAILABLE"], "{outage:?}");
        let seen = test.invoice(&resident, &invoice).await;
        assert_eq!((&seen["status"], &seen["payments"][0]["status"]), (&json!("OPEN"), &json!("PENDING")));
        test.sandbox.stripe.set_outage(Outage::None);

        let again = if next_key == "first" { key } else { format!("{next_key}-{outage:?}") };
        let started = resident.mutate("checkoutStart", CHECKOUT, variables(&again)).await;
        let session = started["redirectUrl"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        test.sandbox.stripe.pay_card(&session).unwrap();
        test.run_jobs().await;
        let seen = test.invoice(&resident, &invoice).await;
        assert_eq!(seen["status"], "PAID", "{outage:?}");
        let paid = seen["payments"].as_array().unwrap().iter().filter(|one| one["status"] == "SUCCEEDED");
        assert_eq!(paid.count(), 1, "{outage:?}: {seen:#}");
    }
}

#[on_each_database]
async fn webhook_event_is_retried_after_stripe_outage(test: &TestApp) {
    let community = test.connected_community("Waiting", 1).await;
    let invoice = test.published_invoice(&community, 0, "80.00").await;
    let resident = test.sign_in(community.resident(0)).await;
    let (_, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.set_outage(Outage::Refuse);
    test.sandbox.stripe.pay_card(&session).unwrap();
    test.run_jobs().await;
    assert_eq!(test.invoice(&resident, &invoice).await["status"], "OPEN");
    test.sandbox.stripe.set_outage(Outage::None);
    test.advance_time(2).await;
    assert_eq!(test.invoice(&resident, &invoice).await["status"], "PAID");
}
