//! Batching look-ups for what hangs below a row that a scope let through: one statement for all rows of a
//! page, whichever field asks. Keys are newtypes so that each kind of look-up has its own.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use async_graphql::dataloader::{DataLoader, Loader};
use domain::id::Uuid;
use entity::{
    dispute, email, invoice_line, ledger_account, ledger_entry, organization, payment_account,
    payment_allocation, payout, payout_item, period_closing, property, reconciliation, refund,
};
use futures::stream::{FuturesUnordered, StreamExt};
use futures::task::AtomicWaker;

use application::app::App;
use store::invoices::InvoiceRow;
use store::payments::PaymentRow;
use store::payouts::PayoutItemTotal;
use store::properties::{Residencies, ResidencyRow};
use store::{Scope, StoreError};

type LookupFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The look-ups of one request. They are run by `run_with`, in the task of the request itself, and begin only
/// when its resolvers can't go on: so a page's keys are read by one statement, whichever threads are free.
pub struct Loaders {
    loader: DataLoader<DatabaseLoader>,
    pending: Arc<Mutex<Vec<LookupFuture>>>,
}

/// What the look-ups read from.
pub struct DatabaseLoader(App);

/// More keys than a page of the largest size asks for, and fewer than a statement may have.
const MAX_BATCH_SIZE: usize = 10_000;

impl Loaders {
    pub(super) fn new(app: &App) -> Loaders {
        let pending: Arc<Mutex<Vec<LookupFuture>>> = Arc::default();
        let queue = Arc::clone(&pending);
        let loader = DataLoader::new(DatabaseLoader(app.clone()), move |work: LookupFuture| {
            queue.lock().unwrap_or_else(PoisonError::into_inner).push(work);
        });
        let loader = loader.delay(Duration::ZERO).max_batch_size(MAX_BATCH_SIZE);
        Loaders { loader, pending }
    }

