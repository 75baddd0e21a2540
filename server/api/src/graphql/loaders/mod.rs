//! Batching look-ups for what hangs below a row that a scope let through: one statement for all rows of a page,
//! whichever field asks. This module collects the keys of one request and runs the look-ups; the look-ups
//! themselves are in a file per area, each with a key type of its own.

mod bookkeeping;
mod community;
mod invoices;
mod payments;
mod payouts;

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{self, Poll, Wake, Waker};
use std::time::Duration;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::{Context, Result};
use futures::stream::{FuturesUnordered, StreamExt};
use futures::task::AtomicWaker;

use super::errors::internal;
use application::app::App;
use store::StoreError;

pub(super) use bookkeeping::{
    BalancesOfClosing, ClosingsOfProperty, EntriesOfTransaction, ReconciliationOfProperty,
};
pub(super) use community::{
    InvitedAtOfResident, OrganizationById, PropertyById, ResidenciesOfResident, ResidenciesOfUnit,
};
pub(super) use invoices::{
    AuditEventsOfObject, AutopayDateOfInvoice, BalanceOfUnit, EmailsOfInvoice, InvoiceKey, LinesOfInvoice,
    OwnBalanceOfUnit, PaymentsOfInvoice,
};
pub(super) use payments::{
    AllocationsOfPayment, DisputesOfPayment, PaymentAccountOfProperty, PaymentKey, PropertyOfAccount,
    RefundsOfPayment,
};
pub(super) use payouts::{CompositionOfPayout, ItemsOfPayout, PayoutKey, PayoutOfPayment};

type LookupFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The look-ups of one request. They are run by `run_with`, in the task of the request itself, and begin only
/// when its resolvers can't go on: so a page's keys are read by one statement, whichever threads are free.
pub(super) struct Loaders {
    loader: DataLoader<DatabaseLoader>,
    pending: Arc<Mutex<Vec<LookupFuture>>>,
    request_id: String,
}

/// What the look-ups read from.
pub(super) struct DatabaseLoader(App);

/// More keys than a page of the largest size asks for, and fewer than a statement may have.
const MAX_BATCH_SIZE: usize = 10_000;

impl Loaders {
    /// Those of a request, which internal errors name by its id.
    pub(super) fn new(app: &App, request_id: &str) -> Loaders {
        let pending: Arc<Mutex<Vec<LookupFuture>>> = Arc::default();
        let queue = Arc::clone(&pending);
        let loader = DataLoader::new(DatabaseLoader(app.clone()), move |work: LookupFuture| {
            queue.lock().unwrap_or_else(PoisonError::into_inner).push(work);
        });
        let loader = loader.delay(Duration::ZERO).max_batch_size(MAX_BATCH_SIZE);
        Loaders { loader, pending, request_id: request_id.to_owned() }
    }

    async fn get<K>(&self, key: K) -> Result<Option<<DatabaseLoader as Loader<K>>::Value>>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        DatabaseLoader: Loader<K, Error = Arc<StoreError>>,
    {
        self.loader.load_one(key).await.map_err(|error| {
            tracing::error!(request = self.request_id, %error, "a look-up failed");
            internal(&self.request_id)
        })
    }

    /// Runs the resolvers of a request together with the look-ups they ask for.
    pub(super) async fn run_with<T>(&self, resolvers: impl Future<Output = T>) -> T {
        let mut resolvers = std::pin::pin!(resolvers);
        let mut running: FuturesUnordered<LookupFuture> = FuturesUnordered::new();
        let pause = Arc::new(YieldWaker::default());
        let waker = Waker::from(Arc::clone(&pause));
        std::future::poll_fn(|context| {
            pause.request.register(context.waker());
            loop {
                pause.is_over.store(false, Ordering::SeqCst);
                if let Poll::Ready(answer) = resolvers.as_mut().poll(&mut task::Context::from_waker(&waker)) {
                    return Poll::Ready(answer);
                }
                // Long lists are polled in stretches; a look-up waits until all of them have asked. The pause's
                // end has woken this task as well.
                if pause.is_over.load(Ordering::SeqCst) {
                    return Poll::Pending;
                }
                running.extend(self.pending.lock().unwrap_or_else(PoisonError::into_inner).drain(..));
                // A look-up that has ended lets resolvers go on.
                if !matches!(running.poll_next_unpin(context), Poll::Ready(Some(()))) {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}

/// Tells resolvers that wait from those that only let others have a turn.
#[derive(Default)]
struct YieldWaker {
    is_over: AtomicBool,
    request: AtomicWaker,
}

impl Wake for YieldWaker {
    fn wake(self: Arc<Self>) {
        self.is_over.store(true, Ordering::SeqCst);
        self.request.wake();
    }
}

/// Batched look-ups in resolvers.
pub(super) trait LoadExt {
    /// What a key leads to, read together with the other keys that the request's resolvers ask for meanwhile.
    async fn load<K>(&self, key: K) -> Result<Option<<DatabaseLoader as Loader<K>>::Value>>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        DatabaseLoader: Loader<K, Error = Arc<StoreError>>;
}

impl LoadExt for Context<'_> {
    async fn load<K>(&self, key: K) -> Result<Option<<DatabaseLoader as Loader<K>>::Value>>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        DatabaseLoader: Loader<K, Error = Arc<StoreError>>,
    {
        self.data::<Arc<Loaders>>()?.get(key).await
    }
}

/// A look-up: the type of its key, the value a key leads to, and the read for all keys of a batch, which gives a
/// map by key.
macro_rules! look_up {
    ($key:ty => $value:ty, |$app:ident, $keys:ident| $read:expr) => {
        impl async_graphql::dataloader::Loader<$key> for $crate::graphql::loaders::DatabaseLoader {
            type Value = $value;
            type Error = std::sync::Arc<store::StoreError>;

            fn load(
                &self,
                keys: &[$key],
            ) -> impl Future<Output = Result<std::collections::HashMap<$key, $value>, Self::Error>> + Send
            {
                let ($app, $keys) = (self.0.clone(), keys.to_vec());
                async move {
                    let found: store::StoreResult<std::collections::HashMap<$key, $value>> = $read.await;
                    found.map_err(std::sync::Arc::new)
                }
            }
        }
    };
}

/// A look-up by the id of one row, in a key type of its own.
macro_rules! look_up_by_id {
    ($(#[$doc:meta])* $key:ident($id:ty) => $value:ty, |$app:ident, $ids:ident| $read:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $key(pub $id);

        $crate::graphql::loaders::look_up!($key => $value, |$app, keys| async move {
            let $ids: Vec<$id> = keys.iter().map(|key| key.0).collect();
            let found: store::StoreResult<std::collections::HashMap<$id, $value>> = $read.await;
            Ok(found?.into_iter().map(|(id, value)| ($key(id), value)).collect())
        });
    };
}

use {look_up, look_up_by_id};
