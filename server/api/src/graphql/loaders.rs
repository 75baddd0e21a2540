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
    dispute, invoice_line, ledger_account, ledger_entry, message, organization, payment_account,
    payment_allocation, payout, payout_item, period_closing, property, reconciliation, refund,
};
use futures::stream::{FuturesUnordered, StreamExt};
use futures::task::AtomicWaker;

use application::app::App;
use store::invoices::InvoiceRow;
use store::payments::PaymentRow;
use store::payouts::Part;
use store::properties::{Residencies, ResidencyRow};
use store::{Scope, StoreError};

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The look-ups of one request. They are run by `beside`, in the task of the request itself, and begin only
/// when its resolvers can't go on: so a page's keys are read by one statement, whichever threads are free.
pub struct Loaders {
    loader: DataLoader<Source>,
    begun: Arc<Mutex<Vec<Work>>>,
}

/// What the look-ups read from.
pub struct Source(App);

/// More keys than a page of the largest size asks for, and fewer than a statement may have.
const MOST_KEYS: usize = 10_000;

impl Loaders {
    pub(super) fn new(app: &App) -> Loaders {
        let begun: Arc<Mutex<Vec<Work>>> = Arc::default();
        let queue = Arc::clone(&begun);
        let loader = DataLoader::new(Source(app.clone()), move |work: Work| {
            queue.lock().unwrap_or_else(PoisonError::into_inner).push(work);
        });
        let loader = loader.delay(Duration::ZERO).max_batch_size(MOST_KEYS);
        Loaders { loader, begun }
    }

    pub(super) async fn get<K>(&self, key: K) -> async_graphql::Result<Option<<Source as Loader<K>>::Value>>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        Source: Loader<K, Error = Arc<StoreError>>,
    {
        self.loader.load_one(key).await.map_err(|error| {
            tracing::error!(%error, "a look-up failed");
            super::errors::broken("")
        })
    }

