//! How many SQL statements the main job takes. A statement more is a round trip more for every invoice and payment;
//! when it is worth it, raise the number here.

use application::notifications::send_email::SendEmail;
use application::outbox::{Job, JobOutcome};
use application::payments::record_payment::record_payment;
use domain::id::PaymentId;
use entity::email;
use sandbox::DeliveryMode;
use sea_orm::EntityTrait;
use serde_json::json;
use support::community::{CREATE, PUBLISH, draft};
use support::{TestApp, on_each_database};

/// Counts the statements of a future.
async fn count<T>(test: &TestApp, work: impl Future<Output = T>) -> (u64, T) {
    let before = test.app.db.statements();
    let result = work.await;
    (test.app.db.statements() - before, result)
}

#[on_each_database]
async fn statement_counts_of_the_main_job(test: &TestApp) {
    let community = test.connected_community("Counted", 2).await;
    // The unit's accounts in the ledger are opened with its first invoice.
    test.published_invoice(&community, 0, "80.00").await;
    test.run_jobs().await;
    let manager = test.sign_in(&community.manager).await;
    let (caller, _) = count(test, manager.execute("{ viewer { id } }", json!({}))).await;

    let created = manager.mutate("invoiceCreate", CREATE, draft(&community, 0, "80.00", "second")).await;
    let invoice = created["invoices"][0]["id"].as_str().unwrap().to_owned();
    let variables = json!({ "id": invoice, "notify": true, "key": "publish" });
    let (publish, _) = count(test, manager.mutate("invoicePublish", PUBLISH, variables)).await;

    let email = email::Entity::find().all(test.app.db.read()).await.unwrap();
    let email = email.iter().find(|email| email.sent_at.is_none()).unwrap().id;
    let (mail, sent) = count(test, SendEmail { email }.run(&test.app)).await;
    assert_eq!(sent, JobOutcome::Finished);
    test.run_jobs().await;

    let resident = test.sign_in(community.resident(0)).await;
    let (payment, session) = test.checkout(&resident, &invoice, "CARD").await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    test.sandbox.stripe.pay_card(&session).unwrap();
    let payment = payment.parse::<PaymentId>().unwrap();
    let (record, recorded) = count(test, record_payment(&test.app, payment)).await;
    recorded.unwrap();
    let (again, recorded) = count(test, record_payment(&test.app, payment)).await;
    recorded.unwrap();
    println!(
        "publish {publish}, of them {caller} for the caller; email {mail}; payment {record}; again {again}"
    );
    // The same on both databases: `BEGIN`, `COMMIT` and PostgreSQL's `NOTIFY` are not counted.
    assert_eq!(publish - caller, 17);
    assert_eq!(mail, 7);
    assert_eq!(record, 22);
    assert_eq!(again, 4, "an answer with nothing new");
    test.run_jobs().await;
}
