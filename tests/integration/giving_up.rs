//! Whoever asks may give up at any moment: a browser that is closed, a worker that is stopped. Nothing of it stays
//! open in the database.

use std::pin::pin;
use std::task::Poll;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use support::{World, on_each_database, until};

/// Asks so often whether a transaction has begun, then gives up.
async fn give_up_after(world: &World, polls: u32) {
    let mut begin = pin!(world.app.db.begin());
    let mut left = polls;
    std::future::poll_fn(move |context| {
        left -= 1;
        match begin.as_mut().poll(context) {
            Poll::Pending if left > 0 => Poll::Pending,
            _ => Poll::Ready(()),
        }
    })
    .await;
}

/// Whether a connection is in a transaction in which nothing happens.
async fn is_open(world: &World) -> bool {
    let sql = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";
    let open = Statement::from_string(DbBackend::Postgres, sql);
    world.app.db.read().query_one_raw(open).await.unwrap().is_some()
}

on_each_database! {
    async fn a_transaction_that_nobody_waits_for_is_not_left_open(world: &World) {
        if world.app.db.backend() == DbBackend::Postgres {
            // Several connections are there already: one that begins is then soon at the word itself.
            let all = futures::future::try_join_all((0..8).map(|_| world.app.db.begin())).await.unwrap();
            futures::future::try_join_all(all.into_iter().map(|txn| txn.commit())).await.unwrap();
        }
        for polls in 1..6 {
            futures::future::join_all((0..8).map(|_| give_up_after(world, polls))).await;
            if world.app.db.backend() == DbBackend::Postgres {
                until("no transaction is open", async || !is_open(world).await).await;
            }
        }
        // On SQLite there is one connection that writes: one that is left open would be waited for in vain.
        world.app.db.begin().await.unwrap().commit().await.unwrap();
    }
}
