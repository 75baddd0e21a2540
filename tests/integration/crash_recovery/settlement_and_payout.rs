//! A bank transfer's days, and the payout.

use sandbox::Outage;
use support::crash_scenario::{CrashScenario, Step};
use support::{on_each_database, wait_until};

#[on_each_database]
async fn while_processing_email_is_sent(scenario: &mut CrashScenario) {
    scenario.method = "BANK";
    scenario.advance_to(Step::CheckoutOpened).await;
    scenario.mail.hold_responses("354");
    scenario.confirm_payment().await;
    scenario.wait_for_payment_status("processing").await;
    scenario.mail.wait_until_held().await;
    scenario.crash().await;
    assert_eq!(
        scenario.invoice_row().await.status,
        domain::invoice::InvoiceStatus::Open,
        "paid only when the money is there"
    );
}

#[on_each_database]
async fn while_bank_debit_settles(scenario: &mut CrashScenario) {
    scenario.method = "BANK";
    scenario.advance_to(Step::Confirmed).await;
    scenario.wait_for_payment_status("processing").await;
    scenario.kill().await;
    scenario.settle();
    scenario.restart().await;
}

#[on_each_database]
async fn before_settlement_is_applied(scenario: &mut CrashScenario) {
    scenario.method = "BANK";
    scenario.advance_to(Step::Confirmed).await;
    scenario.wait_for_payment_status("processing").await;
    scenario.wait_until_idle().await;
    scenario.sandbox.stripe.set_outage_for("/v1/checkout/sessions/", Outage::Hang, 20);
    scenario.settle();
    scenario.wait_for_hanging_call("/v1/checkout/sessions/").await;
    scenario.crash().await;
}

#[on_each_database]
async fn after_settlement_before_receipt(scenario: &mut CrashScenario) {
    scenario.method = "BANK";
    scenario.advance_to(Step::Confirmed).await;
    scenario.wait_for_payment_status("processing").await;
    scenario.wait_until_idle().await;
    scenario.mail.hold_responses("354");
    scenario.advance_to(Step::Paid).await;
    scenario.mail.wait_until_held().await;
    scenario.crash().await;
    assert!(!scenario.is_email_sent(domain::email::EmailKind::Receipt).await);
}

#[on_each_database]
async fn the_server_was_down_when_the_payout_arrived(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::Paid).await;
    scenario.kill().await;
    scenario.send_payout();
    scenario.restart().await;
}

#[on_each_database]
async fn the_payout_was_announced_but_not_recorded(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::Paid).await;
    scenario.wait_until_idle().await;
    scenario.sandbox.stripe.set_outage_for("/v1/payouts/", Outage::Hang, 20);
    scenario.send_payout();
    scenario.wait_for_hanging_call("/v1/payouts/").await;
    assert_eq!(scenario.payouts("paid").await, 0);
    scenario.crash().await;
}

#[on_each_database]
async fn the_payout_was_being_posted(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::Paid).await;
    scenario.wait_until_idle().await;
    scenario.stripe.hold_responses("HTTP/1.1 200");
    scenario.send_payout();
    scenario.stripe.wait_until_held().await;
    let frozen = scenario.lock_table("payouts").await;
    scenario.stripe.release_held();
    scenario.wait_until_blocked().await;
    scenario.kill().await;
    frozen.rollback().await.unwrap();
    assert_eq!(scenario.payouts("paid").await, 0);
    scenario.restart().await;
}

#[on_each_database]
async fn the_payout_was_recorded_a_moment_ago(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::Paid).await;
    scenario.send_payout();
    wait_until("the payout is recorded", async || scenario.payouts("paid").await == 1).await;
    scenario.crash().await;
}