    pub(super) async fn get<K>(
        &self,
        key: K,
    ) -> async_graphql::Result<Option<<DatabaseLoader as Loader<K>>::Value>>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        DatabaseLoader: Loader<K, Error = Arc<StoreError>>,
    {
        self.loader.load_one(key).await.map_err(|error| {
            tracing::error!(%error, "a look-up failed");
            super::errors::masked_error("")
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
                if let Poll::Ready(answer) = resolvers.as_mut().poll(&mut Context::from_waker(&waker)) {
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

macro_rules! loader {
    ($key:ident, $value:ty, |$source:ident, $ids:ident| $body:expr) => {
        #[doc = "A key of its own for this look-up."]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $key(pub Uuid);

        impl Loader<$key> for DatabaseLoader {
            type Value = $value;
            type Error = Arc<StoreError>;

            fn load(
                &self,
                keys: &[$key],
            ) -> impl Future<Output = Result<HashMap<$key, Self::Value>, Self::Error>> + Send {
                let $ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
                let $source = self.0.clone();
                async move {
                    let found: Result<HashMap<Uuid, $value>, StoreError> = $body.await;
                    Ok(found.map_err(Arc::new)?.into_iter().map(|(id, value)| ($key(id), value)).collect())
                }
            }
        }
    };
}

loader!(LinesOfInvoice, Vec<invoice_line::Model>, |app, ids| async {
    store::invoices::lines(app.db.read(), &ids).await
});
loader!(PaymentsOfInvoice, Vec<(PaymentRow, payment_allocation::Model)>, |app, ids| async {
    store::payments::of_invoices(app.db.read(), &ids).await
});
loader!(EmailsOfInvoice, Vec<email::Model>, |app, ids| async {
    store::emails::of_invoices(app.db.read(), &ids).await
});
loader!(AuditEventsOfObject, Vec<entity::audit_event::Model>, |app, ids| async {
    store::audit::of_objects(app.db.read(), &ids).await
});
loader!(AllocationsOfPayment, Vec<payment_allocation::Model>, |app, ids| async {
    store::payments::allocations_of_payments(app.db.read(), &ids).await
});
loader!(RefundsOfPayment, Vec<refund::Model>, |app, ids| async {
    store::refunds::of_payments(app.db.read(), &ids).await
});
loader!(DisputesOfPayment, Vec<dispute::Model>, |app, ids| async {
    store::refunds::disputes_of_payments(app.db.read(), &ids).await
});
loader!(AutopayDateOfInvoice, domain::day::Day, |app, ids| async {
    store::autopays::charge_dates(app.db.read(), &ids).await
});
loader!(PayoutOfPayment, payout::Model, |app, ids| async {
    let found = store::payouts::of_payments(app.db.read(), &ids).await?;
    Ok(found.into_iter().filter_map(|(item, payout)| Some((item.payment_id?, payout))).collect())
});
loader!(ItemsOfPayout, Vec<payout_item::Model>, |app, ids| async {
    store::payouts::items(app.db.read(), &ids).await
});
loader!(CompositionOfPayout, Vec<PayoutItemTotal>, |app, ids| async {
    store::payouts::composition(app.db.read(), &ids).await
});
loader!(PropertyById, property::Model, |app, ids| async {
    store::properties::properties_by_id(app.db.read(), &ids).await
});
loader!(ReconciliationOfProperty, reconciliation::Model, |app, ids| async {
    store::reconciliations::of_properties(app.db.read(), &ids).await
});
loader!(ClosingsOfProperty, Vec<period_closing::Model>, |app, ids| async {
    store::periods::of_properties(app.db.read(), &ids).await
});
loader!(BalancesOfClosing, Vec<(String, i64)>, |app, ids| async {
    store::periods::balances(app.db.read(), &ids).await
});
loader!(EntriesOfTransaction, Vec<(ledger_entry::Model, ledger_account::Model)>, |app, ids| async {
    store::ledger::entries(app.db.read(), &ids).await
});
loader!(PaymentAccountOfProperty, payment_account::Model, |app, ids| async {
    store::payment_accounts::of_properties(app.db.read(), &ids).await
});
loader!(ResidenciesOfUnit, Vec<ResidencyRow>, |app, ids| async {
    let rows = store::properties::residencies(app.db.read(), Residencies::OfUnits(&ids)).await?;
    Ok(grouped(rows, |row| row.unit.id))
});
loader!(ResidenciesOfResident, Vec<ResidencyRow>, |app, ids| async {
    let rows = store::properties::residencies(app.db.read(), Residencies::OfResidents(&ids)).await?;
    Ok(grouped(rows, |row| row.resident.id))
});
loader!(InvitedAtOfResident, i64, |app, ids| async {
    Ok(store::invitations::latest_of(app.db.read(), &ids).await?.into_iter().collect())
});
loader!(BalanceOfUnit, i64, |app, ids| async {
    store::invoices::balances_by_unit(app.db.read(), &ids).await
});
loader!(OrganizationById, organization::Model, |app, ids| async {
    store::properties::organizations(app.db.read(), &ids).await
});

/// An invoice of an organization; the organization comes from a row that a scope let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InvoiceKey {
    /// The tenant.
    pub organization: Uuid,
    /// The invoice.
    pub invoice: Uuid,
}

impl Loader<InvoiceKey> for DatabaseLoader {
    type Value = InvoiceRow;
    type Error = Arc<StoreError>;

    fn load(
        &self,
        keys: &[InvoiceKey],
    ) -> impl Future<Output = Result<HashMap<InvoiceKey, InvoiceRow>, Self::Error>> + Send {
        let app = self.0.clone();
        let ids: Vec<Uuid> = keys.iter().map(|key| key.invoice).collect();
        let scope = Scope::for_organizations(keys.iter().map(|key| key.organization));
        async move {
            let rows = store::invoices::get_many(app.db.read(), &scope, &ids).await.map_err(Arc::new)?;
            let keyed = |row: InvoiceRow| {
                (InvoiceKey { organization: row.invoice.organization_id, invoice: row.invoice.id }, row)
            };
            Ok(rows.into_iter().map(keyed).collect())
        }
    }
}

/// A payment of an organization, likewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PaymentKey {
    /// The tenant.
    pub organization: Uuid,
    /// The payment.
    pub payment: Uuid,
}

impl Loader<PaymentKey> for DatabaseLoader {
    type Value = PaymentRow;
    type Error = Arc<StoreError>;

    fn load(
        &self,
        keys: &[PaymentKey],
    ) -> impl Future<Output = Result<HashMap<PaymentKey, PaymentRow>, Self::Error>> + Send {
        let app = self.0.clone();
        let ids: Vec<Uuid> = keys.iter().map(|key| key.payment).collect();
        let scope = Scope::for_organizations(keys.iter().map(|key| key.organization));
        async move {
            let rows = store::payments::get_many(app.db.read(), &scope, &ids).await.map_err(Arc::new)?;
            let keyed = |row: PaymentRow| {
                (PaymentKey { organization: row.payment.organization_id, payment: row.payment.id }, row)
            };
            Ok(rows.into_iter().map(keyed).collect())
        }
    }
}

/// What one resident owes on a unit; the resident is one the caller is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OwnBalanceOfUnit {
    /// The unit.
    pub unit: Uuid,
    /// The resident.
    pub resident: Uuid,
}

impl Loader<OwnBalanceOfUnit> for DatabaseLoader {
    type Value = i64;
    type Error = Arc<StoreError>;

    fn load(
        &self,
        keys: &[OwnBalanceOfUnit],
    ) -> impl Future<Output = Result<HashMap<OwnBalanceOfUnit, i64>, Self::Error>> + Send {
        let app = self.0.clone();
        let units: Vec<Uuid> = keys.iter().map(|key| key.unit).collect();
        let residents: Vec<Uuid> = keys.iter().map(|key| key.resident).collect();
        async move {
            let found = store::invoices::balances_of_residents(app.db.read(), &units, &residents).await;
            let keyed = |(unit, resident, owed)| (OwnBalanceOfUnit { unit, resident }, owed);
            Ok(found.map_err(Arc::new)?.into_iter().map(keyed).collect())
        }
    }
}

/// A payout of an organization, likewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PayoutKey {
    /// The tenant.
    pub organization: Uuid,
    /// The payout.
    pub payout: Uuid,
}

impl Loader<PayoutKey> for DatabaseLoader {
    type Value = payout::Model;
    type Error = Arc<StoreError>;

