//! Many events at once, each delivered three times and shuffled, while a billing run is on: every delivery is
//! accepted and each has its effect once. `cargo xtask bench` does it with ten thousand events and tells how long
//! the answers took.

use domain::ledger::TransactionCause;
use domain::payment::PaymentStatus;
use std::time::{Duration, Instant};

use domain::email::EmailKind;
use entity::{ledger_transaction, payment, webhook_event};
use futures::StreamExt;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use sandbox::{DeliveryMode, Event};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use support::community::{CREATE, draft};
use support::{Community, TestApp, on_each_database};
use worker::WorkerSettings;
use worker::run_due_jobs;

const PUBLISH_ALL: &str = "mutation($organization: ID!) { invoicePublishAll(idempotencyKey: \"run\",
    input: { organizationId: $organization, notify: false }) { billingRun { id } userErrors { code } } }";

/// In these seconds a network and a user may make the requests of one payment again.
const RATE_LIMIT_PAUSE: i64 = 2;

/// Pays so many invoices by card without a word of it reaching Propty.
async fn pay_without_events(test: &TestApp, community: &Community, count: usize) {
    let resident = test.sign_in(community.resident(0)).await;
    test.sandbox.stripe.set_delivery_mode(DeliveryMode::Drop);
    for _ in 0..count {
        // Nobody may ask as much as this in no time.
        test.clock.advance(RATE_LIMIT_PAUSE);
        let invoice = test.published_invoice(community, 0, "80.00").await;
        let (_, session) = test.checkout(&resident, &invoice, "CARD").await;
        test.sandbox.stripe.pay_card(&session).unwrap();
    }
}

/// Delivers events three times each, shuffled and many at a time, while a billing run is carried out; gives how
/// long each answer took.
async fn deliver_concurrently(
    test: &TestApp,
    community: &Community,
    events: &[Event],
    drafts: usize,
) -> Vec<Duration> {
    let manager = test.sign_in(&community.manager).await;
    for number in 0..drafts {
        test.clock.advance(RATE_LIMIT_PAUSE);
        let input = draft(community, 0, "10.00", &format!("draft {number}"));
        manager.mutate("invoiceCreate", CREATE, input).await;
    }
    let organization = json!({ "organization": community.organization_id() });
    manager.mutate("invoicePublishAll", PUBLISH_ALL, organization).await;
    let mut deliveries: Vec<&Event> = (0..3).flat_map(|_| events).collect();
    deliveries.shuffle(&mut StdRng::seed_from_u64(7));
    let (stop, mut stopped) = tokio::sync::watch::channel(false);
    let worker = {
        let app = test.app.clone();
        tokio::spawn(async move {
            while !*stopped.borrow_and_update() {
                if run_due_jobs(&app, WorkerSettings::default()).await.unwrap() == 0 {
                    tokio::task::yield_now().await;
                }
            }
        })
    };
    let client = reqwest::Client::new();
    let client = &client;
    let took = futures::stream::iter(deliveries)
        .map(|event| async move {
            let (headers, body) = test.sandbox.stripe.signed_event(&event.id, event.endpoint).unwrap();
            let address = format!("{}/{}", test.site, event.endpoint.path());
            let request = headers
                .into_iter()
                .fold(client.post(address), |request, (name, value)| request.header(name, value));
            let begun = Instant::now();
            let status = request.body(body).send().await.unwrap().status();
            assert_eq!(status, 200, "{}", event.kind);
            begun.elapsed()
        })
        .buffer_unordered(8)
        .collect()
        .await;
    stop.send(true).unwrap();
    worker.await.unwrap();
    test.run_jobs().await;
    took
}

async fn assert_applied_once(test: &TestApp, events: &[Event], payments: usize) {
    let db = test.app.db.write();
    let stored = webhook_event::Entity::find();
    let ids: Vec<&String> = events.iter().map(|event| &event.id).collect();
    let mut count = 0;
    for some in ids.chunks(500) {
        let some = some.iter().map(|id| id.as_str());
        count += stored.clone().filter(webhook_event::Column::EventId.is_in(some)).count(db).await.unwrap();
    }
    assert_eq!(count, u64::try_from(events.len()).unwrap(), "each event is stored once");
    let settled = payment::Entity::find()
        .filter(payment::Column::Status.eq(PaymentStatus::Succeeded))
        .count(db)
        .await
        .unwrap();
    let posted = ledger_transaction::Entity::find()
        .filter(ledger_transaction::Column::Cause.eq(TransactionCause::OnlinePayment))
        .count(db)
        .await
        .unwrap();
    let payments = u64::try_from(payments).unwrap();
    assert_eq!((settled, posted), (payments, payments));
    let receipts = entity::email::Entity::find()
        .filter(entity::email::Column::Kind.eq(EmailKind::Receipt))
        .count(db)
        .await
        .unwrap();
    assert_eq!(receipts, payments, "one receipt each");
}

#[on_each_database]
async fn duplicate_events_are_applied_once_during_a_billing_run(test: &TestApp) {
    let community = test.connected_community("Flood", 1).await;
    pay_without_events(test, &community, 12).await;
    let events = test.sandbox.stripe.events();
    deliver_concurrently(test, &community, &events, 10).await;
    assert_applied_once(test, &events, 12).await;
}

/// For `cargo xtask bench`: prints the median and the slow end of the answers to 10,000 events.
#[on_each_database]
#[ignore = "a measurement: `cargo xtask bench`"]
async fn bench_ten_thousand_events(test: &TestApp) {
    let community = test.connected_community("Flood", 1).await;
    let mut payments = 0;
    while test.sandbox.stripe.events().len() < 10_000 {
        pay_without_events(test, &community, 50).await;
        payments += 50;
    }
    let events = test.sandbox.stripe.events();
    let mut took = deliver_concurrently(test, &community, &events, 1_000).await;
    assert_applied_once(test, &events, payments).await;
    took.sort();
    let at = |share: usize| took[took.len() * share / 1000].as_secs_f64() * 1000.0;
    println!(
        "{:?}: {} deliveries of {} events, {payments} payments: median {:.1} ms, 99 % {:.1} ms, slowest {:.1} ms",
        test.app.db.backend(),
        took.len(),
        events.len(),
        at(500),
        at(990),
        at(999),
    );
}
