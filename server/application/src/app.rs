//! What every use case gets: the database, the outside through its ports, time and randomness.

use std::sync::Arc;

use domain::fee::FeeSchedule;
use domain::id::{Id, Uuid, uuid_v7};
use domain::instant::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::sync::Notify;

use crate::ports::{Clock, FileStore, Mailer, PaymentProcessor, Randomness};
use store::Db;

/// The application. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Where everything is kept.
    pub db: Db,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Randomness>,
    /// Stripe.
    pub processor: Arc<dyn PaymentProcessor>,
    /// SMTP.
    pub mailer: Arc<dyn Mailer>,
    /// S3.
    pub files: Arc<dyn FileStore>,
    /// What payments cost.
    pub fees: Arc<FeeSchedule>,
    /// Public address without a slash at the end.
    pub base_url: Arc<str>,
    /// Key of the sign-in links.
    pub secret_key: Arc<str>,
    /// Domain of Message-IDs.
    pub mail_domain: Arc<str>,
    /// Wakes the worker of this process after a commit that queued a job.
    pub wake: Arc<Notify>,
}

impl App {
    /// Now.
    pub fn now(&self) -> Instant {
        self.clock.now().into()
    }

    /// A new id, ordered by time.
    pub fn new_id<K>(&self) -> Id<K> {
        Id::from_uuid(self.new_uuid())
    }

    /// The same without a kind.
    pub fn new_uuid(&self) -> Uuid {
        let mut bytes = [0; 10];
        self.random.fill(&mut bytes);
        uuid_v7(self.now(), &bytes)
    }

    /// The calendar date in a property's time zone; UTC where the zone's name is unknown.
    pub fn today(&self, time_zone: &str) -> Date {
        date_in_zone(self.now(), time_zone)
    }
}

/// The calendar date of an instant in a time zone; UTC where the zone's name is unknown.
pub fn date_in_zone(at: Instant, time_zone: &str) -> Date {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    at.timestamp().to_zoned(zone).date()
}
