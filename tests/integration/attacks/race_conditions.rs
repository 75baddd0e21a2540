//! Requests that are overtaken: what was checked before a lock is checked again behind it. Only PostgreSQL tells
//! who waits; SQLite lets one transaction in at a time, and each reads what the one before it left.

use application::identity::password;
use domain::instant::Instant;
use entity::{invitation, user};
use futures::future::join_all;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use store::Txn;
use store::people;
use store::sessions;
use support::identity::{ACCEPT, FACTOR_START, MEMBER_INVITE, PASSWORD, SIGN_IN, manager};
use support::lock_waits::wait_until_blocked;
use support::{Client, Community, Person, TestApp, on_each_database, on_postgres};

/// Holds somebody's row until a request waits for it, changes what it had read, and lets it go on.
async fn race_with_change(
    test: &TestApp,
    person: &Person,
    request: impl Future<Output = Value> + Send + 'static,
    change: impl AsyncFnOnce(&Txn),
) -> Value {
    let txn = test.app.db.begin().await.unwrap();
    store::people::lock_user(&txn, person.user.id).await.unwrap();
    let asking = tokio::spawn(request);
    wait_until_blocked(&test.app).await;
    change(&txn).await;
    txn.commit().await.unwrap();
    asking.await.unwrap()
}

async fn sent(client: Client, document: &'static str, variables: Value) -> Value {
    client.send(document, variables).await.2["data"].clone()
}

async fn enable_second_factor(txn: &Txn, person: &Person) {
    user::Entity::update_many()
        .col_expr(user::Column::SecondFactorSalt, Expr::val("00"))
        .col_expr(user::Column::SecondFactorEnabledAt, Expr::val(1))
        .filter(user::Column::Id.eq(person.user.id))
        .exec(txn)
        .await
        .unwrap();
}

#[on_postgres]
async fn sign_in_races_with_password_change(test: &TestApp) {
    let community = Community::build(&test.app, "Overtaken", 0).await;
    let person = &community.manager;
    test.give_password(person, PASSWORD).await;
    let request =
        sent(test.anonymous(), SIGN_IN, json!({ "email": person.user.email, "password": PASSWORD }));
    let hash = password::hash(&test.app, "another horse, another staple").await.unwrap();
    let response = race_with_change(test, person, request, async |txn| {
        people::set_password(txn, person.user.id, Some(hash)).await.unwrap();
        sessions::end_others(txn, person.user.id, None).await.unwrap();
    })
    .await;
    assert_eq!(response["signIn"]["userErrors"][0]["code"], "INVALID_CREDENTIALS", "{response:#}");
    test.run_jobs().await;
}

#[on_postgres]
async fn sign_in_races_with_second_factor_enrollment(test: &TestApp) {
    let community = Community::build(&test.app, "Between", 0).await;
    let person = &community.manager;
    test.give_password(person, PASSWORD).await;
    let request =
        sent(test.anonymous(), SIGN_IN, json!({ "email": person.user.email, "password": PASSWORD }));
    let response =
        race_with_change(test, person, request, async |txn| enable_second_factor(txn, person).await).await;
    assert_eq!(
        (&response["signIn"]["viewer"], &response["signIn"]["secondFactorRequired"]),
        (&json!(null), &json!(true))
    );
}

#[on_postgres]
async fn second_factor_enrollment_is_not_restarted_by_a_race(test: &TestApp) {
    let community = Community::build(&test.app, "Anew", 0).await;
    let person = &community.manager;
    let request = sent(test.sign_in(person).await, FACTOR_START, json!({}));
    let response =
        race_with_change(test, person, request, async |txn| enable_second_factor(txn, person).await).await;
    assert_eq!(
        response["secondFactorEnroll"]["userErrors"][0]["code"], "SECOND_FACTOR_ENABLED",
        "{response:#}"
    );
    let row = user::Entity::find_by_id(person.user.id).one(test.app.db.write()).await.unwrap().unwrap();
    assert_eq!(row.second_factor_enabled_at.map(Instant::as_millis), Some(1), "it stays on");
}

#[on_each_database]
async fn concurrent_invites_leave_one_open_invitation(test: &TestApp) {
    let community = Community::build(&test.app, "Clicks", 0).await;
    let inviting = test.sign_in(&community.manager).await;
    let variables = json!({ "id": community.organization_id(), "input": manager("noor@example.com") });
    let response =
        join_all((0..4).map(|_| inviting.mutate("memberInvite", MEMBER_INVITE, variables.clone()))).await;
    assert_eq!(response.len(), 4);
    let open = invitation::Entity::find()
        .filter(invitation::Column::AcceptedAt.is_null())
        .filter(invitation::Column::EndedAt.is_null());
    assert_eq!(open.count(test.app.db.write()).await.unwrap(), 1);
    test.run_jobs().await;
}

/// Both write to the trails of both organizations, each in an order of its own if nobody took care.
#[on_each_database]
async fn concurrent_sign_ins_across_organizations_do_not_deadlock(test: &TestApp) {
    let near = Community::build(&test.app, "Near", 0).await;
    let far = Community::build(&test.app, "Far", 0).await;
    let (of_near, of_far) = (test.sign_in(&near.manager).await, test.sign_in(&far.manager).await);
    let names: Vec<String> = (0..6).map(|number| format!("guest-{number}@example.com")).collect();
    for name in &names {
        for (inviting, home) in [(&of_near, &near), (&of_far, &far)] {
            let token = test.invite(inviting, &home.organization_id(), manager(name)).await;
            if home.organization == far.organization {
                test.anonymous()
                    .start_session(
                        "invitationAccept",
                        ACCEPT,
                        json!({ "token": token, "password": PASSWORD }),
                    )
                    .await;
            }
        }
    }
    // Half of them accept the other invitation, the first one, while the rest signs in.
    let mut tokens = Vec::new();
    for name in &names[..3] {
        tokens.push(test.invite(&of_near, &near.organization_id(), manager(name)).await);
    }
    for name in &names[3..] {
        let token = test.invite(&of_near, &near.organization_id(), manager(name)).await;
        test.anonymous().start_session("invitationAccept", ACCEPT, json!({ "token": token })).await;
    }
    let accepting = tokens.iter().map(|token| {
        let variables = json!({ "token": token });
        async move { test.anonymous().start_session("invitationAccept", ACCEPT, variables).await.1 }
    });
    let signing_in = names[3..]
        .iter()
        .flat_map(|name| [name; 3])
        .map(|name| async move { test.sign_in_by_password(name, PASSWORD).await.1 });
    let (accepted, signed_in) = futures::join!(join_all(accepting), join_all(signing_in));
    assert_eq!((accepted.len(), signed_in.len()), (3, 9));
    test.run_jobs().await;
}
