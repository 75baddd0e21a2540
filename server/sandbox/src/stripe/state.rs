//! The simulated processor's state, in memory, and the one way to access it: [`SharedState::with_state`] first lets what fell
//! due happen, then runs a step, then wakes whoever waits for a change.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;
use url::Url;

use super::account::Account;
use super::account_link::AccountLink;
use super::api_error::ApiError;
use super::balance::BalanceTransaction;
use super::call_log::CallLog;
use super::charge::Charge;
use super::customer::Customer;
use super::delivery_queue::DeliveryQueue;
use super::dispute::Dispute;
use super::event::{Cause, Event};
use super::ids::Collection;
use super::mandate::Mandate;
use super::payment_intent::PaymentIntent;
use super::payment_method::PaymentMethod;
use super::payout::Payout;
use super::refund::Refund;
use super::scheduler::Scheduler;
use super::session::Session;
use super::setup_intent::SetupIntent;

/// The key of the platform's own objects.
pub const PLATFORM: &str = "";

/// What belongs to one account; nothing here is visible to another.
#[derive(Default)]
pub struct AccountObjects {
    pub customers: Collection<Customer>,
    pub sessions: Collection<Session>,
    pub setup_intents: Collection<SetupIntent>,
    pub methods: Collection<PaymentMethod>,
    pub mandates: Collection<Mandate>,
    pub intents: Collection<PaymentIntent>,
    pub charges: Collection<Charge>,
    pub refunds: Collection<Refund>,
    pub disputes: Collection<Dispute>,
    pub payouts: Collection<Payout>,
    pub transactions: Collection<BalanceTransaction>,
    /// When payouts were last considered.
    pub last_payout_run: Option<i64>,
}

/// The state behind the API.
pub struct StripeState {
    /// Unix seconds on the sandbox's clock; during catching up, the instant being played.
    pub now: i64,
    /// Seconds the sandbox's clock is ahead of the wall clock.
    pub offset: i64,
    /// Where the API and its pages are reached.
    pub base: Url,
    pub accounts: BTreeMap<String, Account>,
    pub links: BTreeMap<String, AccountLink>,
    pub objects: BTreeMap<String, AccountObjects>,
    pub events: Collection<Event>,
    /// What falls due.
    pub scheduler: Scheduler,
    pub deliveries: DeliveryQueue,
    pub calls: CallLog,
    /// The API call being answered; events it causes carry it.
    pub cause: Option<Cause>,
    /// Counts changes that someone may be waiting for.
    pub revision: u64,
}

impl StripeState {
    pub fn new(base: Url) -> Self {
        Self {
            now: 0,
            offset: 0,
            base,
            accounts: BTreeMap::new(),
            links: BTreeMap::new(),
            objects: BTreeMap::new(),
            events: Collection::default(),
            scheduler: Scheduler::default(),
            deliveries: DeliveryQueue::default(),
            calls: CallLog::default(),
            cause: None,
            revision: 0,
        }
    }

    /// The objects of an account, or 404 if nothing was ever written there.
    pub fn objects(&self, account: &str) -> Result<&AccountObjects, ApiError> {
        self.objects.get(account).ok_or_else(|| ApiError::not_found("account", account))
    }

    pub fn objects_mut(&mut self, account: &str) -> &mut AccountObjects {
        self.objects.entry(account.to_owned()).or_default()
    }

    /// The account in whose objects an object with this identifier is.
    pub fn owner_of(&self, found: impl Fn(&AccountObjects) -> bool) -> Option<String> {
        self.objects.iter().find(|(_, objects)| found(objects)).map(|(account, _)| account.clone())
    }

    /// An address on this server.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Something changed that a waiting task should look at.
    pub fn touch(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }
}

/// The state behind its lock, shared by the API, the delivery task and the handles.
#[derive(Clone)]
pub struct SharedState {
    state: Arc<Mutex<StripeState>>,
    changes: watch::Sender<u64>,
    wall_clock: Arc<dyn Fn() -> i64 + Send + Sync>,
}

impl SharedState {
    /// `wall_clock` gives unix milliseconds.
    pub fn new(base: Url, wall_clock: Arc<dyn Fn() -> i64 + Send + Sync>) -> Self {
        Self {
            state: Arc::new(Mutex::new(StripeState::new(base))),
            changes: watch::Sender::new(0),
            wall_clock,
        }
    }

    /// Unix seconds on the wall clock.
    pub fn wall(&self) -> i64 {
        (self.wall_clock)().div_euclid(1000)
    }

    /// Lets what is due happen, then runs `step`. The lock is held for the step only.
    pub fn with_state<T>(&self, step: impl FnOnce(&mut StripeState) -> T) -> T {
        let (answer, revision) = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let now = self.wall() + state.offset;
            state.catch_up(now);
            let answer = step(&mut state);
            (answer, state.revision)
        };
        self.changes.send_if_modified(|seen| {
            let changed = *seen != revision;
            *seen = revision;
            changed
        });
        answer
    }

    /// A receiver that is told of every change.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}
