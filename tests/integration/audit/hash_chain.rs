//! The chain: the database refuses to change or remove an event, and what somebody changes all the same, with the
//! triggers out of the way, is found by `application::audit::verify` and by `propty doctor`.

use domain::audit::ActorKind;
use domain::audit::AuditAction;
use domain::audit::AuditEventHashInput;
use entity::{audit_chain, audit_event};
use jiff::SignedDuration;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use support::server_process::doctor;
use support::{Community, TestApp, on_each_database};

async fn run(test: &TestApp, sql: &str) -> Result<(), String> {
    test.app.db.write().execute_unprepared(sql).await.map(drop).map_err(|error| error.to_string())
}

async fn drop_append_only_triggers(test: &TestApp) {
    let drops: &[&str] = match test.app.db.backend() {
        DbBackend::Postgres => &["DROP TRIGGER audit_events_append_only ON audit_events"],
        _ => &["DROP TRIGGER audit_events_no_UPDATE", "DROP TRIGGER audit_events_no_DELETE"],
    };
    for sql in drops {
        run(test, sql).await.unwrap();
    }
}

async fn events(test: &TestApp) -> Vec<audit_event::Model> {
    audit_event::Entity::find()
        .order_by_asc(audit_event::Column::Sequence)
        .all(test.app.db.write())
        .await
        .unwrap()
}

async fn replace(test: &TestApp, row: &audit_event::Model) {
    remove(test, row).await;
    audit_event::Entity::insert(row.clone().into_active_model()).exec(test.app.db.write()).await.unwrap();
}

async fn remove(test: &TestApp, row: &audit_event::Model) {
    audit_event::Entity::delete_by_id(row.id).exec(test.app.db.write()).await.unwrap();
}

/// Makes sure that what is wrong is found; gives it in words.
async fn assert_detected(test: &TestApp, what: &str) -> String {
    let (_, problems) = application::audit::verify(&test.app).await.unwrap();
    assert!(!problems.is_empty(), "{what} was not found");
    problems.join("; ")
}

