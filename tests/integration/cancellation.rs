//! Whoever asks may give up at any moment: a browser that is closed, a worker that is stopped. Nothing of it stays
//! open in the database.

use std::pin::pin;
use std::task::Poll;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use support::{TestApp, on_each_database, wait_until};

/// Asks so often whether a transaction has begun, then gives up.
async fn cancel_after(test: &TestApp, polls: u32) {
    let mut begin = pin!(test.app.db.begin());
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
async fn has_open_transaction(test: &TestApp) -> bool {
    let sql = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";
    let open = Statement::from_string(DbBackend::Postgres, sql);
    test.app.db.read().query_one_raw(open).await.unwrap().is_some()
}

#[on_each_database]
async fn cancelled_transaction_is_rolled_back(test: &TestApp) {
    if test.app.db.backend() == DbBackend::Postgres {
        // Several connections are there already: one that begins is then soon at the word itself.
        let all = futures::future::try_join_all((0..8).map(|_| test.app.db.begin())).await.unwrap();
        futures::future::try_join_all(all.into_iter().map(|txn| txn.commit())).await.unwrap();
    }
    for polls in 1..6 {
        futures::future::join_all((0..8).map(|_| cancel_after(test, polls))).await;
        if test.app.db.backend() == DbBackend::Postgres {
            wait_until("no transaction is open", async || !has_open_transaction(test).await).await;
        }
    }
    // On SQLite there is one connection that writes: one that is left open would be waited for in vain.
    test.app.db.begin().await.unwrap().commit().await.unwrap();
}
