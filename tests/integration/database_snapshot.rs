//! The comparison of whole databases on which other tests stand.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use entity::invoice;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use support::{TestApp, on_each_database, on_sqlite};

/// What an assertion that fails says.
fn failure(assertion: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

#[on_each_database]
async fn every_table_is_read(test: &TestApp) {
    let entities: BTreeSet<&str> = include_str!("../../entity/src/lib.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let tables = test.snapshot().await.tables();
    assert_eq!(tables, entities, "add the new table to tests/support/database_snapshot.rs");
}

#[on_each_database]
async fn differing_rows_are_printed(test: &TestApp) {
    let community = test.connected_community("Counted", 1).await;
    test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    let db = test.app.db.write();
    let before = test.snapshot().await;
    before.assert_unchanged(&test.snapshot().await);

    let row = invoice::Entity::find().one(db).await.unwrap().unwrap();
    let mut changed = row.clone().into_active_model();
    changed.title = Set("Other dues".to_owned());
    changed.update(db).await.unwrap();
    let after = test.snapshot().await;
    let message = failure(|| before.assert_unchanged(&after));
    let id = row.id.uuid();
    assert_eq!(
        message,
        format!("rows differ:\n  invoice changed, id \"{id}\", title \"Monthly dues\" -> \"Other dues\"")
    );
    before.assert_unchanged_except(&["invoice"], &after);
    let message = failure(|| before.assert_unchanged_except(&["job"], &after));
    assert!(message.contains("Other dues"), "{message}");

    row.into_active_model().reset_all().update(db).await.unwrap();
    before.assert_unchanged(&test.snapshot().await);
    test.sign_in(&community.manager).await;
    let after = test.snapshot().await;
    let message = failure(|| before.assert_unchanged(&after));
    assert!(
        message.contains("session added: {")
            && message.contains(&community.manager.user.id.uuid().to_string()),
        "{message}"
    );
    let message = failure(|| after.assert_unchanged(&before));
    assert!(message.contains("session removed: {"), "{message}");
}

#[on_sqlite]
async fn unknown_table_is_an_error(test: &TestApp) {
    let snapshot = test.snapshot().await;
    let message = failure(|| snapshot.assert_unchanged_except(&["invoices"], &snapshot));
    assert!(message.starts_with("there is no table \"invoices\""), "{message}");
}
