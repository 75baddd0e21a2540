//! Around creating, publishing and the resident's mail.

use support::crash_scenario::{CrashScenario, Step};
use support::on_each_database;

#[on_each_database]
async fn before_create_response_is_sent(scenario: &mut CrashScenario) {
    scenario.site.hold_responses("HTTP/1.1 200");
    scenario.send_without_waiting(Step::Created).await;
    scenario.site.wait_until_held().await;
    scenario.crash().await;
    assert_eq!(scenario.invoice_count().await, 1, "the draft was committed");
}

#[on_each_database]
async fn before_publish_is_committed(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::Created).await;
    let frozen = scenario.lock_table("invoices").await;
    scenario.send_without_waiting(Step::Published).await;
    scenario.wait_until_blocked().await;
    scenario.kill().await;
    frozen.rollback().await.unwrap();
    assert_eq!(scenario.invoice_row().await.status, domain::invoice::InvoiceStatus::Draft);
    assert!(scenario.messages().await.is_empty(), "nobody is told of what did not happen");
    scenario.restart().await;
}

#[on_each_database]
async fn before_publish_response_is_sent(scenario: &mut CrashScenario) {
    scenario.advance_to(Step::Created).await;
    // The worker may not be quicker than the crash.
    scenario.mail.hold_responses("220");
    scenario.site.hold_responses("HTTP/1.1 200");
    scenario.send_without_waiting(Step::Published).await;
    scenario.site.wait_until_held().await;
    scenario.crash().await;
    assert_eq!(scenario.invoice_row().await.status, domain::invoice::InvoiceStatus::Open);
}

#[on_each_database]
async fn while_invoice_email_is_sent(scenario: &mut CrashScenario) {
    scenario.mail.hold_responses("354");
    scenario.advance_to(Step::Published).await;
    scenario.mail.wait_until_held().await;
    assert!(scenario.sandbox.inbox.messages().is_empty());
    scenario.crash().await;
}

#[on_each_database]
async fn after_smtp_accept_before_response(scenario: &mut CrashScenario) {
    scenario.mail.hold_responses("250 Kept");
    scenario.advance_to(Step::Published).await;
    scenario.mail.wait_until_held().await;
    assert!(!scenario.is_email_sent(domain::email::EmailKind::InvoicePublished).await);
    scenario.crash().await;
    scenario.advance_to(Step::Emailed).await;
    let mails = scenario.sandbox.inbox.messages();
    assert_eq!(mails.len(), 2, "it is sent again");
    assert_eq!(mails[0].message_id, mails[1].message_id);
}

#[on_each_database]
async fn while_email_delivery_is_recorded(scenario: &mut CrashScenario) {
    scenario.mail.hold_responses("250 Kept");
    scenario.advance_to(Step::Published).await;
    scenario.mail.wait_until_held().await;
    let frozen = scenario.lock_table("emails").await;
    scenario.mail.release_held();
    scenario.wait_until_blocked().await;
    scenario.kill().await;
    // PostgreSQL may still finish the statement that waited; then it is not sent again.
    frozen.rollback().await.unwrap();
    scenario.restart().await;
}