    /// Runs the resolvers of a request together with the look-ups they ask for.
    pub(super) async fn beside<T>(&self, resolvers: impl Future<Output = T>) -> T {
        let mut resolvers = std::pin::pin!(resolvers);
        let mut running: FuturesUnordered<Work> = FuturesUnordered::new();
        let pause = Arc::new(Pause::default());
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
                running.extend(self.begun.lock().unwrap_or_else(PoisonError::into_inner).drain(..));
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
struct Pause {
    is_over: AtomicBool,
    request: AtomicWaker,
}

impl Wake for Pause {
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

        impl Loader<$key> for Source {
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

loader!(LinesOf, Vec<invoice_line::Model>, |app, ids| async {
    store::invoices::lines(app.db.read(), &ids).await
});
loader!(PaymentsOf, Vec<(PaymentRow, payment_allocation::Model)>, |app, ids| async {
    store::payments::of_invoices(app.db.read(), &ids).await
});
loader!(MessagesOf, Vec<message::Model>, |app, ids| async {
    store::messages::of_invoices(app.db.read(), &ids).await
});
loader!(AuditOf, Vec<entity::audit_event::Model>, |app, ids| async {
    store::audit::of_objects(app.db.read(), &ids).await
});
loader!(SharesOf, Vec<payment_allocation::Model>, |app, ids| async {
    store::payments::shares_of_many(app.db.read(), &ids).await
});
loader!(RefundsOf, Vec<refund::Model>, |app, ids| async {
    store::refunds::of_payments(app.db.read(), &ids).await
});
loader!(DisputesOf, Vec<dispute::Model>, |app, ids| async {
    store::refunds::disputes_of_payments(app.db.read(), &ids).await
});
loader!(AutopayDayOf, String, |app, ids| async { store::autopays::days(app.db.read(), &ids).await });
loader!(DepositOf, payout::Model, |app, ids| async {
    let found = store::payouts::of_payments(app.db.read(), &ids).await?;
    Ok(found.into_iter().filter_map(|(item, payout)| Some((item.payment_id?, payout))).collect())
});
loader!(ItemsOf, Vec<payout_item::Model>, |app, ids| async {
    store::payouts::items(app.db.read(), &ids).await
});
loader!(CompositionOf, Vec<Part>, |app, ids| async {
    store::payouts::composition(app.db.read(), &ids).await
});
loader!(PropertyOf, property::Model, |app, ids| async {
    store::properties::properties_by_id(app.db.read(), &ids).await
});
loader!(ReconciliationOf, reconciliation::Model, |app, ids| async {
    store::reconciliations::of_properties(app.db.read(), &ids).await
});
loader!(ClosingsOf, Vec<period_closing::Model>, |app, ids| async {
    store::periods::of_properties(app.db.read(), &ids).await
});
loader!(ClosedBalancesOf, Vec<(String, i64)>, |app, ids| async {
    store::periods::balances(app.db.read(), &ids).await
});
loader!(EntriesOf, Vec<(ledger_entry::Model, ledger_account::Model)>, |app, ids| async {
    store::ledger::entries(app.db.read(), &ids).await
});
loader!(AccountOf, payment_account::Model, |app, ids| async {
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
loader!(InvitedAt, i64, |app, ids| async {
    Ok(store::invitations::latest_of(app.db.read(), &ids).await?.into_iter().collect())
});
loader!(BalanceOfUnit, i64, |app, ids| async {
    store::invoices::balances_by_unit(app.db.read(), &ids).await
});
loader!(OrganizationOf, organization::Model, |app, ids| async {
    store::properties::organizations(app.db.read(), &ids).await
});

/// An invoice of an organization; the organization comes from a row that a scope let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InvoiceOf {
    /// The tenant.
    pub organization: Uuid,
    /// The invoice.
    pub invoice: Uuid,
}

impl Loader<InvoiceOf> for Source {
    type Value = InvoiceRow;
    type Error = Arc<StoreError>;

    fn load(
        &self,
        keys: &[InvoiceOf],
    ) -> impl Future<Output = Result<HashMap<InvoiceOf, InvoiceRow>, Self::Error>> + Send {
        let app = self.0.clone();
        let ids: Vec<Uuid> = keys.iter().map(|key| key.invoice).collect();
        let scope = Scope::whole_of(keys.iter().map(|key| key.organization));
        async move {
            let rows = store::invoices::get_many(app.db.read(), &scope, &ids).await.map_err(Arc::new)?;
            let keyed = |row: InvoiceRow| {
                (InvoiceOf { organization: row.invoice.organization_id, invoice: row.invoice.id }, row)
            };
            Ok(rows.into_iter().map(keyed).collect())
        }
    }
}

/// A payment of an organization, likewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PaymentOf {
    /// The tenant.
    pub organization: Uuid,
    /// The payment.
    pub payment: Uuid,
}

impl Loader<PaymentOf> for Source {
    type Value = PaymentRow;
    type Error = Arc<StoreError>;

    fn load(
        &self,
        keys: &[PaymentOf],
    ) -> impl Future<Output = Result<HashMap<PaymentOf, PaymentRow>, Self::Error>> + Send {
        let app = self.0.clone();
        let ids: Vec<Uuid> = keys.iter().map(|key| key.payment).collect();
        let scope = Scope::whole_of(keys.iter().map(|key| key.organization));
        async move {
            let rows = store::payments::get_many(app.db.read(), &scope, &ids).await.map_err(Arc::new)?;
            let keyed = |row: PaymentRow| {
                (PaymentOf { organization: row.payment.organization_id, payment: row.payment.id }, row)
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

impl Loader<OwnBalanceOfUnit> for Source {
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

/// A deposit of an organization, likewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PayoutOf {
    /// The tenant.
    pub organization: Uuid,
    /// The deposit.
    pub payout: Uuid,
}

impl Loader<PayoutOf> for Source {
    type Value = payout::Model;
    type Error = Arc<StoreError>;

    fn load(
        &self,
        keys: &[PayoutOf],
    ) -> impl Future<Output = Result<HashMap<PayoutOf, payout::Model>, Self::Error>> + Send {
        let app = self.0.clone();
        let ids: Vec<Uuid> = keys.iter().map(|key| key.payout).collect();
        let scope = Scope::whole_of(keys.iter().map(|key| key.organization));
        async move {
            let rows = store::payouts::get_many(app.db.read(), &scope, &ids).await.map_err(Arc::new)?;
            let keyed =
                |row: payout::Model| (PayoutOf { organization: row.organization_id, payout: row.id }, row);
            Ok(rows.into_iter().map(keyed).collect())
        }
    }
}

/// The property an account at the processor belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PropertyOfAccount(pub String);

impl Loader<PropertyOfAccount> for Source {
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
