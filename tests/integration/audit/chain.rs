//! The chain: the database refuses to change or remove an event, and what somebody changes all the same, with the
//! triggers out of the way, is found by `application::audit::verify` and by `propty doctor`.

use domain::audit::Sealed;
use entity::{audit_chain, audit_event};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use support::server_process::doctor;
use support::{Community, World, on_each_database};

async fn run(world: &World, sql: &str) -> Result<(), String> {
    world.app.db.write().execute_unprepared(sql).await.map(drop).map_err(|error| error.to_string())
}

async fn without_triggers(world: &World) {
    let drops: &[&str] = match world.app.db.backend() {
        DbBackend::Postgres => &["DROP TRIGGER audit_events_append_only ON audit_events"],
        _ => &["DROP TRIGGER audit_events_no_UPDATE", "DROP TRIGGER audit_events_no_DELETE"],
    };
    for sql in drops {
        run(world, sql).await.unwrap();
    }
}

async fn events(world: &World) -> Vec<audit_event::Model> {
    audit_event::Entity::find()
        .order_by_asc(audit_event::Column::Sequence)
        .all(world.app.db.write())
        .await
        .unwrap()
}

async fn replace(world: &World, row: &audit_event::Model) {
    remove(world, row).await;
    audit_event::Entity::insert(row.clone().into_active_model()).exec(world.app.db.write()).await.unwrap();
}

async fn remove(world: &World, row: &audit_event::Model) {
    audit_event::Entity::delete_by_id(row.id).exec(world.app.db.write()).await.unwrap();
}

/// Makes sure that what is wrong is found; gives it in words.
async fn found(world: &World, what: &str) -> String {
    let (_, problems) = application::audit::verify(&world.app).await.unwrap();
    assert!(!problems.is_empty(), "{what} was not found");
    problems.join("; ")
}

/// What is changed, and how.
type Change = (&'static str, fn(&mut audit_event::Model));

/// A community with a few events.
async fn eventful(world: &World, name: &str) -> Vec<audit_event::Model> {
    let community = Community::build(&world.app, name, 1).await;
    world.published(&community, 0, "10.00").await;
    world.work().await;
    let rows = events(world).await;
    assert!(rows.len() >= 3);
    rows
}

on_each_database! {
    async fn the_database_refuses_to_change_or_remove_an_event(world: &World) {
        let rows = eventful(world, "Growing").await;
        let id = rows[0].id.simple();
        let key = match world.app.db.backend() {
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
        match world.app.db.backend() {
            DbBackend::Postgres => refused.push("TRUNCATE audit_events".to_owned()),
            _ => refused.push(format!(
                "INSERT OR REPLACE INTO audit_events SELECT * FROM audit_events WHERE id = {key}"
            )),
        }
        for sql in refused {
            let why = run(world, &sql).await.err().unwrap_or_else(|| panic!("{sql} was let through"));
            assert!(why.contains("audit_events is append-only"), "{sql}: {why}");
        }
        assert_eq!(events(world).await, rows);
    }

    async fn each_event_carries_the_hash_of_the_one_before(world: &World) {
        let rows = eventful(world, "Linked").await;
        let mut previous = String::new();
        for (index, row) in rows.iter().enumerate() {
            assert_eq!((row.sequence, &row.previous_hash), (i64::try_from(index).unwrap() + 1, &previous));
            previous.clone_from(&row.hash);
        }
        let end = audit_chain::Entity::find().one(world.app.db.write()).await.unwrap().unwrap();
        assert_eq!((end.sequence, end.hash), (i64::try_from(rows.len()).unwrap(), previous));
        let (covered, problems) = application::audit::verify(&world.app).await.unwrap();
        assert_eq!((covered, problems), (u64::try_from(rows.len()).unwrap(), Vec::<String>::new()));
    }

    async fn a_row_that_was_changed_is_found_whatever_was_changed(world: &World) {
        let rows = eventful(world, "Changed").await;
        without_triggers(world).await;
        let middle = rows[1].clone();
        let changes: [Change; 9] = [
            ("detail", |row| row.detail = "{}".into()),
            ("actor", |row| row.actor_name = Some("Eve".into())),
            ("actor's id", |row| row.actor_id = None),
            ("actor's kind", |row| row.actor_kind = "propty".into()),
            ("network", |row| row.network = None),
            ("action", |row| row.action = "signed_out".into()),
            ("subject", |row| row.subject = Some(String::new())),
            ("time", |row| row.at -= 1),
            ("hash before", |row| row.previous_hash = "0".repeat(64)),
        ];
        for (what, change) in changes {
            let mut changed = middle.clone();
            change(&mut changed);
            assert_ne!(changed, middle, "{what}");
            replace(world, &changed).await;
            assert!(found(world, what).await.contains("broken at event 2"));
        }
        replace(world, &middle).await;
    }

    async fn an_event_that_was_removed_is_found_also_at_the_end(world: &World) {
        let rows = eventful(world, "Removed").await;
        without_triggers(world).await;
        for (at, words) in [(0, "broken"), (1, "broken"), (rows.len() - 1, "ends at")] {
            remove(world, &rows[at]).await;
            let told = found(world, "a removed event").await;
            assert!(told.contains(words), "{at}: {told}");
            replace(world, &rows[at]).await;
        }
        let end = audit_chain::Entity::find().one(world.app.db.write()).await.unwrap().unwrap();
        audit_chain::Entity::delete_by_id(end.organization_id).exec(world.app.db.write()).await.unwrap();
        assert!(found(world, "a chain without its end").await.contains("is not known"));
        audit_chain::Entity::insert(end.into_active_model()).exec(world.app.db.write()).await.unwrap();
    }

    async fn the_last_event_sealed_anew_is_found(world: &World) {
        let rows = eventful(world, "Sealed").await;
        without_triggers(world).await;
        let last = rows.last().unwrap();
        let mut forged = audit_event::Model { detail: r#"{"total":1}"#.into(), ..last.clone() };
        forged.hash = Sealed {
            previous: &forged.previous_hash,
            organization: forged.organization_id,
            sequence: forged.sequence,
            at: forged.at,
            action: &forged.action,
            actor_kind: &forged.actor_kind,
            actor: forged.actor_id,
            actor_name: forged.actor_name.as_deref(),
            network: forged.network.as_deref(),
            object: forged.object_id,
            subject: forged.subject.as_deref(),
            detail: &forged.detail,
        }
        .hash();
        replace(world, &forged).await;
        assert!(found(world, "a forged end").await.contains("another event"));
        replace(world, last).await;
    }

    async fn the_doctor_tells_of_a_broken_trail(world: &World) {
        let rows = eventful(world, "Doctored").await;
        doctor(&world.environment).await.unwrap();
        without_triggers(world).await;
        let by = audit_event::Column::Id.eq(rows[1].id);
        let change = |detail: String| {
            audit_event::Entity::update_many()
                .col_expr(audit_event::Column::Detail, Expr::val(detail))
                .filter(by.clone())
        };
        change("{}".into()).exec(world.app.db.write()).await.unwrap();
        let told = doctor(&world.environment).await.unwrap_err();
        assert!(told.contains("WRONG audit: org_") && told.contains("broken at event 2"), "{told}");
        change(rows[1].detail.clone()).exec(world.app.db.write()).await.unwrap();
        doctor(&world.environment).await.unwrap();
    }
}
