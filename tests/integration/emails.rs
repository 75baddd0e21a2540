//! Stored emails that can't be rendered: their jobs fail and say why, and nothing else is sent in their place.

use domain::email::EmailStatus;
use entity::email;
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};
use support::{TestApp, on_each_database};

/// Publishes an invoice, changes the stored email about it, and asserts that it failed with this error.
async fn assert_fails(test: &TestApp, change: &str, expected: &str) {
    test.expect_failed_jobs(1);
    let community = test.connected_community("Corrupt", 1).await;
    test.published_invoice(&community, 0, "80.00").await;
    test.app.db.write().execute_unprepared(change).await.unwrap();
    test.run_jobs().await;
    assert!(test.sandbox.inbox.messages().is_empty(), "nothing is sent");
    let (status, error): (EmailStatus, String) = email::Entity::find()
        .select_only()
        .column(email::Column::Status)
        .column(email::Column::LastError)
        .into_tuple()
        .one(test.app.db.read())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(status, EmailStatus::Failed);
    assert!(error.contains(expected), "{error}");
}

#[on_each_database]
async fn email_of_unknown_kind_fails(test: &TestApp) {
    assert_fails(test, "UPDATE emails SET kind = 'from_another_version'", "from_another_version").await;
}

#[on_each_database]
async fn email_about_another_object_than_its_kind_fails(test: &TestApp) {
    assert_fails(test, "UPDATE emails SET kind = 'receipt'", "email of kind receipt").await;
}
