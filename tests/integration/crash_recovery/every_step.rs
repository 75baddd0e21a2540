//! The server dies after each step, again and again; and it lives on where only the database is busy.

use support::crash_scenario::{CrashScenario, Step};
use support::{on_each_database, wait_until};

#[on_each_database]
async fn after_every_step_of_a_card_payment(scenario: &mut CrashScenario) {
    for step in Step::ALL {
        scenario.advance_to(step).await;
        scenario.crash().await;
    }
}

#[on_each_database]
async fn after_every_step_of_a_bank_debit(scenario: &mut CrashScenario) {
    scenario.method = "BANK";
    for step in Step::ALL {
        scenario.advance_to(step).await;
        scenario.crash().await;
    }
}

#[on_each_database]
async fn job_lease_is_renewed_while_database_blocks(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::CheckoutOpened).await;
    scenario.stripe.hold_responses("HTTP/1.1 200");
    scenario.confirm_payment().await;
    scenario.stripe.wait_until_held().await;
    wait_until("every event is answered", async || scenario.sandbox.stripe.undelivered().is_empty()).await;
    let frozen = scenario.lock_table("payments").await;
    scenario.stripe.release_held();
    scenario.wait_for_lease_expiry().await;
    frozen.rollback().await.unwrap();
}