/// What is changed, and how.
type Tampering = (&'static str, fn(&mut audit_event::Model));

/// A community with a few events.
async fn community_with_events(test: &TestApp, name: &str) -> Vec<audit_event::Model> {
    let community = Community::build(&test.app, name, 1).await;
    test.published_invoice(&community, 0, "10.00").await;
    test.run_jobs().await;
    let rows = events(test).await;
    assert!(rows.len() >= 3);
    rows
}

#[on_each_database]
async fn audit_events_are_append_only(test: &TestApp) {
    let rows = community_with_events(test, "Growing").await;
    let id = rows[0].id.uuid().simple();
    let key = match test.app.db.backend() {
        DbBackend::Postgres => format!("'{id}'"),
        _ => format!("x'{id}'"),
    };
    let mut refused = vec![
        format!("UPDATE audit_events SET detail = '{{}}' WHERE id = {key}"),
        format!("UPDATE audit_events SET network = NULL WHERE id = {key}"),
        format!("DELETE FROM audit_events WHERE id = {key}"),
        "DELETE FROM audit_events".to_owned(),
        "UPDATE audit_events SET sequence = sequence + 1".to_owned(),
    ];
    match test.app.db.backend() {
        DbBackend::Postgres => refused.push("TRUNCATE audit_events".to_owned()),
        _ => refused
            .push(format!("INSERT OR REPLACE INTO audit_events SELECT * FROM audit_events WHERE id = {key}")),
    }
    for sql in refused {
        let why = run(test, &sql).await.err().unwrap_or_else(|| panic!("{sql} was let through"));
        assert!(why.contains("audit_events is append-only"), "{sql}: {why}");
    }
    assert_eq!(events(test).await, rows);
}

#[on_each_database]
async fn each_audit_event_chains_to_the_previous_hash(test: &TestApp) {
    let rows = community_with_events(test, "Linked").await;
    let mut previous = String::new();
    for (index, row) in rows.iter().enumerate() {
        assert_eq!((row.sequence, &row.previous_hash), (i64::try_from(index).unwrap() + 1, &previous));
        previous.clone_from(&row.hash);
    }
    let end = audit_chain::Entity::find().one(test.app.db.write()).await.unwrap().unwrap();
    assert_eq!((end.sequence, end.hash), (i64::try_from(rows.len()).unwrap(), previous));
    let (covered, problems) = application::audit::verify(&test.app).await.unwrap();
    assert_eq!((covered, problems), (u64::try_from(rows.len()).unwrap(), Vec::<String>::new()));
}

#[on_each_database]
async fn any_modified_column_breaks_the_chain(test: &TestApp) {
    let rows = community_with_events(test, "Changed").await;
    drop_append_only_triggers(test).await;
    let middle = rows[1].clone();
    let changes: [Tampering; 9] = [
        ("detail", |row| row.detail = "{}".into()),
        ("actor", |row| row.actor_name = Some("Eve".into())),
        ("actor's id", |row| row.actor_id = None),
        ("actor's kind", |row| row.actor_kind = ActorKind::Propty),
        ("network", |row| row.network = None),
        ("action", |row| row.action = AuditAction::SignedOut),
        ("subject", |row| row.subject = Some(String::new())),
        ("time", |row| row.at = row.at - SignedDuration::from_millis(1)),
        ("hash before", |row| row.previous_hash = "0".repeat(64)),
    ];
    for (what, change) in changes {
        let mut changed = middle.clone();
        change(&mut changed);
        assert_ne!(changed, middle, "{what}");
        replace(test, &changed).await;
        assert!(assert_detected(test, what).await.contains("broken at event 2"));
    }
    replace(test, &middle).await;
}

#[on_each_database]
async fn removed_event_is_detected_even_at_the_end(test: &TestApp) {
    let rows = community_with_events(test, "Removed").await;
    drop_append_only_triggers(test).await;
    for (at, words) in [(0, "broken"), (1, "broken"), (rows.len() - 1, "ends at")] {
        remove(test, &rows[at]).await;
        let error = assert_detected(test, "a removed event").await;
        assert!(error.contains(words), "{at}: {error}");
        replace(test, &rows[at]).await;
    }
    let end = audit_chain::Entity::find().one(test.app.db.write()).await.unwrap().unwrap();
    audit_chain::Entity::delete_by_id(end.organization_id).exec(test.app.db.write()).await.unwrap();
    assert!(assert_detected(test, "a chain without its end").await.contains("is not known"));
    audit_chain::Entity::insert(end.into_active_model()).exec(test.app.db.write()).await.unwrap();
}

#[on_each_database]
async fn rehashed_last_event_is_detected(test: &TestApp) {
    let rows = community_with_events(test, "Sealed").await;
    drop_append_only_triggers(test).await;
    let last = rows.last().unwrap();
    let mut forged = audit_event::Model { detail: r#"{"total":1}"#.into(), ..last.clone() };
    forged.hash = AuditEventHashInput {
        previous: &forged.previous_hash,
        organization: forged.organization_id,
        sequence: forged.sequence,
        at: forged.at,
        action: forged.action.code(),
        actor_kind: forged.actor_kind.code(),
        actor: forged.actor_id,
        actor_name: forged.actor_name.as_deref(),
        network: forged.network.as_deref(),
        object: forged.object_id,
        subject: forged.subject.as_deref(),
        detail: &forged.detail,
    }
    .hash();
    replace(test, &forged).await;
    assert!(assert_detected(test, "a forged end").await.contains("another event"));
    replace(test, last).await;
}

#[on_each_database]
async fn doctor_reports_a_broken_audit_chain(test: &TestApp) {
    let rows = community_with_events(test, "Doctored").await;
    doctor(&test.environment).await.unwrap();
    drop_append_only_triggers(test).await;
    let by = audit_event::Column::Id.eq(rows[1].id);
    let change = |detail: String| {
        audit_event::Entity::update_many()
            .col_expr(audit_event::Column::Detail, Expr::val(detail))
            .filter(by.clone())
    };
    change("{}".into()).exec(test.app.db.write()).await.unwrap();
    let error = doctor(&test.environment).await.unwrap_err();
    assert!(error.contains("WRONG audit: org_") && error.contains("broken at event 2"), "{error}");
    change(rows[1].detail.clone()).exec(test.app.db.write()).await.unwrap();
    doctor(&test.environment).await.unwrap();
}
