//! Between the resident's click on Pay and the hosted page.

use sandbox::Outage;
use support::crash_scenario::{CrashScenario, Step};
use support::{on_each_database, wait_until};

const SESSIONS: &str = "/v1/checkout/sessions";

#[on_each_database]
async fn before_payment_is_committed(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::Emailed).await;
    let frozen = scenario.lock_table("payments").await;
    scenario.send_without_waiting(Step::CheckoutOpened).await;
    scenario.wait_until_blocked().await;
    scenario.kill().await;
    frozen.rollback().await.unwrap();
    assert!(scenario.payments().await.is_empty());
    scenario.restart().await;
}

#[on_each_database]
async fn before_session_creation_then_same_request(scenario: &mut CrashScenario) {
    crash_before_session_creation(scenario).await;
    scenario.advance_to(Step::CheckoutOpened).await;
    assert_eq!(scenario.payments().await.len(), 1, "the attempt goes on");
}

#[on_each_database]
async fn before_session_creation_then_new_request(scenario: &mut CrashScenario) {
    crash_before_session_creation(scenario).await;
    scenario.pay_key = "pay anew";
    scenario.advance_to(Step::CheckoutOpened).await;
    assert_eq!(scenario.payment_statuses().await, ["expired", "open"]);
}

#[on_each_database]
async fn after_session_creation_then_same_request(scenario: &mut CrashScenario) {
    crash_after_session_creation(scenario).await;
    scenario.advance_to(Step::CheckoutOpened).await;
    assert_eq!(scenario.payments().await.len(), 1, "the attempt goes on");
    assert_eq!(scenario.checkout_sessions_created(), 1, "on the page that was made first");
}

#[on_each_database]
async fn after_session_creation_then_new_request(scenario: &mut CrashScenario) {
    crash_after_session_creation(scenario).await;
    scenario.pay_key = "pay anew";
    scenario.advance_to(Step::CheckoutOpened).await;
    assert_eq!(scenario.payment_statuses().await, ["expired", "open"]);
    assert_eq!(scenario.checkout_sessions_created(), 2, "the first one is found again and closed");
}

#[on_each_database]
async fn after_session_response_was_lost(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::Emailed).await;
    scenario.sandbox.stripe.set_outage_for(SESSIONS, Outage::LostAnswer, 3);
    scenario.send_without_waiting(Step::CheckoutOpened).await;
    wait_until("the page is made", async || scenario.checkout_sessions_created() == 1).await;
    scenario.crash().await;
    scenario.advance_to(Step::CheckoutOpened).await;
    assert_eq!(scenario.checkout_sessions_created(), 1);
}

#[on_each_database]
async fn before_checkout_response_is_sent(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::Emailed).await;
    scenario.site.hold_responses("HTTP/1.1 200");
    scenario.send_without_waiting(Step::CheckoutOpened).await;
    scenario.site.wait_until_held().await;
    scenario.crash().await;
    assert_eq!(scenario.payment_statuses().await, ["open"]);
}

#[on_each_database]
async fn while_previous_session_is_expired(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::CheckoutOpened).await;
    scenario.pay_key = "pay anew";
    scenario.sandbox.stripe.set_outage_for(SESSIONS, Outage::Hang, 1);
    scenario.send_without_waiting(Step::CheckoutOpened).await;
    scenario.wait_for_hanging_call(SESSIONS).await;
    scenario.crash().await;
    let (client, query, variables) = scenario.checkout_request();
    client.mutate("checkoutStart", query, variables).await;
    assert_eq!(scenario.payment_statuses().await, ["expired", "open"]);
}

/// The attempt is recorded, Stripe is asked for its page and has made none when the server dies.
async fn crash_before_session_creation(scenario: &mut support::crash_scenario::CrashScenario) {
    scenario.advance_to(support::crash_scenario::Step::Emailed).await;
    scenario.sandbox.stripe.set_outage_for(SESSIONS, Outage::Hang, 1);
    scenario.send_without_waiting(support::crash_scenario::Step::CheckoutOpened).await;
    scenario.wait_for_hanging_call(SESSIONS).await;
    assert_eq!(scenario.payment_statuses().await, ["created"]);
    scenario.crash().await;
    assert_eq!(scenario.checkout_sessions_created(), 0);
}

/// Stripe has made the page and its answer is on the way when the server dies.
async fn crash_after_session_creation(scenario: &mut support::crash_scenario::CrashScenario) {
    scenario.advance_to(support::crash_scenario::Step::Emailed).await;
    scenario.stripe.hold_responses("HTTP/1.1 200");
    scenario.send_without_waiting(support::crash_scenario::Step::CheckoutOpened).await;
    scenario.stripe.wait_until_held().await;
    assert_eq!(scenario.payment_statuses().await, ["created"]);
    scenario.crash().await;
    assert_eq!(scenario.checkout_sessions_created(), 1);
}
