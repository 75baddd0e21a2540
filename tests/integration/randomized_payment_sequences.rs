//! Random histories of money. However its events travel and whenever the server dies, a history ends as it does
//! when each event is told once and at once: the same invoices, payments and books, which agree with the
//! processor's own balance.
//!
//! `PROPTY_PAYMENT_SEQUENCES` sets how many are played on each database, `PROPTY_PAYMENT_SEQUENCE_SEED` the first seed; a failure
//! names its seed.

mod operations;
mod runner;

use domain::invoice::InvoiceStatus;
use domain::payment::{PaymentMethod, PaymentStatus};
use domain::payout::PayoutStatus;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use application::bookkeeping::verify_ledger::verify_ledger;
use entity::{invoice, payment, payout};
use futures::FutureExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use support::{Database, TestApp, on_each_database};

use runner::SequenceRunner;

/// So many share a test app, which gets slower with each.
const SEQUENCES_PER_APP: u64 = 10;
/// So many are played on each database unless told otherwise.
const DEFAULT_SEQUENCES: u64 = 40;

/// What a history comes to.
#[derive(Debug, PartialEq, Eq)]
struct FinalState {
    invoices: Vec<(i64, InvoiceStatus, i64)>,
    payments: Vec<(PaymentMethod, PaymentStatus, i64, [i64; 3])>,
    payouts: Vec<(i64, PayoutStatus)>,
    ledger: BTreeMap<String, i64>,
}

async fn final_state(stage: &SequenceRunner<'_>) -> FinalState {
    let (db, property) = (stage.test.app.db.write(), stage.community.property);
    let invoices = invoice::Entity::find()
        .filter(invoice::Column::PropertyId.eq(property))
        .order_by_asc(invoice::Column::Number)
        .all(db);
    let payments = payment::Entity::find().filter(payment::Column::PropertyId.eq(property)).all(db);
    let payouts = payout::Entity::find().filter(payout::Column::PropertyId.eq(property)).all(db);
    let (invoices, payments, payouts) = futures::try_join!(invoices, payments, payouts).unwrap();
    let mut payments: Vec<_> = payments
        .into_iter()
        .map(|row| (row.method, row.status, row.amount, [row.refunded, row.disputed, row.returned]))
        .collect();
    let mut payouts: Vec<_> = payouts.into_iter().map(|row| (row.amount, row.status)).collect();
    payments.sort();
    payouts.sort();
    let mut ledger: BTreeMap<String, i64> =
        store::ledger::balances(db, property).await.unwrap().into_iter().collect();
    // A payout that came back before anybody heard of it was never booked; one that was is booked back.
    ledger.retain(|_, balance| *balance != 0);
    FinalState {
        invoices: invoices.into_iter().map(|row| (row.total, row.status, row.balance)).collect(),
        payments,
        payouts,
        ledger,
    }
}

/// What the books have at the processor is its balance and what is on its way to the bank.
async fn assert_books_match_processor(stage: &SequenceRunner<'_>, end: &FinalState) {
    let account = stage.test.stripe_account(&stage.community).await;
    let balance = stage.test.sandbox.stripe.total_balance(&account).unwrap();
    let under_way = end
        .payouts
        .iter()
        .filter(|(_, status)| matches!(status, PayoutStatus::Pending | PayoutStatus::InTransit));
    let under_way: i64 = under_way.map(|(amount, _)| amount).sum();
    let clearing = end.ledger.get("1200").copied().unwrap_or_default();
    assert_eq!(clearing, balance + under_way, "clearing, and the processor's balance with what is under way");
    let paid_out: i64 = end
        .payouts
        .iter()
        .filter(|(_, status)| *status == PayoutStatus::Paid)
        .map(|(amount, _)| amount)
        .sum();
    assert_eq!(end.ledger.get("1000").copied().unwrap_or_default(), paid_out, "the bank, and what arrived");
    assert_eq!(end.ledger.values().sum::<i64>(), 0, "debits and credits");
}

async fn run(seed: u64, ordered: &TestApp, disturbed: &TestApp) {
    let acts = operations::generate_sequence(seed);
    let name = format!("History {seed}");
    let mut in_order = SequenceRunner::new(ordered, &name, None).await;
    in_order.run(&acts).await;
    let expected = final_state(&in_order).await;
    assert_books_match_processor(&in_order, &expected).await;
    let mut in_chaos = SequenceRunner::new(disturbed, &name, Some(seed)).await;
    in_chaos.run(&acts).await;
    let found = final_state(&in_chaos).await;
    assert_eq!(found, expected, "a history that went wrong on its way ends elsewhere");
    assert_books_match_processor(&in_chaos, &found).await;
}

/// A number from 1, from the environment.
fn env_number(name: &str, otherwise: u64) -> u64 {
    let Ok(text) = std::env::var(name) else { return otherwise };
    match text.parse::<u64>() {
        Ok(number @ 1..) => number,
        _ => panic!("{name} is {text:?}, and should be a whole number from 1"),
    }
}

#[on_each_database]
async fn event_delivery_does_not_change_the_outcome(database: Database) {
    let (first, count) = (
        env_number("PROPTY_PAYMENT_SEQUENCE_SEED", 1),
        env_number("PROPTY_PAYMENT_SEQUENCES", DEFAULT_SEQUENCES),
    );
    println!("seeds {first} to {}", first + count - 1);
    let mut seed = first;
    while seed < first + count {
        let (ordered, disturbed) = (TestApp::start(database).await, TestApp::start(database).await);
        let until = (seed + SEQUENCES_PER_APP).min(first + count);
        for seed in seed..until {
            let played = AssertUnwindSafe(run(seed, &ordered, &disturbed)).catch_unwind().await;
            if let Err(why) = played {
                eprintln!("the history of seed {seed}: {:#?}", operations::generate_sequence(seed));
                eprintln!("PROPTY_PAYMENT_SEQUENCE_SEED={seed} PROPTY_PAYMENT_SEQUENCES=1 plays it again");
                std::panic::resume_unwind(why);
            }
        }
        for test in [&ordered, &disturbed] {
            assert_eq!(verify_ledger(&test.app).await.unwrap().problems, Vec::<String>::new());
            test.finish().await;
        }
        println!("{database:?}: seeds to {} hold", until - 1);
        seed = until;
    }
}
