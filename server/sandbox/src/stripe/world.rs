//! Everything the sandbox knows, in memory, and the one way to touch it: [`Shared::play`] first lets what fell
//! due happen, then runs a step, then wakes whoever waits for a change.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;
use url::Url;

use super::account::Account;
use super::account_link::AccountLink;
use super::agenda::Agenda;
use super::balance::BalanceTransaction;
use super::calls::Calls;
use super::charge::Charge;
use super::customer::Customer;
use super::dispute::Dispute;
use super::event::{Cause, Event};
use super::ids::Shelf;
use super::mandate::Mandate;
use super::payment_intent::PaymentIntent;
use super::payment_method::PaymentMethod;
use super::payout::Payout;
use super::problem::Problem;
use super::queue::Deliveries;
use super::refund::Refund;
use super::session::Session;
use super::setup_intent::SetupIntent;

/// The key of the platform's own books.
pub const PLATFORM: &str = "";

/// What belongs to one account; nothing here is visible to another.
#[derive(Default)]
pub struct Books {
    pub customers: Shelf<Customer>,
    pub sessions: Shelf<Session>,
    pub setup_intents: Shelf<SetupIntent>,
    pub methods: Shelf<PaymentMethod>,
    pub mandates: Shelf<Mandate>,
    pub intents: Shelf<PaymentIntent>,
    pub charges: Shelf<Charge>,
    pub refunds: Shelf<Refund>,
    pub disputes: Shelf<Dispute>,
    pub payouts: Shelf<Payout>,
    pub transactions: Shelf<BalanceTransaction>,
    /// When payouts were last considered.
    pub last_payout_run: Option<i64>,
}

/// The state behind the API.
pub struct World {
    /// Unix seconds on the sandbox's clock; during catching up, the instant being played.
    pub now: i64,
    /// Seconds the sandbox's clock is ahead of the wall clock.
    pub offset: i64,
    /// Where the API and its pages are reached.
    pub base: Url,
    pub accounts: BTreeMap<String, Account>,
    pub links: BTreeMap<String, AccountLink>,
    pub books: BTreeMap<String, Books>,
    pub events: Shelf<Event>,
    /// What falls due.
    pub agenda: Agenda,
    pub deliveries: Deliveries,
    pub calls: Calls,
    /// The API call being answered; events it causes carry it.
    pub cause: Option<Cause>,
    /// Counts changes that someone may be waiting for.
    pub revision: u64,
}

impl World {
    pub fn new(base: Url) -> Self {
        Self {
            now: 0,
            offset: 0,
            base,
            accounts: BTreeMap::new(),
            links: BTreeMap::new(),
            books: BTreeMap::new(),
            events: Shelf::default(),
            agenda: Agenda::default(),
            deliveries: Deliveries::default(),
            calls: Calls::default(),
            cause: None,
            revision: 0,
        }
    }

    /// The books of an account, or 404 if nothing was ever written there.
    pub fn books(&self, account: &str) -> Result<&Books, Problem> {
        self.books.get(account).ok_or_else(|| Problem::missing("account", account))
    }

    pub fn books_mut(&mut self, account: &str) -> &mut Books {
        self.books.entry(account.to_owned()).or_default()
    }

    /// The account in whose books an object with this identifier is.
    pub fn owner_of(&self, found: impl Fn(&Books) -> bool) -> Option<String> {
        self.books.iter().find(|(_, books)| found(books)).map(|(account, _)| account.clone())
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

/// The world behind its lock, shared by the API, the delivery task and the handles.
#[derive(Clone)]
pub struct Shared {
    world: Arc<Mutex<World>>,
    changes: watch::Sender<u64>,
    wall_clock: Arc<dyn Fn() -> i64 + Send + Sync>,
}

impl Shared {
    /// `wall_clock` gives unix milliseconds.
    pub fn new(base: Url, wall_clock: Arc<dyn Fn() -> i64 + Send + Sync>) -> Self {
        Self { world: Arc::new(Mutex::new(World::new(base))), changes: watch::Sender::new(0), wall_clock }
    }

    /// Unix seconds on the wall clock.
    pub fn wall(&self) -> i64 {
        (self.wall_clock)().div_euclid(1000)
    }

    /// Lets what is due happen, then runs `step`. The lock is held for the step only.
    pub fn play<T>(&self, step: impl FnOnce(&mut World) -> T) -> T {
        let (answer, revision) = {
            let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
            let now = self.wall() + world.offset;
            world.catch_up(now);
            let answer = step(&mut world);
            (answer, world.revision)
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