    fn load(
        &self,
        keys: &[PayoutKey],
    ) -> impl Future<Output = Result<HashMap<PayoutKey, payout::Model>, Self::Error>> + Send {
        let app = self.0.clone();
        let ids: Vec<Uuid> = keys.iter().map(|key| key.payout).collect();
        let scope = Scope::for_organizations(keys.iter().map(|key| key.organization));
        async move {
            let rows = store::payouts::get_many(app.db.read(), &scope, &ids).await.map_err(Arc::new)?;
            let keyed =
                |row: payout::Model| (PayoutKey { organization: row.organization_id, payout: row.id }, row);
            Ok(rows.into_iter().map(keyed).collect())
        }
    }
}

/// The property an account at the processor belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PropertyOfAccount(pub String);

impl Loader<PropertyOfAccount> for DatabaseLoader {
    type Value = property::Model;
    type Error = Arc<StoreError>;

    fn load(
        &self,
        keys: &[PropertyOfAccount],
    ) -> impl Future<Output = Result<HashMap<PropertyOfAccount, property::Model>, Self::Error>> + Send {
        let app = self.0.clone();
        let accounts: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        async move {
            let found = store::payment_accounts::properties_of(app.db.read(), &accounts).await;
            let keyed = |(account, row)| (PropertyOfAccount(account), row);
            Ok(found.map_err(Arc::new)?.into_iter().map(keyed).collect())
        }
    }
}

fn grouped<T>(rows: Vec<T>, key: impl Fn(&T) -> Uuid) -> HashMap<Uuid, Vec<T>> {
    let mut groups: HashMap<Uuid, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
