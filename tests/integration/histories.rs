//! Random histories of money. However its events travel and whenever the server dies, a history ends as it does
//! when each event is told once and at once: the same invoices, payments and books, which agree with the
//! processor's own balance.
//!
//! `PROPTY_HISTORIES` sets how many are played on each database, `PROPTY_HISTORY_SEED` the first seed; a failure
//! names its seed.

mod acts;
mod stage;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use application::bookkeeping::verify_books::verify_books;
use entity::{invoice, payment, payout};
use futures::FutureExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use support::{Database, World};

use stage::Stage;

/// So many share a world, which grows slower with each.
const TOGETHER: u64 = 10;
/// So many are played on each database unless told otherwise.
const HISTORIES: u64 = 40;

/// What a history comes to.
#[derive(Debug, PartialEq, Eq)]
struct End {
    invoices: Vec<(i64, String, i64)>,
    payments: Vec<(String, String, i64, [i64; 3])>,
    payouts: Vec<(i64, String)>,
    ledger: BTreeMap<String, i64>,
}

async fn end(stage: &Stage<'_>) -> End {
    let (db, property) = (stage.world.app.db.write(), stage.community.property);
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
    // A deposit that came back before anybody heard of it was never booked; one that was is booked back.
    ledger.retain(|_, balance| *balance != 0);
    End {
        invoices: invoices.into_iter().map(|row| (row.total, row.status, row.balance)).collect(),
        payments,
        payouts,
        ledger,
    }
}

/// What the books have at the processor is its balance and what is on its way to the bank.
async fn assert_true(stage: &Stage<'_>, end: &End) {
    let account = stage.world.account(&stage.community).await;
    let balance = stage.world.sandbox.stripe.whole_balance(&account).unwrap();
    let under_way =
        end.payouts.iter().filter(|(_, status)| matches!(status.as_str(), "pending" | "in_transit"));
    let under_way: i64 = under_way.map(|(amount, _)| amount).sum();
    let clearing = end.ledger.get("1200").copied().unwrap_or_default();
    assert_eq!(clearing, balance + under_way, "clearing, and the processor's balance with what is under way");
    let deposited: i64 =
        end.payouts.iter().filter(|(_, status)| status == "paid").map(|(amount, _)| amount).sum();
    assert_eq!(end.ledger.get("1000").copied().unwrap_or_default(), deposited, "the bank, and what arrived");
    assert_eq!(end.ledger.values().sum::<i64>(), 0, "debits and credits");
}

async fn play(seed: u64, told: &World, untold: &World) {
    let acts = acts::history(seed);
    let name = format!("History {seed}");
    let mut in_order = Stage::set(told, &name, None).await;
    in_order.play(&acts).await;
    let expected = end(&in_order).await;
    assert_true(&in_order, &expected).await;
    let mut in_chaos = Stage::set(untold, &name, Some(seed)).await;
    in_chaos.play(&acts).await;
    let found = end(&in_chaos).await;
    assert_eq!(found, expected, "a history that went wrong on its way ends elsewhere");
    assert_true(&in_chaos, &found).await;
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap())
}

async fn play_all(database: Database) {
    if !database.is_wanted() {
        println!("left out by PROPTY_TEST_DATABASES");
        return;
    }
    let (first, count) = (number("PROPTY_HISTORY_SEED", 1), number("PROPTY_HISTORIES", HISTORIES));
    println!("seeds {first} to {}", first + count - 1);
    let mut seed = first;
    while seed < first + count {
        let (told, untold) = (World::start(database).await, World::start(database).await);
        let until = (seed + TOGETHER).min(first + count);
        for seed in seed..until {
            let played = AssertUnwindSafe(play(seed, &told, &untold)).catch_unwind().await;
            if let Err(why) = played {
                eprintln!("the history of seed {seed}: {:#?}", acts::history(seed));
                eprintln!("PROPTY_HISTORY_SEED={seed} PROPTY_HISTORIES=1 plays it again");
                std::panic::resume_unwind(why);
            }
        }
        for world in [&told, &untold] {
            assert_eq!(verify_books(&world.app).await.unwrap().problems, Vec::<String>::new());
            world.finish().await;
        }
        println!("{database:?}: seeds to {} hold", until - 1);
        seed = until;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_it_is_told_it_ends_the_same_on_sqlite() {
    play_all(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_it_is_told_it_ends_the_same_on_postgres() {
    play_all(Database::Postgres).await;
}
