//! Between the resident's confirmation at Stripe and the Paid invoice.

use sandbox::Outage;
use support::crash_scenario::{CrashScenario, Step};
use support::{on_each_database, wait_until};

#[on_each_database]
async fn while_resident_pays(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::CheckoutOpened).await;
    scenario.kill().await;
    scenario.confirm_payment().await;
    assert!(scenario.sandbox.stripe.deliver_pending().await > 0, "nobody takes the events");
    scenario.restart().await;
}

#[on_each_database]
async fn while_event_is_stored(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::CheckoutOpened).await;
    let frozen = scenario.lock_table("webhook_events").await;
    let before = scenario.site.forwarded();
    scenario.confirm_payment().await;
    wait_until("the event is with the server", async || scenario.site.forwarded() > before).await;
    scenario.wait_until_blocked().await;
    scenario.kill().await;
    frozen.rollback().await.unwrap();
    assert!(scenario.events("checkout.").await.is_empty());
    assert!(!scenario.sandbox.stripe.undelivered().is_empty());
    scenario.restart().await;
}

#[on_each_database]
async fn before_webhook_response_is_sent(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::CheckoutOpened).await;
    scenario.site.hold_responses("HTTP/1.1 200");
    scenario.confirm_payment().await;
    scenario.site.wait_until_held().await;
    let stored = scenario.events("").await.len();
    scenario.crash().await;
    assert!(stored > 0);
    assert!(!scenario.sandbox.stripe.undelivered().is_empty(), "Stripe sends it again");
}

#[on_each_database]
async fn before_event_is_applied(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::CheckoutOpened).await;
    scenario.sandbox.stripe.set_outage_for("/v1/checkout/sessions/", Outage::Hang, 20);
    scenario.confirm_payment().await;
    scenario.wait_for_hanging_call("/v1/checkout/sessions/").await;
    wait_until("every event is answered", async || scenario.sandbox.stripe.undelivered().is_empty()).await;
    assert_eq!(scenario.invoice_row().await.status, domain::invoice::InvoiceStatus::Open);
    scenario.crash().await;
}

#[on_each_database]
async fn after_stripe_read_before_commit(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::CheckoutOpened).await;
    scenario.stripe.hold_responses("HTTP/1.1 200");
    scenario.confirm_payment().await;
    scenario.stripe.wait_until_held().await;
    wait_until("every event is answered", async || scenario.sandbox.stripe.undelivered().is_empty()).await;
    let frozen = scenario.lock_table("payments").await;
    scenario.stripe.release_held();
    scenario.wait_until_blocked().await;
    scenario.kill().await;
    frozen.rollback().await.unwrap();
    assert_eq!(scenario.invoice_row().await.status, domain::invoice::InvoiceStatus::Open);
    scenario.restart().await;
}

#[on_each_database]
async fn after_payment_is_recorded(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::Settled).await;
    scenario.wait_for_payment_status("succeeded").await;
    scenario.crash().await;
}

#[on_each_database]
async fn while_receipt_is_sent(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::CheckoutOpened).await;
    scenario.mail.hold_responses("354");
    scenario.advance_to(Step::Paid).await;
    scenario.mail.wait_until_held().await;
    assert!(!scenario.is_email_sent(domain::email::EmailKind::Receipt).await);
    scenario.crash().await;
}
